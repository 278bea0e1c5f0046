"""What Graph's hunting call takes and gives, on an engine that remembers what it was asked."""

from __future__ import annotations

import json

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.hunting import HuntingAnswer
from defender_tui.sandbox.limits.query_bounds import QueryBounds
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor

_V1 = "/graph/v1.0/security/runHuntingQuery"
_BETA = "/graph/beta/security/runHuntingQuery"
_WORKSPACE = "0b3a1c9e-6a2d-4f0e-9d43-2f6f1d1a7c55"


class RememberingEngine:
    def __init__(self, adapted: tuple[str, ...]) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self._adapted = adapted

    async def run(
        self, query: str, *, timespan: str | None = None, bounds: QueryBounds | None = None
    ) -> HuntingAnswer:
        self.asked.append((query, timespan))
        return HuntingAnswer(
            schema=(("n", "Int64"),),
            rows_json=b'[{"n":1}]',
            elapsed_s=0.1,
            row_count=1,
            adapted=self._adapted,
        )


def _visitor(keys: KeyRing, engine: RememberingEngine) -> Visitor:
    clock = FixedClock(NOW)
    sandbox = build_sandbox(SandboxOptions(now=NOW), clock=clock, keys=keys, runner=lambda: engine)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app), base_url=URL)
    return Visitor(sandbox, clock, http)


@pytest.fixture
def engine() -> RememberingEngine:
    return RememberingEngine(())


@pytest.fixture
def hunter(engine: RememberingEngine, signing_keys: KeyRing) -> Visitor:
    return _visitor(signing_keys, engine)


@pytest.mark.parametrize(
    ("path", "body", "asked"),
    [
        (_V1, {"query": "T"}, ("T", None)),
        (_V1, {"Query": "T", "timespan": "P1D"}, ("T", "P1D")),
        (_V1, {"query": "T", "Timespan": None}, ("T", None)),
        (_V1, {"@odata.type": "x", "query": "T"}, ("T", None)),
        (_BETA, {"Query": "T", "workspaceId": _WORKSPACE}, ("T", None)),
        (_BETA, {"Query": "T", "WorkspaceId": None}, ("T", None)),
    ],
)
async def test_parameters_count_in_both_spellings(
    hunter: Visitor,
    engine: RememberingEngine,
    path: str,
    body: dict[str, str | None],
    asked: tuple[str, str | None],
) -> None:
    answer = await hunter.http.post(path, headers=await hunter.bearer("graph"), json=body)
    assert (200, [asked]) == (answer.status_code, engine.asked)
    version = "beta" if path == _BETA else "v1.0"
    assert answer.json()["@odata.context"] == (
        f"https://graph.microsoft.com/{version}/$metadata"
        "#microsoft.graph.security.huntingQueryResults"
    )


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (_V1, {"Query": "T", "query": "T"}),
        (_V1, {"QUERY": "T"}),
        (_V1, {"Query": "T", "other": 1}),
        (_V1, {"Query": "T", "Timespan": 7}),
        (_V1, {"Query": "T", "workspaceId": _WORKSPACE}),
        (_V1, {"Query": None}),
        (_BETA, {"Query": "T", "workspaceId": "mine"}),
    ],
)
async def test_other_parameters_are_refused(
    hunter: Visitor, engine: RememberingEngine, path: str, body: dict[str, object]
) -> None:
    answer = await hunter.http.post(path, headers=await hunter.bearer("graph"), json=body)
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert not engine.asked


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/json; charset=utf-8"])
async def test_the_body_counts_and_not_its_content_type(
    hunter: Visitor, engine: RememberingEngine, content_type: str
) -> None:
    headers = await hunter.bearer("graph")
    if content_type:
        headers["Content-Type"] = content_type
    content = '{"Query": "T | where a == \'é\'"}'.encode()
    await hunter.http.post(_V1, headers=headers, content=content)
    assert [("T | where a == 'é'", None)] == engine.asked


@pytest.mark.parametrize(("api", "path"), [("graph", _V1), ("xdr", "/xdr/api/advancedhunting/run")])
async def test_an_adapted_query_says_so_in_a_header(
    signing_keys: KeyRing, api: str, path: str
) -> None:
    changes = ("`parse` became `extract`", "naïve\nline", "naïve\nline")
    hunter = _visitor(signing_keys, RememberingEngine(changes))
    answer = await hunter.http.post(path, headers=await hunter.bearer(api), json={"Query": "T"})
    assert list(changes[:2]) == json.loads(answer.headers["x-sandbox-adapted"])


async def test_a_query_that_ran_as_it_is_has_no_such_header(hunter: Visitor) -> None:
    headers = await hunter.bearer("graph")
    answer = await hunter.http.post(_V1, headers=headers, json={"Query": "T"})
    assert "x-sandbox-adapted" not in answer.headers


async def test_a_query_is_not_read_from_the_address(hunter: Visitor) -> None:
    answer = await hunter.http.get(_V1 + "?query=T", headers=await hunter.bearer("graph"))
    assert (405, "POST") == (answer.status_code, answer.headers["Allow"])
