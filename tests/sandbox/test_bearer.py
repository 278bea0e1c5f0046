from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest

from tests.sandbox.conftest import Visitor

_LISTS = {"graph": "/graph/v1.0/security/incidents", "xdr": "/xdr/api/incidents"}
_OTHER = {"graph": "xdr", "xdr": "graph"}
_DEEP = base64.urlsafe_b64encode(b"[" * 40_000).decode()
_CODES = {"graph": "InvalidAuthenticationToken", "xdr": "Unauthorized"}


def with_claim(token: str, name: str, value: object) -> str:
    head, body, tail = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {name: value}).encode())
    return ".".join((head, forged.decode().rstrip("="), tail))


async def refusal(visitor: Visitor, api: str, authorization: str | None) -> tuple[int, str, str]:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = await visitor.http.get(_LISTS[api], headers=headers)
    error = answer.json()["error"]
    assert answer.status_code != 401 or answer.headers["WWW-Authenticate"].startswith("Bearer ")
    return answer.status_code, error["code"], error["message"]


@pytest.mark.parametrize("api", ["graph", "xdr"])
@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer ", "Basic eDp5", "Bearer a.b.c", "Bearer x", f"Bearer {_DEEP}.b.c"],
)
async def test_a_call_without_a_token_is_refused(
    visitor: Visitor, api: str, authorization: str | None
) -> None:
    status, code, _ = await refusal(visitor, api, authorization)
    assert (401, _CODES[api]) == (status, code)


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_token_for_the_other_api_is_refused(visitor: Visitor, api: str) -> None:
    token = await visitor.token(_OTHER[api])
    status, code, message = await refusal(visitor, api, f"Bearer {token}")
    assert (401, _CODES[api]) == (status, code)
    assert "Invalid audience" in message


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_token_ends_when_its_time_is_over(visitor: Visitor, api: str) -> None:
    token = await visitor.token(api)
    visitor.clock.advance(timedelta(minutes=59))
    answer = await visitor.http.get(_LISTS[api], headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    visitor.clock.advance(timedelta(minutes=32))
    status, _, message = await refusal(visitor, api, f"Bearer {token}")
    assert status == 401
    assert "expired" in message


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_token_with_added_roles_is_refused(visitor: Visitor, api: str) -> None:
    token = await visitor.token(api, "no-roles")
    forged = with_claim(token, "roles", ["SecurityIncident.Read.All", "Incident.Read.All"])
    status, _, message = await refusal(visitor, api, f"Bearer {forged}")
    assert status == 401
    assert "Signature" in message


async def test_graph_names_the_roles_that_are_missing(visitor: Visitor) -> None:
    token = await visitor.token("graph", "hunting-only")
    assert (
        403,
        "Forbidden",
        "Missing application roles. API required roles: SecurityIncident.Read.All,"
        "SecurityIncident.ReadWrite.All, application roles: ThreatHunting.Read.All.",
    ) == await refusal(visitor, "graph", f"Bearer {token}")


async def test_the_xdr_api_names_the_roles_that_are_missing(visitor: Visitor) -> None:
    token = await visitor.token("xdr", "no-roles")
    assert (
        403,
        "Forbidden",
        "Missing application roles. API required roles: Incident.Read.All,"
        "Incident.ReadWrite.All, application roles: .",
    ) == await refusal(visitor, "xdr", f"Bearer {token}")


async def test_who_may_read_may_not_write(visitor: Visitor) -> None:
    graph = await visitor.bearer("graph", "read-only")
    listed = await visitor.http.get(_LISTS["graph"], headers=graph)
    path = f"{_LISTS['graph']}/{listed.json()['value'][0]['id']}"
    written = await visitor.http.patch(path, headers=graph, json={"status": "resolved"})
    assert (200, 403) == (listed.status_code, written.status_code)


async def test_graphs_errors_carry_the_ids_of_the_request(visitor: Visitor) -> None:
    headers = {"client-request-id": "11111111-2222-3333-4444-555555555555"}
    answer = await visitor.http.get(_LISTS["graph"], headers=headers)
    inner = answer.json()["error"]["innerError"]
    assert inner["client-request-id"] == headers["client-request-id"]
    assert inner["request-id"] == answer.headers["request-id"]
    assert inner["date"] == "2026-11-23T08:30:00"
