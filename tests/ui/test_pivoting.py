"""From an incident to hunting, and back with what was found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from string import ascii_letters
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from defender_tui.core.errors import NotFound, OutcomeUnknown
from defender_tui.core.incidents import Incident
from defender_tui.core.resources import Resource
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.ui.pivoting.note_entry import NoteEntry
from defender_tui.ui.pivoting.note_text import LONGEST_NOTE, note_text
from defender_tui.ui.screens.hunting import HuntingScreen
from defender_tui.ui.widgets.kql_editor import KqlEditor
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_queue import Told

from ..portal_query import unpacked_query
from .fakes import NOW, FakeWorkbench, queue_of
from .fakes_hunting import answer_table
from .incidents_app import opened, rested, settled
from .rendered import screen_text


class HuntingBench(FakeWorkbench):
    """A workbench whose every query finds the rows of one table."""

    def __init__(self, incidents: Sequence[Incident], table: ResultTable) -> None:
        super().__init__(incidents)
        self.table = table
        self.queries: list[str] = []

    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        self.queries.append(query)
        return HuntOutcome(self.table, Resource.GRAPH, 0.1)

    async def load_incident(self, incident_id: str) -> Incident:
        if incident_id not in {one.id for one in self.incidents}:
            raise NotFound(f"There is no incident {incident_id}.", status=404)
        return await super().load_incident(incident_id)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[ResultTable]:
    with Spool(tmp_path) as spool:
        columns = [("DeviceName", "string"), ("n", "long")]
        with answer_table(spool, columns, [["fin-ws-01", "3"], ["[/]\x1b]0;x", "1"]]) as made:
            yield made


@asynccontextmanager
async def _hunting(session: FakeWorkbench) -> AsyncIterator[Pilot[None]]:
    """Go to hunting with the first query about the first incident's device."""
    async with opened(session) as pilot:
        await rested(pilot)
        await pilot.press("h", "enter")
        await settled(pilot)
        await pilot.press("enter")
        await _arrived(pilot)
        yield pilot


async def _arrived(pilot: Pilot[None]) -> None:
    while not isinstance(pilot.app.screen, HuntingScreen):
        await pilot.pause(0.01)
    await settled(pilot)


