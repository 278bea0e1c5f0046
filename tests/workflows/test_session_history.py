"""What the session remembers of its runs, and how it paces them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import trustme

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.errors import QueryInvalid, Throttled
from defender_tui.core.hunt_record import RunState
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret, SecretName
from defender_tui.store import query_history
from defender_tui.store.file_lock import locked
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.hunt_queue import Waiting
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from tests.client.conftest import profile_for
from tests.client.staged import Reply, StagedServer, serving

RUN = "/graph/v1.0/security/runHuntingQuery"
ANSWER = Reply(body={"schema": [{"name": "n", "type": "Int64"}], "results": [{"n": 1}, {"n": 2}]})
WRONG = {"error": {"code": "BadRequest", "message": "Failed to resolve table 'T'."}}
BUSY = {"error": {"code": "TooManyRequests", "message": "Too many."}}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        running.stage(RUN, ANSWER)
        yield running


@pytest.fixture
def profile(server: StagedServer, tmp_path: Path, authority: trustme.CA) -> Profile:
    return profile_for(server, tmp_path, authority)


@asynccontextmanager
async def session_of(profile: Profile, folder: Path | None = None) -> AsyncIterator[Session]:
    run = RunSecrets()
    await run.write(SecretName(profile.name), Secret("s"))
    places = SecretPlaces(run, EnvironmentSecrets(), lambda: None)
    parts = SessionParts(MemoryProfiles(), places, fallback=profile, data_folder=folder)
    session = Session(parts)
    await session.start()
    try:
        yield session
    finally:
        await session.close()


async def hunt(session: Session, query: str, *, timespan: str | None = None) -> None:
    outcome = await session.hunt(query, timespan=timespan)
    await asyncio.to_thread(outcome.table.close)


async def test_every_run_is_remembered_with_how_it_ended(
    server: StagedServer, profile: Profile, tmp_path: Path
) -> None:
    async with session_of(profile, tmp_path / "data") as session:
        await hunt(session, "DeviceInfo", timespan="P7D")
        server.stage(RUN, Reply(400, WRONG))
        with pytest.raises(QueryInvalid):
            await session.hunt("T")
        server.stage(RUN, Reply(429, BUSY, {"Retry-After": "900"}))
        with pytest.raises(Throttled):
            await session.hunt("U")
        assert 3 == session.hunts_last_minute
        assert session.history_problem is None
    async with session_of(profile, tmp_path / "data") as later:
        throttled, failed, done = await later.past_runs()
    assert ("DeviceInfo", "P7D", "graph", 2) == (done.query, done.timespan, done.target, done.rows)
    assert (profile.name, profile.tenant_id) == (done.profile, done.tenant_id)
    assert done.elapsed_s is not None
    assert [RunState.DONE, RunState.FAILED] == [done.state, failed.state]
    assert RunState.THROTTLED is throttled.state
    assert "Failed to resolve table 'T'." in failed.error
    assert failed.rows is None


async def test_a_run_that_was_stopped_while_it_waited_is_remembered_as_stopped(
    profile: Profile,
) -> None:
    async with session_of(replace(profile, hunts_per_minute=1)) as session:
        await hunt(session, "First")
        told: asyncio.Queue[Waiting | None] = asyncio.Queue()
        waiting = asyncio.create_task(session.hunt("Later", told=told.put_nowait))
        first_told = await told.get()
        assert first_told is not None
        assert 1 == first_told.place
        waiting.cancel()
        await asyncio.wait([waiting])
        runs = await session.past_runs()
        assert 1 == session.hunts_last_minute
    assert ("Later", RunState.STOPPED) == (runs[0].query, runs[0].state)


async def test_parts_of_a_run_that_nobody_asks_for_any_more_count_as_stopped(
    profile: Profile,
) -> None:
    async with session_of(profile) as session:

        async def steps() -> AsyncIterator[int]:
            with session.recording(profile, "Split", "graph"):
                yield 1

        begun = steps()
        assert 1 == await anext(begun)
        assert isinstance(begun, AsyncGenerator)
        await begun.aclose()
        [run] = await session.past_runs()
    assert ("Split", RunState.STOPPED) == (run.query, run.state)


async def test_runs_of_a_profile_without_history_are_not_kept(profile: Profile) -> None:
    async with session_of(replace(profile, keeps_history=False)) as session:
        await hunt(session, "DeviceInfo")
        assert () == await session.past_runs()


async def test_runs_are_forgotten_one_by_one_or_all(profile: Profile) -> None:
    async with session_of(profile) as session:
        for query in ("A", "B", "C"):
            await hunt(session, query)
        runs = await session.past_runs()
        await session.forget_run(runs[1].id)
        assert ["C", "A"] == [run.query for run in await session.past_runs()]
        await session.forget_all_runs()
        assert () == await session.past_runs()


async def test_a_history_that_cannot_be_written_does_not_fail_the_run(
    profile: Profile, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("no folder")
    async with session_of(profile, tmp_path / "data") as session:
        await hunt(session, "DeviceInfo")
        await session.close_history()
        assert session.history_problem is not None


async def test_runs_that_another_program_keeps_from_the_disk_are_listed_and_written_later(
    profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(query_history, "locked", partial(locked, within_s=0))
    async with session_of(profile, folder) as session:
        with locked(folder / "history.lock"):
            await hunt(session, "DeviceInfo")
            await hunt(session, "EmailEvents")
            listed = await session.past_runs()
            assert ["EmailEvents", "DeviceInfo"] == [one.query for one in listed]
            assert session.history_problem is not None
            assert "Another defender-tui has held" in session.history_problem.message
            await session.forget_run(listed[1].id)
            assert ["EmailEvents"] == [one.query for one in await session.past_runs()]
    async with session_of(profile, folder) as later:
        assert [listed[0].id] == [one.id for one in await later.past_runs()]


async def test_a_switch_away_and_back_forgets_no_call(profile: Profile) -> None:
    async with session_of(profile) as session:
        await hunt(session, "DeviceInfo")
        await session.switch_to(replace(profile, name="other"))
        assert 0 == session.hunts_last_minute
        await session.switch_to(profile)
        assert 1 == session.hunts_last_minute
