"""The calls of Microsoft's page on access without a user, made with curl.

Source: https://learn.microsoft.com/defender-xdr/api-create-app-web (2026-11-23)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .served import GRAPH_SCOPE, XDR_SCOPE, Served, run_program

QUERY = "DeviceProcessEvents | summarize n=count() by FileName | top 3 by n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What curl printed; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


Curl = Callable[..., Answer]


@pytest.fixture
def call(curl: str, served: Served, own_home: Path) -> Curl:
    """Give a function that runs curl, trusting the sandbox, with more arguments."""

    def run(*arguments: str) -> Answer:
        command = [curl, "--silent", "--show-error", "-i", "--cacert", str(served.ca_file)]
        finished = run_program([*command, *arguments], home=own_home)
        assert "" == finished.stderr
        head, _, text = finished.stdout.partition("\n\n")
        first, *lines = head.splitlines()
        headers = dict(line.split(": ", 1) for line in lines)
        lower = {name.lower(): value for name, value in headers.items()}
        return Answer(int(first.split()[1]), lower, text)

    return run


def _token_form(served: Served, **fields: str) -> list[str]:
    app = served.app()
    form = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        **fields,
        "client_secret": app.client_secret,
    }
    return [part for name, value in form.items() for part in ("-d", f"{name}={value}")]


def _token(call: Curl, served: Served, scope: str) -> str:
    answer = call("-X", "POST", *_token_form(served, scope=scope), served.token_url())
    return str(answer.json()["access_token"])


def test_the_token_call_of_the_page_is_answered(call: Curl, served: Served) -> None:
    answer = call(
        *("-X", "POST", "-H", "Content-Type:application/x-www-form-urlencoded"),
        *_token_form(served, scope=XDR_SCOPE),
        served.token_url(),
        "-k",
    )
    body = answer.json()
    assert 200 == answer.status
    assert {"token_type", "expires_in", "ext_expires_in", "access_token"} == set(body)
    assert "Bearer" == body["token_type"]
    assert isinstance(body["expires_in"], int)


def test_the_incidents_of_the_page_are_listed(call: Curl, served: Served) -> None:
    token = _token(call, served, XDR_SCOPE)
    answer = call("-H", f"Authorization: Bearer {token}", f"{served.xdr}/api/incidents")
    assert 200 == answer.status
    assert {"incidentId", "incidentName", "alerts"} <= set(answer.json()["value"][0])


@pytest.mark.full
def test_the_v1_token_names_its_resource_and_writes_numbers_as_text(
    call: Curl, served: Served
) -> None:
    form = _token_form(served, resource="https://api.security.microsoft.com")
    answer = call("-X", "POST", *form, served.token_url(""))
    body = answer.json()
    assert 200 == answer.status
    assert "https://api.security.microsoft.com" == body["resource"]
    assert int(body["expires_on"]) - int(body["not_before"]) > int(body["expires_in"])


@pytest.mark.full
@pytest.mark.parametrize("version", ["", "/v2.0"])
def test_either_token_opens_the_xdr_api(call: Curl, served: Served, version: str) -> None:
    wanted = {"scope": XDR_SCOPE} if version else {"resource": XDR_SCOPE.removesuffix("/.default")}
    token = call(*_token_form(served, **wanted), served.token_url(version)).json()["access_token"]
    answer = call("-H", f"Authorization: Bearer {token}", f"{served.xdr}/api/incidents?$top=1")
    assert 200 == answer.status
    assert 1 == len(answer.json()["value"])


@pytest.mark.full
def test_hunting_answers_rows_in_both_dialects(call: Curl, served: Served) -> None:
    rows = {}
    for scope, url, names in (
        (XDR_SCOPE, f"{served.xdr}/api/advancedhunting/run", ("Results", "Schema", "Stats")),
        (GRAPH_SCOPE, f"{served.graph}/v1.0/security/runHuntingQuery", ("results", "schema")),
    ):
        token = _token(call, served, scope)
        answer = call(
            *("-H", f"Authorization: Bearer {token}", "-H", "Content-Type: application/json"),
            *("-d", json.dumps({"Query": QUERY}), url),
        )
        assert 200 == answer.status, answer.text
        assert set(names) <= set(answer.json())
        rows[url] = answer.json()[names[0]]
    first, second = rows.values()
    assert 3 == len(first)
    assert first == second


@pytest.mark.full
def test_graph_gives_every_answer_an_id(call: Curl, served: Served) -> None:
    token = _token(call, served, GRAPH_SCOPE)
    for path, status in (("incidents?$top=2", 200), ("incidents?$top=51", 400), ("nothing", 400)):
        url = f"{served.graph}/v1.0/security/{path}"
        answer = call("-H", f"Authorization: Bearer {token}", url)
        assert status == answer.status
        assert answer.headers["request-id"]


@pytest.mark.full
def test_a_wrong_secret_is_an_invalid_client(call: Curl, served: Served) -> None:
    form = _token_form(served, scope=XDR_SCOPE)
    answer = call(*form[:-1], "client_secret=wrong", served.token_url())
    assert 401 == answer.status
    assert ("invalid_client", [7000215]) == (
        answer.json()["error"],
        answer.json()["error_codes"],
    )


@pytest.mark.full
def test_the_services_own_names_work_when_they_lead_here(call: Curl, served: Served) -> None:
    lead_here = ("--connect-to", f"::127.0.0.1:{served.port}")
    token = call(
        *lead_here,
        *_token_form(served, resource="https://graph.microsoft.com"),
        f"https://login.windows.net/{served.domain}/oauth2/token",
    ).json()["access_token"]
    answer = call(
        *(*lead_here, "-H", f"Authorization: Bearer {token}"),
        "https://graph.microsoft.com/v1.0/security/incidents?%24top=2",
    )
    assert 200 == answer.status
    assert answer.json()["@odata.nextLink"].startswith("https://graph.microsoft.com/v1.0/security/")


@pytest.mark.full
def test_without_the_authority_s_certificate_curl_refuses(
    curl: str, served: Served, own_home: Path
) -> None:
    command = [curl, "--silent", served.token_url()]
    assert 60 == run_program(command, home=own_home).returncode