def _text(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(KqlEditor).text


async def test_a_device_leads_to_its_processes_in_the_editor(table: ResultTable) -> None:
    session = HuntingBench(queue_of(2), table)
    async with _hunting(session) as pilot:
        text = _text(pilot)
        assert text.startswith("// Processes on the device\nDeviceProcessEvents\n")
        assert 'DeviceName =~ "fin-ws-00"' in text
        assert "| where Timestamp between (datetime(2026-" in text
        await pilot.press("f5")
        await settled(pilot)
    assert [text.strip()] == [query.strip() for query in session.queries]


async def test_what_was_typed_keeps_its_tab_and_the_new_query_is_the_one_that_runs(
    table: ResultTable,
) -> None:
    session = HuntingBench(queue_of(2), table)
    async with opened(session) as pilot:
        await rested(pilot)
        await pilot.press("f6")
        await _arrived(pilot)
        pilot.app.screen.query_one(KqlEditor).load_text("DeviceInfo | take 1")
        await pilot.press("f4")
        await rested(pilot)
        await pilot.press("h", "enter")
        await settled(pilot)
        await pilot.press("down", "enter")
        await _arrived(pilot)
        assert _text(pilot).startswith("// Logons on the device\n")
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("alt+left")
        await settled(pilot)
        assert "DeviceInfo | take 1" == _text(pilot)
    (query,) = session.queries
    assert "DeviceLogonEvents" in query
    assert "DeviceInfo" not in query


async def test_a_result_is_noted_on_the_incident_it_came_from(table: ResultTable) -> None:
    session = HuntingBench(queue_of(2), table)
    async with _hunting(session) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        assert "2 rows" in screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        question = screen_text(pilot.app)
        assert "incident number 0" in question
        assert "contoso.example" in question
        assert [] == session.changes
        await pilot.press("y")
        await settled(pilot)
        assert "was noted on incident 10500" in screen_text(pilot.app)
    ((incident_id, change),) = session.changes
    assert "10500" == incident_id
    assert not change.changes_fields
    assert "DeviceProcessEvents" in change.remark
    assert "First 2 of 2 rows" in change.remark
    assert "DeviceName=fin-ws-01; n=3" in change.remark


async def test_an_id_to_note_on_comes_into_its_field_without_what_a_terminal_obeys(
    table: ResultTable,
) -> None:
    async with _hunting(HuntingBench(queue_of(2), table)) as pilot:
        pilot.app.push_screen(NoteEntry("1 row", "10\x1b[2J500"))
        await settled(pilot)
        assert "10␛[2J500" == pilot.app.screen.query_one(Input).value


async def test_without_the_role_nothing_is_asked(table: ResultTable) -> None:
    session = HuntingBench(queue_of(2), table)
    session._roles = ("SecurityIncident.Read.All", "ThreatHunting.Read.All")
    async with _hunting(session) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        assert "SecurityIncident.ReadWrite.All" in screen_text(pilot.app)
        assert isinstance(pilot.app.screen, HuntingScreen)


async def test_an_incident_that_is_not_there_is_told(table: ResultTable) -> None:
    session = HuntingBench(queue_of(2), table)
    async with _hunting(session) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        await pilot.press(*"9", "enter")
        await settled(pilot)
        assert "There is no incident" in screen_text(pilot.app)
    assert [] == session.changes


async def test_a_note_of_unknown_outcome_is_told_and_not_sent_again(table: ResultTable) -> None:
    session = HuntingBench(queue_of(2), table)
    session.change_error = OutcomeUnknown("It may have been applied.")
    async with _hunting(session) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "may have been" in screen_text(pilot.app)


async def test_before_the_first_result_there_is_nothing_to_note(table: ResultTable) -> None:
    async with _hunting(HuntingBench(queue_of(2), table)) as pilot:
        await pilot.press("f8")
        await settled(pilot)
        assert "There is no result to note." in screen_text(pilot.app)


async def test_the_query_can_be_opened_in_the_portal(table: ResultTable) -> None:
    async with _hunting(HuntingBench(queue_of(2), table)) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        pilot.app.screen.query_one("#results").focus()
        await settled(pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "advanced hunting" in screen_text(pilot.app)
        await pilot.press("y")
        query = parse_qs(urlsplit(pilot.app.clipboard).query)["query"][0]
        assert _text(pilot).strip() == unpacked_query(query).replace("\r\n", "\n").strip()


async def test_a_query_too_long_for_an_address_is_copied(table: ResultTable) -> None:
    async with _hunting(HuntingBench(queue_of(2), table)) as pilot:
        letters = Random(1)
        long = "T | where a == '" + "".join(letters.choices(ascii_letters, k=30_000)) + "'"
        pilot.app.screen.query_one(KqlEditor).load_text(long)
        pilot.app.screen.query_one("#results").focus()
        await settled(pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "too long for an address" in screen_text(pilot.app)
        assert long == pilot.app.clipboard


# The text of a note


class Rows:
    """A table in memory."""

    def __init__(self, rows: Sequence[Sequence[str | None]]) -> None:
        self._rows = rows
        self.row_count = len(rows)

    def page(self, offset: int, limit: int) -> Sequence[Sequence[str | None]]:
        return self._rows[offset : offset + limit]


def _note(query: str, rows: Sequence[Sequence[str | None]], names: Sequence[str]) -> str:
    return note_text(query, Rows(rows), names, api="Microsoft Graph", at=NOW)


def test_a_note_says_what_it_leaves_out() -> None:
    names = [f"c{number}" for number in range(9)]
    text = _note("T", [["v"] * 9] * 7, names)
    assert "7 rows (Microsoft Graph)" in text
    assert "First 5 of 7 rows, 6 of 9 columns:" in text


def test_a_note_on_nothing_found_is_the_query_and_its_count() -> None:
    assert _note("T | take 0", [], ["a"]).endswith("0 rows (Microsoft Graph)\n\nQuery:\nT | take 0")


@given(st.text(), st.lists(st.lists(st.none() | st.text(), min_size=2, max_size=2), max_size=7))
def test_a_note_is_never_too_long_and_never_obeyed(
    query: str, rows: list[list[str | None]]
) -> None:
    text = _note(query * 200, rows, ["a\nb", "c"])
    assert len(text) <= LONGEST_NOTE
    assert all(
        character.isprintable() or character in "\n " for character in text if ord(character) < 0xA0
    )


async def test_a_note_is_made_off_the_loop(table: ResultTable) -> None:
    text = await asyncio.to_thread(_note, "T", table.page(0, 5), ["DeviceName", "n"])
    assert "DeviceName=fin-ws-01; n=3" in text
