"""Python as Microsoft's sample scripts write it: urllib, or requests and no library at all.

Source: https://learn.microsoft.com/defender-xdr/api-create-app-web (2026-11-23)
"""

from __future__ import annotations

import json
import ssl
import urllib.parse
import urllib.request
from typing import Any

import pytest

from .served import GRAPH_SCOPE, XDR_SCOPE, Served

pytest.importorskip("requests")

import requests

pytestmark = [pytest.mark.full, pytest.mark.timeout(60)]
XDR = XDR_SCOPE.removesuffix("/.default")


def _v1_form(served: Served) -> dict[str, str]:
    app = served.app()
    return {
        "resource": XDR,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "grant_type": "client_credentials",
    }


@pytest.fixture
def session(served: Served) -> Any:
    """Give a session of requests that trusts the sandbox."""
    with requests.Session() as opened:
        opened.verify = str(served.ca_file)
        yield opened


def _graph_headers(session: Any, served: Served) -> dict[str, str]:
    form = _v1_form(served) | {"scope": GRAPH_SCOPE}
    del form["resource"]
    answer = session.post(served.token_url(), data=form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_urllib_gets_a_v1_token_and_hunts(served: Served) -> None:
    trust = ssl.create_default_context(cafile=str(served.ca_file))
    data = urllib.parse.urlencode(_v1_form(served)).encode("utf-8")
    with urllib.request.urlopen(
        urllib.request.Request(served.token_url(""), data), context=trust
    ) as response:
        token = json.loads(response.read())["access_token"]
    request = urllib.request.Request(
        f"{served.xdr}/api/advancedhunting/run",
        json.dumps({"Query": "DeviceInfo | take 2"}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, context=trust) as response:
        assert 2 == len(json.loads(response.read())["Results"])


@pytest.mark.parametrize("where", ["body", "header", "untyped body", "query string"])
def test_a_token_form_comes_in_every_shape_that_clients_send(
    session: Any, served: Served, where: str
) -> None:
    form, url, more = _v1_form(served), served.token_url(""), {}
    if where == "header":
        more["auth"] = (form.pop("client_id"), form.pop("client_secret"))
    elif where == "query string":
        url += "?client-request-id=2f4d3a52-16b4-4a3d-9b0e-5d0c3f6a8a11"
    data = urllib.parse.urlencode(form).encode() if where == "untyped body" else form
    answer = session.post(url, data=data, **more)
    assert 200 == answer.status_code, answer.text
    assert "Bearer" == answer.json()["token_type"]


def test_following_next_links_meets_every_incident(session: Any, served: Served) -> None:
    headers = _graph_headers(session, served)
    url = f"{served.graph}/v1.0/security/incidents?$top=11&$count=true"
    seen: list[str] = []
    total = None
    while url:
        page = session.get(url, headers=headers).json()
        total = page.get("@odata.count", total)
        seen += [incident["id"] for incident in page["value"]]
        url = page.get("@odata.nextLink")
    assert total == len(set(seen)) == len(seen)


def test_skipping_through_the_xdr_incidents_ends_with_a_short_page(
    session: Any, served: Served
) -> None:
    token = session.post(served.token_url(""), data=_v1_form(served)).json()["access_token"]
    session.headers["Authorization"] = f"Bearer {token}"
    seen: list[int] = []
    while True:
        asked = {"$top": "20", "$skip": str(len(seen))}
        page = session.get(f"{served.xdr}/api/incidents", params=asked).json()["value"]
        seen += [incident["incidentId"] for incident in page]
        if len(page) < 20:
            break
    assert len(seen) == len(set(seen)) > 0


def test_a_window_of_creation_times_with_groups_is_filtered(session: Any, served: Served) -> None:
    headers = _graph_headers(session, served)
    wanted = (
        "createdDateTime ge 2000-01-01T00:00:00Z and createdDateTime lt 2100-01-01T00:00:00Z "
        "and (severity eq 'high' or severity eq 'medium') "
        "and (status eq 'active' or status eq 'inProgress')"
    )
    page = session.get(
        f"{served.graph}/v1.0/security/incidents", params={"$filter": wanted}, headers=headers
    ).json()
    assert page["value"]
    assert {"high", "medium"} >= {incident["severity"] for incident in page["value"]}
    assert {"active", "inProgress"} >= {incident["status"] for incident in page["value"]}


def test_a_token_of_one_api_is_refused_by_another(session: Any, served: Served) -> None:
    headers = _graph_headers(session, served)
    answer = session.get(f"{served.xdr}/api/incidents", headers=headers)
    assert 401 == answer.status_code
    assert {"code", "message", "target"} == set(answer.json()["error"])


def test_requests_without_the_authority_s_certificate_refuses(served: Served) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{served.graph}/v1.0/security/incidents")
