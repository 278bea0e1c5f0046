"""What the Hunting screen does with waiting runs, past runs and saved queries."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import pytest

from defender_tui.core.hunt_record import HuntRecord
from defender_tui.ui.hunting.buffer_tabs import BufferTabs
from defender_tui.ui.screens.hunting import FIRST_QUERY
from defender_tui.workflows.hunt_waiting import Waiting, WaitReason

from ..fakes_credentials import NOW
from ..fakes_hunting import FakeHunts, MakeTable
from ..fakes_past import FOLDER, saved
from .test_hunting_screen import hunting

PAST = HuntRecord("1", NOW, "DeviceInfo\n\n| take 5", "graph", timespan="P7D", rows=5)


async def test_a_waiting_run_tells_its_place_and_time_and_is_taken_out_by_the_run_key() -> None:
    async with hunting() as stage:
        await stage.pilot.press("f5")
        await stage.settle()
        assert stage.session.told is not None
        stage.session.told(Waiting(2, 41.2, WaitReason.THROTTLED))
        await stage.pilot.pause()
        assert "waits 42 s · the service asked for it · 1 before it · F5 takes it out" in stage.text
        stage.session.told(Waiting(1, 3, WaitReason.PACE))
        await stage.pilot.pause()
        assert "waits 3 s · the profile's hunts_per_minute are used up · F5" in stage.text
        stage.session.hunts_last_minute = 7
        stage.session.told(None)
        await stage.pilot.pause()
        assert "running" in stage.text
        assert "hunts 7/min" in stage.text
        stage.session.told(Waiting(1, 3, WaitReason.PACE))
        await stage.press("f5")
        assert "taken out of the queue after" in stage.text
        assert stage.session.hunts[0].was_cancelled


async def test_a_past_run_is_run_again_in_a_tab_of_its_own_with_its_range(
    events: MakeTable,
) -> None:
    session = FakeHunts(script=deque([await events(3)]))
    session.runs = (PAST,)
    async with hunting(session) as stage:
        await stage.press("x", "alt+4")
        assert "1 of" not in stage.text
        await stage.press("f5")
        (hunt,) = session.hunts
        assert (PAST.query, "P7D") == (hunt.query, hunt.timespan)
        assert PAST.query == stage.editor.text
        assert ("query 1", "query 2") == stage.screen.query_one(BufferTabs).buffers.names
        assert "3 rows" in stage.text
        assert "range: last 7 days" in stage.text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ((), "There is no result to note. F5 runs the query."),
        (("alt+2",), "There is no result to note. F5 runs the query."),
        # There it asks the tenant, runs a past query, or a saved one.
        (("alt+3",), "There is no result to note. F5 in the editor runs the query."),
        (("alt+4",), "There is no result to note. F5 in the editor runs the query."),
        (("alt+5",), "There is no result to note. F5 in the editor runs the query."),
        (("alt+4", "escape"), "There is no result to note. F5 runs the query."),
    ],
)
async def test_a_message_names_the_key_that_runs_the_query_from_where_the_focus_is(
    keys: tuple[str, ...], words: str
) -> None:
    session = FakeHunts()
    session.runs = (PAST,)
    async with hunting(session) as stage:
        await stage.press(*keys, "f8")
        assert [words] == [note.message for note in stage.pilot.app._notifications]


async def test_while_a_query_runs_no_key_is_said_to_run_one() -> None:
    async with hunting() as stage:
        await stage.pilot.press("f5", "f8")
        await stage.pilot.pause()
        assert "There is no result to note. A query is still running." in [
            note.message for note in stage.pilot.app._notifications
        ]


async def test_the_text_of_a_tab_is_saved_and_found_in_the_library() -> None:
    session = FakeHunts()
    session.folders = (FOLDER, Path("/srv/team"))
    async with hunting(session) as stage:
        await stage.press("alt+5", "alt+q", *"mine", "down")
        assert "in /srv/team   ↑↓ Folder" in stage.text
        await stage.press("enter")
        (query,) = session.kept_queries
        assert ("mine", Path("/srv/team"), FIRST_QUERY) == (query.name, query.folder, query.text)
        assert ("mine",) == stage.screen.query_one(BufferTabs).buffers.names
        assert "PowerShell by device, last 7 days" in stage.text
        await stage.press("alt+q", "enter")
        assert "Enter again replaces it" in stage.text
        await stage.press("enter")
        assert 1 == len(stage.session.kept_queries)


async def test_a_saved_query_comes_in_a_tab_of_its_name(events: MakeTable) -> None:
    session = FakeHunts(script=deque([await events(3)]))
    session.kept_queries = (saved("devices", "// All\n\nDeviceInfo\n"),)
    async with hunting(session) as stage:
        await stage.press("alt+5", "f5")
        assert ("devices",) == stage.screen.query_one(BufferTabs).buffers.names
        assert ["// All\n\nDeviceInfo\n"] == [hunt.query for hunt in session.hunts]


async def test_parameters_in_the_editor_are_asked_for_when_it_is_run(events: MakeTable) -> None:
    session = FakeHunts(script=deque([await events(3)]))
    async with hunting(session) as stage:
        text = 'DeviceInfo | where DeviceName has "{{Name}}"'
        stage.editor.load_text(text)
        await stage.press("f5", "escape")
        assert [] == session.hunts
        await stage.press("f5", *'a"b', "enter")
        assert ['DeviceInfo | where DeviceName has "a\\"b"'] == [one.query for one in session.hunts]
        assert text == stage.editor.text
