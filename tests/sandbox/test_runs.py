"""Hunting as the APIs offer it, with an engine that does what a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.hunting import HuntingAnswer, HuntingRefused
from defender_tui.sandbox.limits.query_bounds import QueryBounds
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor

_GRAPH = "/graph/v1.0/security/runHuntingQuery"
_XDR = "/xdr/api/advancedhunting/run"
_ANSWER = HuntingAnswer(
    schema=(("FileName", "String"), ("n", "Int64")),
    rows_json='[{"FileName":"cmd.exe“","n":3}]'.encode(),
    elapsed_s=0.25,
    row_count=1,
)


class ScriptedEngine:
    """Remembers what was asked; refuses `bad` and never ends `forever`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.began = asyncio.Event()
        self.was_cancelled = False

    async def run(
        self, query: str, *, timespan: str | None = None, bounds: QueryBounds | None = None
    ) -> HuntingAnswer:
        self.asked.append((query, timespan))
        if query == "bad":
            raise HuntingRefused("'where' operator: Failed to resolve 'x'.")
        if query == "forever":
            self.began.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.was_cancelled = True
                raise
        return _ANSWER


@pytest.fixture
async def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
async def hunter(engine: ScriptedEngine, signing_keys: KeyRing) -> Visitor:
    """Give a visitor of a sandbox on the scripted engine."""
    clock = FixedClock(NOW)
    sandbox = build_sandbox(
        SandboxOptions(now=NOW), clock=clock, keys=signing_keys, runner=lambda: engine
    )
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app), base_url=URL)
    return Visitor(sandbox, clock, http)


@pytest.mark.parametrize(
    ("path", "body", "asked"),
    [
        (_GRAPH, {"Query": "T", "Timespan": "P7D"}, ("T", "P7D")),
        (_GRAPH, {"query": "T", "timespan": "P7D"}, ("T", "P7D")),
        (_GRAPH, {"Query": "T"}, ("T", None)),
        (
            "/graph/v1.0/security/microsoft.graph.security.runHuntingQuery",
            {"Query": "T", "Timespan": None},
            ("T", None),
        ),
    ],
)
async def test_graph_runs_the_query_under_all_its_names(
    hunter: Visitor,
    engine: ScriptedEngine,
    path: str,
    body: dict[str, str | None],
    asked: tuple[str, str | None],
) -> None:
    answer = await hunter.http.post(path, headers=await hunter.bearer("graph"), json=body)
    assert [asked] == engine.asked
    assert answer.json()["schema"] == [
        {"name": "FileName", "type": "String"},
        {"name": "n", "type": "Int64"},
    ]
    assert answer.json()["results"] == [{"FileName": "cmd.exe“", "n": 3}]


async def test_the_xdr_api_answers_with_its_own_names_and_statistics(hunter: Visitor) -> None:
    headers = await hunter.bearer("xdr")
    body = (await hunter.http.post(_XDR, headers=headers, json={"Query": "T"})).json()
    assert ["Stats", "Schema", "Results"] == list(body)
    assert body["Schema"][1] == {"Name": "n", "Type": "Int64"}
    assert body["Stats"]["ExecutionTime"] == 0.25
    assert body["Stats"]["dataset_statistics"][0]["table_row_count"] == 1


@pytest.mark.parametrize("api", ["graph", "xdr"])
@pytest.mark.parametrize("body", [{}, {"Query": ""}, {"Query": " "}, {"Query": 7}, ["Query"]])
async def test_a_call_without_a_query_is_refused(
    hunter: Visitor, engine: ScriptedEngine, api: str, body: object
) -> None:
    path = _GRAPH if api == "graph" else _XDR
    answer = await hunter.http.post(path, headers=await hunter.bearer(api), json=body)
    assert answer.status_code == 400
    assert not engine.asked


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_wrong_query_is_refused_in_the_engines_words(hunter: Visitor, api: str) -> None:
    path = _GRAPH if api == "graph" else _XDR
    headers = await hunter.bearer(api)
    answer = await hunter.http.post(path, headers=headers, json={"Query": "bad"})
    error = answer.json()["error"]
    assert (400, "BadRequest") == (answer.status_code, error["code"])
    assert error["message"] == "'where' operator: Failed to resolve 'x'."


@pytest.mark.parametrize(("api", "app_name"), [("graph", "no-roles"), ("xdr", "no-roles")])
async def test_without_the_role_nothing_runs(
    hunter: Visitor, engine: ScriptedEngine, api: str, app_name: str
) -> None:
    path = _GRAPH if api == "graph" else _XDR
    headers = await hunter.bearer(api, app_name)
    answer = await hunter.http.post(path, headers=headers, json={"Query": "T"})
    assert answer.status_code == 403
    assert not engine.asked


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_run_ends_with_the_sandbox(
    hunter: Visitor, engine: ScriptedEngine, api: str
) -> None:
    path = _GRAPH if api == "graph" else _XDR
    headers = await hunter.bearer(api)
    call = asyncio.create_task(hunter.http.post(path, headers=headers, json={"Query": "forever"}))
    await engine.began.wait()
    hunter.sandbox.estate.close()
    answer = await call
    assert (503, "ServiceUnavailable") == (answer.status_code, answer.json()["error"]["code"])
    assert engine.was_cancelled


async def test_a_run_ends_when_the_client_goes_away(
    hunter: Visitor, engine: ScriptedEngine
) -> None:
    token = await hunter.token("graph")
    incoming: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
    body = json.dumps({"Query": "forever"}).encode()
    incoming.put_nowait({"type": "http.request", "body": body, "more_body": False})
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "method": "POST",
        "scheme": "https",
        "path": _GRAPH,
        "raw_path": _GRAPH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8443"), (b"authorization", f"Bearer {token}".encode())],
    }

    async def send(message: MutableMapping[str, Any]) -> None:
        assert message.get("status", 499) == 499

    call = asyncio.ensure_future(hunter.sandbox.app(scope, incoming.get, send))
    await engine.began.wait()
    assert (await hunter.http.get("/sandbox/state")).json()["hunting_running"] == 1
    incoming.put_nowait({"type": "http.disconnect"})
    await call
    assert engine.was_cancelled
    state = (await hunter.http.get("/sandbox/state")).json()
    assert (1, 1, 0) == (
        state["hunting_runs"],
        state["hunting_cancelled"],
        state["hunting_running"],
    )
