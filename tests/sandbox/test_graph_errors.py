"""The shape of Graph's errors, and the ids that tie an answer to its request."""

from __future__ import annotations

import json
import re
import uuid

import pytest

from tests.sandbox.conftest import Visitor

_LIST = "/graph/v1.0/security/incidents"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", _LIST, 200),
        ("GET", _LIST + "?$top=x", 400),
        ("GET", _LIST + "/1", 404),
        ("PATCH", _LIST + "/1", 400),
        ("GET", "/graph/v1.0/nothing", 400),
        ("DELETE", _LIST, 405),
    ],
)
async def test_every_answer_carries_its_ids(
    visitor: Visitor, method: str, path: str, status: int
) -> None:
    mine = str(uuid.uuid4())
    headers = await visitor.bearer("graph") | {"client-request-id": mine}
    answer = await visitor.http.request(method, path, headers=headers)
    assert (status, mine) == (answer.status_code, answer.headers["client-request-id"])
    assert _GUID.fullmatch(answer.headers["request-id"])
    assert {"ServerInfo"} == set(json.loads(answer.headers["x-ms-ags-diagnostic"]))
    if status != 200:
        inner = answer.json()["error"]["innerError"]
        assert {
            "date": "2026-11-23T08:30:00",
            "request-id": answer.headers["request-id"],
            "client-request-id": mine,
        } == inner


async def test_without_an_id_of_its_own_a_request_gets_one(visitor: Visitor) -> None:
    first, second = [
        await visitor.http.get(_LIST, headers=await visitor.bearer("graph")) for _ in range(2)
    ]
    assert first.headers["client-request-id"] == first.headers["request-id"]
    assert first.headers["request-id"] != second.headers["request-id"]


async def test_without_a_token_the_answer_names_where_to_get_one(visitor: Visitor) -> None:
    answer = await visitor.http.get(_LIST)
    assert (401, "InvalidAuthenticationToken") == (
        answer.status_code,
        answer.json()["error"]["code"],
    )
    assert "authorization_uri=" in answer.headers["WWW-Authenticate"]


async def test_a_missing_role_is_told_before_anything_else(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph", "hunting-only")
    for path in (_LIST + "?$top=x", _LIST + "/1"):
        answer = await visitor.http.get(path, headers=headers)
        assert (403, "Forbidden") == (answer.status_code, answer.json()["error"]["code"])
        assert "SecurityIncident.Read.All" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", _LIST, {"GET", "HEAD"}),
        ("OPTIONS", _LIST, {"GET", "HEAD"}),
        ("POST", _LIST, {"GET", "HEAD"}),
        ("PUT", _LIST + "/2817", {"GET", "HEAD", "PATCH"}),
        ("OPTIONS", _LIST + "/2817", {"GET", "HEAD", "PATCH"}),
        ("GET", _LIST + "/2817/comments", {"POST"}),
        ("TRACE", "/graph/v1.0/security/alerts_v2", {"GET", "HEAD"}),
    ],
)
async def test_a_method_that_is_not_offered_is_answered_with_those_that_are(
    visitor: Visitor, method: str, path: str, allowed: set[str]
) -> None:
    answer = await visitor.http.request(method, path, headers=await visitor.bearer("graph"))
    assert (405, "Request_BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert allowed == {name.strip() for name in answer.headers["Allow"].split(",")}


async def test_head_answers_as_get_does(visitor: Visitor) -> None:
    for path, status in ((_LIST, 200), (_LIST + "/1", 404)):
        headers = await visitor.bearer("graph")
        got = await visitor.http.get(path, headers=headers)
        head = await visitor.http.head(path, headers=headers)
        assert (status, status) == (got.status_code, head.status_code)
        assert got.headers["Content-Type"] == head.headers["Content-Type"]


@pytest.mark.parametrize(
    "path",
    [
        *("/graph/", "/graph/v1.0", "/graph/v2.0/security/incidents"),
        *("/graph/v1.0/security", "/graph/v1.0/users", "/graph/v1.0/security/incidents/a/b/c"),
        *("/graph/v1.0/security/alerts_v2/%2F", "/graph/v1.0/$batch"),
    ],
)
async def test_addresses_that_are_not_served_name_their_last_part(
    visitor: Visitor, path: str
) -> None:
    answer = await visitor.http.get(path, headers=await visitor.bearer("graph"))
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert "Resource not found for the segment" in answer.json()["error"]["message"]
