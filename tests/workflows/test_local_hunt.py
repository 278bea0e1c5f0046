"""Hunting in what is open here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.errors import ConfigError, DefenderTuiError, QueryInvalid, StoreError
from defender_tui.core.hunt_target import HuntTarget
from defender_tui.core.resources import Resource
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows import local_hunt
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts

ANSWER = b'{"schema":[{"name":"Name","type":"String"}],"results":[{"Name":"x"},{"Name":"y"}]}'
SLOW = "range a from 1 to 300000 step 1 | extend k=1 | join kind=inner (range b from 1 to 300000"
SLOW += " step 1 | extend k=1) on k | summarize sum(a * b)"


@pytest_asyncio.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    """A session that no profile is set up for."""
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    session = Session(SessionParts(MemoryProfiles(), places, cache_folder=tmp_path / "cache"))
    yield session
    await session.close()
    assert [] == list((tmp_path / "cache" / "spool").glob("*/*"))


async def test_a_file_and_a_result_are_joined_with_no_profile(
    session: Session, tmp_path: Path
) -> None:
    await asyncio.to_thread((tmp_path / "a.csv").write_text, "Name,Office\nx,Munich\n")
    spool = await asyncio.to_thread(Spool, tmp_path / "other")
    with await asyncio.to_thread(read_answer_bytes, ANSWER, spool) as table:
        session.local_tables.show_results({"r1": table})
        opened = await session.open_local_file(tmp_path / "a.csv", "Offices")
        assert (1, tmp_path / "a.csv") == (opened.row_count, opened.file)
        outcome = await session.hunt_local("r1 | lookup Offices on Name | order by Name asc")
        assert (HuntTarget.LOCAL, False, ()) == (
            outcome.api,
            outcome.reached_limit,
            outcome.adapted,
        )
        assert [("x", "Munich"), ("y", None)] == outcome.table.page(0, 5)
        outcome.table.close()
        assert {"r1", "Offices"} == session.local_tables.schema.names
        session.local_tables.show_results({})
        await session.close_local_table("Offices")
        assert () == session.local_tables.tables
    await asyncio.to_thread(spool.close)


@pytest.mark.parametrize(
    ("query", "place", "name"),
    [
        ("T | take 1", (1, 1), "T"),
        ("print 1\n| wher x", (2, 3), "wher"),
        ("print 1 | evaluate python(typeof(*), 'x')", (1, 20), "evaluate python"),
    ],
)
async def test_a_refusal_has_its_place_and_was_sent_nowhere(
    session: Session, query: str, place: tuple[int, int], name: str
) -> None:
    with pytest.raises(QueryInvalid) as caught:
        await session.hunt_local(query)
    error = caught.value
    assert (*place, name) == (error.line, error.column, error.name)
    assert "HTTP" not in str(error.details())


async def test_cancelling_ends_the_run_at_once(session: Session) -> None:
    running = asyncio.create_task(session.hunt_local(SLOW))
    await session.hunt_local("print 1")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    (await session.hunt_local("print 1")).table.close()


async def test_a_run_of_too_long_is_stopped_and_said(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_hunt, "TIMEOUT_S", 0.1)
    with pytest.raises(DefenderTuiError, match="was stopped after"):
        await session.hunt_local(SLOW)


async def test_what_cannot_be_opened_is_said(session: Session, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        await session.open_local_file(tmp_path / "none.csv", "T")
    with pytest.raises(ConfigError, match="cannot be the name"):
        await session.open_local_file(tmp_path / "none.csv", "a b")
    with pytest.raises(ConfigError, match="timespan"):
        await session.hunt_local("print 1", timespan="soon")


def test_each_target_has_a_label_and_local_tables_are_no_api() -> None:
    assert ["Microsoft Graph", "Defender XDR", "Local tables"] == [t.label for t in HuntTarget]
    assert [Resource.GRAPH, Resource.XDR, None] == [target.resource for target in HuntTarget]
