"""A hunting run: streamed to disk, stopped at once, and never left behind."""

from __future__ import annotations

import asyncio
import errno
import io
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from defender_tui.cli.demo_identity import DemoIdentity
from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.client import DefenderClient
from defender_tui.client.in_thread import in_thread_or_undone
from defender_tui.core.errors import (
    ConfigError,
    ConnectFailed,
    QueryInvalid,
    ServerFault,
    StoreError,
)
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret
from defender_tui.results.answer_spool import AnswerSpool
from tests.client.staged import Reply, StagedServer
from tests.given_secret import GivenSecret

RUN = "/graph/v1.0/security/runHuntingQuery"
SLOW = """
DeviceProcessEvents | extend k = 1
| join kind=inner (DeviceProcessEvents | extend k = 1) on k
| join kind=inner (DeviceProcessEvents | extend k = 1) on k
| summarize dcount(strcat(FileName, FileName1))
"""


@pytest.fixture(scope="module")
def identity() -> Iterator[DemoIdentity]:
    with EmbeddedSandbox(has_quota=False) as sandbox:
        yield sandbox.identity()


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[AnswerSpool]:
    answers = AnswerSpool(tmp_path / "cache")
    yield answers
    answers.close()


@pytest.fixture
async def hunter(identity: DemoIdentity, spool: AnswerSpool) -> AsyncIterator[DefenderClient]:
    source = GivenSecret(identity.secret)
    async with DefenderClient(identity.profile, source, spool=spool) as client:
        yield client


async def _state(identity: DemoIdentity) -> dict[str, int]:
    assert identity.profile.ca_file is not None
    context = await asyncio.to_thread(
        ssl.create_default_context, cafile=str(identity.profile.ca_file)
    )
    async with httpx.AsyncClient(verify=context) as http:
        answer = await http.get(f"{identity.profile.cloud.authority}/sandbox/state")
        state: dict[str, int] = answer.json()
        return state


async def _until(identity: DemoIdentity, name: str, value: int) -> None:
    async with asyncio.timeout(20):
        while (await _state(identity))[name] != value:
            pass  # every look is a request of its own


def _spooled(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "cache").rglob("*.json"))


async def test_the_server_sees_the_disconnect_when_a_run_is_cancelled(
    hunter: DefenderClient, identity: DemoIdentity, tmp_path: Path
) -> None:
    before = await _state(identity)
    run = asyncio.create_task(hunter.hunting.run(SLOW))
    await _until(identity, "hunting_running", 1)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    await _until(identity, "hunting_cancelled", before["hunting_cancelled"] + 1)
    await _until(identity, "hunting_running", 0)
    assert [] == _spooled(tmp_path)


async def test_the_body_is_gone_once_it_is_a_table(hunter: DefenderClient, tmp_path: Path) -> None:
    run = await hunter.hunting.run("DeviceInfo | take 3")
    assert 3 == run.table.row_count
    assert [] == _spooled(tmp_path)
    await asyncio.to_thread(run.table.close)


async def test_an_answer_that_breaks_off_leaves_nothing_on_disk(
    client: DefenderClient, server: StagedServer
) -> None:
    body = {"schema": [{"name": "a", "type": "String"}], "results": [{"a": "x" * 5000}]}
    server.stage(RUN, Reply(body=body, cut_after=2000))
    with pytest.raises(ConnectFailed, match="broke off"):
        await client.hunting.run("T")


async def test_the_query_goes_out_as_utf_8_and_says_so(
    client: DefenderClient, server: StagedServer
) -> None:
    body = {"schema": [{"name": "a", "type": "String"}], "results": []}
    server.stage(RUN, Reply(body=body, headers={"x-sandbox-adapted": '["No rows, here.", "b"]'}))
    run = await client.hunting.run("DeviceInfo | where DeviceName == 'Zürich'", timespan="P7D")
    asked = server.api_calls(RUN)[0]
    assert "application/json; charset=utf-8" == asked.headers["content-type"]
    assert "Zürich".encode() in asked.body
    assert b'"Timespan": "P7D"' in asked.body
    assert ("No rows, here.", "b") == run.adapted
    assert not run.is_cut
    assert 0 == run.table.row_count
    await asyncio.to_thread(run.table.close)


async def test_a_sandbox_says_that_it_left_rows_out(
    client: DefenderClient, server: StagedServer
) -> None:
    body = {"schema": [{"name": "a", "type": "String"}], "results": [{"a": "1"}]}
    server.stage(RUN, Reply(body=body, headers={"x-sandbox-cut-at-rows": "1"}))
    run = await client.hunting.run("DeviceInfo")
    assert run.is_cut
    await asyncio.to_thread(run.table.close)


async def test_a_refused_query_names_its_place(
    client: DefenderClient, server: StagedServer
) -> None:
    message = "A recognition error occurred. Query could not be parsed at 'x' on line [2,7]"
    server.stage(RUN, Reply(400, {"error": {"code": "BadRequest", "message": message}}))
    with pytest.raises(QueryInvalid) as caught:
        await client.hunting.run("T | x")
    assert (2, 7) == (caught.value.line, caught.value.column)
    assert 1 == len(server.api_calls(RUN))


async def test_an_empty_fault_is_tried_again_before_it_is_told(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(RUN, Reply(500, {"error": {"code": "UnknownError", "message": ""}}))
    with pytest.raises(ServerFault) as caught:
        await client.hunting.run("T")
    assert "ask for less" in caught.value.hint


@pytest.mark.parametrize(("query", "timespan"), [("  \n", None), ("T", "last week")])
async def test_what_cannot_be_sent_is_refused_here(
    client: DefenderClient, server: StagedServer, query: str, timespan: str | None
) -> None:
    with pytest.raises(ConfigError):
        await client.hunting.run(query, timespan=timespan)
    assert [] == server.api_calls()


class FullDisk(io.BytesIO):
    """A file that takes nothing."""

    name = ""

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_full_disk_is_told_as_such(
    profile: Profile, server: StagedServer, spool: AnswerSpool, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FullDisk()
    opened = await asyncio.to_thread(spool.open)
    file.name = str(opened.folder / "body.json")
    monkeypatch.setattr(opened, "create_file", lambda: file)
    server.stage(RUN, Reply(body={"schema": [], "results": []}))
    async with DefenderClient(profile, GivenSecret(Secret("s")), spool=spool) as client:
        with pytest.raises(StoreError, match="No space left"):
            await client.hunting.run("T")
    assert file.closed


async def test_what_a_thread_still_makes_for_nobody_is_undone() -> None:
    begun, go_on, undone = threading.Event(), threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> str:
        begun.set()
        go_on.wait(10)
        return "made"

    def undo(made: str) -> None:
        assert "made" == made
        loop.call_soon_threadsafe(undone.set)

    waiting = asyncio.create_task(in_thread_or_undone(work, undo))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    async with asyncio.timeout(10):
        await undone.wait()


async def test_the_schema_that_the_sandbox_tells_is_the_one_its_queries_find(
    hunter: DefenderClient,
) -> None:
    schema = await hunter.schema.read()
    assert schema is not None
    told = {table.name: [(one.name, one.type) for one in table.columns] for table in schema.tables}
    run = await hunter.hunting.run("EmailEvents | getschema | project ColumnName, ColumnType")
    rows = await asyncio.to_thread(run.table.page, 0, 200)
    await asyncio.to_thread(run.table.close)
    assert rows == told["EmailEvents"]
    assert "FileProfile" in [function.name for function in schema.functions]
