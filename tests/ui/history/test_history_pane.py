"""The history: looked through, used again, forgotten."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from defender_tui.core.errors import StoreError
from defender_tui.core.hunt_record import HuntRecord, RunState
from defender_tui.ui.history.pane import HistoryPane
from defender_tui.ui.history.words import first_line

from ..fakes_credentials import NOW, PROFILE
from ..fakes_hunting import FakeHunts
from ..pane_app import PaneStage, shown_pane
from ..rendered import HOSTILE, clickable_actions, unsafe_characters

DONE = HuntRecord(
    "1",
    NOW - timedelta(minutes=7),
    "// Lately\nDeviceInfo\n| take 5",
    "graph",
    tenant="contoso.example",
    profile="contoso-soc",
    timespan="P7D",
    rows=1204,
    elapsed_s=0.83,
)
FAILED = replace(
    DONE,
    id="2",
    query="EmailEvents | where Foo == 1",
    state=RunState.FAILED,
    rows=None,
    timespan=None,
    error="Failed to resolve scalar expression named 'Foo'",
)
CUT = replace(DONE, id="3", query="union *", target="xdr", rows=100_000, is_cut=True)


def shown_history(
    *runs: HuntRecord, size: tuple[int, int] = (120, 30), session: FakeHunts | None = None
) -> AbstractAsyncContextManager[PaneStage[HistoryPane]]:
    session = session or FakeHunts()
    session.runs = runs
    return shown_pane(HistoryPane, session, size=size)


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_runs_are_listed_with_how_they_ended(size: tuple[int, int]) -> None:
    async with shown_history(DONE, FAILED, CUT, size=size) as stage:
        for words in ("7 min", "done", "1,204", "DeviceInfo", "failed", "100,000+"):
            assert words in stage.text
        await stage.press("down")
        assert "Failed to resolve" in stage.text
        await stage.press("y")
        assert FAILED.query == stage.pilot.app.clipboard


async def test_the_chosen_runs_query_stands_beside_the_rows() -> None:
    async with shown_history(DONE, FAILED) as stage:
        assert "// Lately" in stage.text
        assert "range P7D" in stage.text
        await stage.press("down")
        assert "where Foo == 1" in stage.text
        assert "named 'Foo'" in stage.text


async def test_a_run_is_used_again_with_its_own_range_when_it_is_run() -> None:
    async with shown_history(DONE, FAILED) as stage:
        await stage.press("enter", "f5", "down", "ctrl+r")
        used, run, unranged = stage.wanted
    assert (DONE.query, False, None) == (used.query, used.run, used.timespan)
    assert run.timespan is not None
    assert (DONE.query, True, "P7D") == (run.query, run.run, run.timespan.iso8601)
    assert unranged.timespan is not None
    assert unranged.timespan.iso8601 is None


async def test_runs_are_found_by_words_and_esc_shows_all_again() -> None:
    async with shown_history(DONE, FAILED, CUT) as stage:
        await stage.press("slash", *"foo", "space", *"email")
        assert "1 of 3 “foo email”" in stage.text
        await stage.press("enter", "enter")
        assert [FAILED.query] == [one.query for one in stage.wanted]
        await stage.press("escape")
        assert "union *" in stage.text
        assert stage.pilot.app.focused is stage.pane.grid
        await stage.press("slash", "enter")
        assert stage.pilot.app.focused is stage.pane.grid


async def test_one_run_is_forgotten_at_once_and_all_after_a_question() -> None:
    session = FakeHunts()
    async with shown_history(DONE, FAILED, CUT, session=session) as stage:
        await stage.press("down", "d")
        assert ["1", "3"] == [run.id for run in session.runs]
        assert stage.pane.current == CUT
        await stage.press("D", "n")
        assert ["1", "3"] == [run.id for run in session.runs]
        await stage.press("D", "y")
        assert [] == [run.id for run in session.runs]
        assert "No runs yet" in stage.text


async def test_a_profile_without_history_and_a_history_that_fails_say_so() -> None:
    session = FakeHunts(profile=replace(PROFILE, keeps_history=False))
    async with shown_history(session=session) as stage:
        assert "This profile keeps no history" in stage.text
        session.past_error = StoreError("Could not read it.", hint="Look.")
        stage.pane.read()
        await stage.settle()
        assert "Could not read it. Look." in stage.text
        session.past_error = None
        session.history_problem = StoreError("The disk was full.")
        stage.pane.read()
        await stage.settle()
        assert "The last run is not on disk yet: The disk was full." in stage.text


async def test_hostile_runs_are_drawn_harmlessly() -> None:
    runs = [
        replace(DONE, id=str(at), query=text, error=text, tenant=text, profile=text, target=text)
        for at, text in enumerate(HOSTILE)
    ]
    async with shown_history(*runs) as stage:
        for _ in runs:
            await stage.press("down")
            assert unsafe_characters(stage.pilot.app) == set()
            assert clickable_actions(stage.pilot.app) == []


def test_a_querys_first_line_that_is_no_comment_stands_for_it() -> None:
    assert "DeviceInfo" == first_line("\n// Lately\n  DeviceInfo\n| take 5")
    assert "// only" == first_line("// only\n// comments")
    assert "" == first_line(" \n")
