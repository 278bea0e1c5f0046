"""Refusals on demand, each in the shape of the service that seems to give it."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.sandbox.conftest import NOW, SCOPES, Visitor
from tests.sandbox.spoiling import INCIDENTS, hits, list_incidents, spoil

_APIS = ("graph", "xdr")


def _insist_on_dialect(api: str, answer: httpx.Response) -> None:
    error = answer.json()["error"]
    assert isinstance(error["code"], str)
    if api == "graph":
        assert answer.headers["request-id"] == error["innerError"]["request-id"]
    if api == "xdr":
        assert error["target"]


@pytest.mark.parametrize("api", _APIS)
async def test_a_throttled_call_says_in_seconds_how_long_to_wait(
    visitor: Visitor, api: str
) -> None:
    await spoil(visitor, "throttle")
    answer = await list_incidents(visitor, api)
    assert (429, "2") == (answer.status_code, answer.headers["Retry-After"])
    assert "TooManyRequests" == answer.json()["error"]["code"]
    _insist_on_dialect(api, answer)


@pytest.mark.parametrize("api", _APIS)
async def test_a_throttled_call_says_when_to_come_back(visitor: Visitor, api: str) -> None:
    await spoil(visitor, "throttle-date")
    answer = await list_incidents(visitor, api)
    assert 429 == answer.status_code
    back = parsedate_to_datetime(answer.headers["Retry-After"])
    assert 2.0 == (back - NOW).total_seconds()
    assert NOW == parsedate_to_datetime(answer.headers["Date"])


@pytest.mark.parametrize("api", _APIS)
async def test_a_throttled_call_says_nothing_of_the_wait(visitor: Visitor, api: str) -> None:
    await spoil(visitor, "throttle-bare")
    answer = await list_incidents(visitor, api)
    assert 429 == answer.status_code
    assert "Retry-After" not in answer.headers
    assert " per " not in answer.json()["error"]["message"]


@pytest.mark.parametrize("api", _APIS)
async def test_a_server_error_gives_no_reason(visitor: Visitor, api: str) -> None:
    await spoil(visitor, "500-empty")
    answer = await list_incidents(visitor, api)
    assert (500, "") == (answer.status_code, answer.json()["error"]["message"])
    _insist_on_dialect(api, answer)


@pytest.mark.parametrize("api", _APIS)
@pytest.mark.parametrize("status", [503, 504])
async def test_the_service_or_its_gateway_fails(visitor: Visitor, api: str, status: int) -> None:
    await spoil(visitor, str(status))
    answer = await list_incidents(visitor, api)
    assert status == answer.status_code
    assert answer.json()["error"]["message"]
    _insist_on_dialect(api, answer)


@pytest.mark.parametrize(("fault", "is_done"), [("504", True), ("503", False), ("throttle", False)])
async def test_only_a_lost_answer_leaves_a_write_done(
    visitor: Visitor, fault: str, is_done: bool
) -> None:
    headers = await visitor.bearer("graph")
    listed = await visitor.http.get(f"{INCIDENTS['graph']}?$top=1", headers=headers)
    url = f"{INCIDENTS['graph']}/{listed.json()['value'][0]['id']}"
    await spoil(visitor, f"{fault}:1")
    change = {"customTags": ["looked at"]}
    assert (await visitor.http.patch(url, headers=headers, json=change)).status_code >= 400
    after = (await visitor.http.get(url, headers=headers)).json()
    assert is_done == (after["customTags"] == ["looked at"])


@pytest.mark.parametrize("fault", ["throttle", "503", "500-empty"])
async def test_key_vault_refuses_in_its_own_shape(visitor: Visitor, fault: str) -> None:
    await spoil(visitor, fault)
    answer = await visitor.http.get("/keyvault/secrets/any?api-version=7.4")
    assert answer.status_code >= 429
    assert {"code", "message"} <= set(answer.json()["error"])


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [("throttle", 429, 90055), ("503", 503, 90033), ("504", 504, 90033), ("500-empty", 500, 90033)],
)
async def test_entra_is_spared_unless_the_path_leads_there(
    visitor: Visitor, fault: str, status: int, code: int
) -> None:
    url = f"/{visitor.tenant_id}/oauth2/v2.0/token"
    form = visitor.credentials() | {"scope": SCOPES["graph"]}
    await spoil(visitor, fault)
    assert 200 == (await visitor.http.post(url, data=form)).status_code
    await spoil(visitor, f"{fault}@{url}")
    answer = await visitor.http.post(url, data=form)
    assert (status, [code]) == (answer.status_code, answer.json()["error_codes"])
    assert answer.json()["error_description"].startswith(f"AADSTS{code}: ")


async def test_a_count_is_used_up_by_what_it_hits(visitor: Visitor) -> None:
    await spoil(visitor, "503:2@/graph")
    assert 200 == (await list_incidents(visitor, "xdr")).status_code
    seen = [(await list_incidents(visitor, "graph")).status_code for _ in range(3)]
    assert [503, 503, 200] == seen
    assert [2] == await hits(visitor)


async def test_a_path_with_the_base_path_hits_calls_under_the_real_host_too(
    visitor: Visitor,
) -> None:
    await spoil(visitor, "503@/graph/v1.0/security/incidents")
    headers = await visitor.bearer("graph") | {"Host": "graph.microsoft.com"}
    answer = await visitor.http.get("/v1.0/security/incidents", headers=headers)
    assert 503 == answer.status_code


async def test_of_two_refusals_the_one_asked_for_first_is_given(visitor: Visitor) -> None:
    await spoil(visitor, "503:1", "throttle")
    assert 503 == (await list_incidents(visitor)).status_code
    assert 429 == (await list_incidents(visitor)).status_code
    assert [1, 1] == await hits(visitor)


@pytest.mark.parametrize("code", [50196, 53003, 7000215, 99999])
@pytest.mark.parametrize("version", ["/v2.0", ""])
async def test_entra_refuses_with_any_code(visitor: Visitor, code: int, version: str) -> None:
    await spoil(visitor, f"aadsts-{code}:1")
    url = f"/{visitor.tenant_id}/oauth2{version}/token"
    scope = {"scope": SCOPES["graph"]} if version else {"resource": "https://graph.microsoft.com"}
    form = visitor.credentials() | scope
    headers = {"client-request-id": "11111111-2222-3333-4444-555555555555"}
    answer = await visitor.http.post(url, data=form, headers=headers)
    assert answer.status_code >= 400
    assert [code] == answer.json()["error_codes"]
    assert headers["client-request-id"] == answer.json()["correlation_id"]
    assert 200 == (await visitor.http.post(url, data=form)).status_code


async def test_a_code_of_entra_spares_its_metadata(visitor: Visitor) -> None:
    await spoil(visitor, "aadsts-53003")
    url = f"/{visitor.tenant_id}/v2.0/.well-known/openid-configuration"
    assert 200 == (await visitor.http.get(url)).status_code
    assert [0] == await hits(visitor)
