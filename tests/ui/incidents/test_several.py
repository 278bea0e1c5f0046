"""Work on several incidents at once: preview, progress, result, retry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import ConnectFailed, NotPermitted, OutcomeUnknown
from defender_tui.core.resources import Resource
from defender_tui.ui.incidents.several_dialog import SeveralDialog

from ..fakes import FakeWorkbench, incident, queue_of
from ..incidents_app import opened, queue_of_app, settled
from ..rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

REFUSED = NotPermitted("It was refused.", hint="Ask for the role.")
MARK_THREE = ("space", "space", "space")
RESOLVE = ("t", "end", "enter")
"""Resolved, with the verdict as it is."""


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_nothing_is_sent_before_a_yes_to_what_is_shown(size: tuple[int, int]) -> None:
    session = FakeWorkbench((*queue_of(2), incident(2, assigned_to="kim@x.example")))
    session.kept = {"incidents": {"me": "kim@x.example"}}
    async with opened(session, size=size) as pilot:
        await pilot.press(*MARK_THREE, "A")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "Assign 3 incidents" in text
        assert "in the tenant contoso.example" in text
        assert "to kim@x.example" in text
        assert "nobody → kim@x.example" in text
        assert "2 changes will be sent, 1 is so already." in text
        await pilot.press("escape")
        await settled(pilot)
        assert [] == session.changes
        assert 3 == len(queue_of_app(pilot).chosen)


async def test_more_changes_than_the_api_takes_in_a_minute_are_said_to_take_their_time() -> None:
    session = FakeWorkbench(queue_of(60), roles=("Incident.ReadWrite.All",))
    session.incidents_api = Resource.XDR
    async with opened(session) as pilot:
        await pilot.press("asterisk", *RESOLVE)
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "60 changes will be sent. This API takes 50 a minute." in text


async def test_each_incident_answers_for_itself_and_marks_are_taken_off() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, *RESOLVE)
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "3 changed of 3 incidents" in screen_text(pilot.app)
        await pilot.press("escape")
        await settled(pilot)
        queue = queue_of_app(pilot)
        assert set() == queue.chosen
        assert 3 == [one.status for one in queue.shown_incidents].count("resolved")
    assert ["10500", "10499", "10498"] == [id for id, _change in session.changes]


async def test_only_the_failed_ones_are_sent_again() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_errors = {"10499": REFUSED}
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, *RESOLVE)
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "2 changed of 3 incidents · 1 failed" in text
        assert "It was refused." in text
        session.change_errors = {}
        session.changes.clear()
        await pilot.press("r")
        await settled(pilot)
        assert "3 changed of 3 incidents" in screen_text(pilot.app)
    assert ["10499"] == [id for id, _change in session.changes]


async def test_what_failed_stays_marked_and_its_comment_stays_typed() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_errors = {"10499": REFUSED, "10498": REFUSED}
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, "c", *"checked", "ctrl+s")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert {"10499", "10498"} == queue_of_app(pilot).chosen
        await pilot.press("c")
        await settled(pilot)
        assert "checked" in screen_text(pilot.app)


async def test_what_moved_is_not_sent_until_it_is_agreed_to() -> None:
    session = FakeWorkbench(queue_of(5))
    session.moved = {"10499": incident(1, tags=("theirs",))}
    async with opened(session, size=(200, 60)) as pilot:
        await pilot.press(*MARK_THREE, "T", *"mine", "enter")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "not sent, it has changed: tags: none → theirs" in screen_text(pilot.app)
        assert ["10500", "10498"] == [id for id, _change in session.changes]
        await pilot.press("m")
        await settled(pilot)
        assert "3 changed of 3 incidents" in screen_text(pilot.app)
    assert ("10499", IncidentChange(tags=("theirs", "mine"))) == session.changes[-1]


async def test_an_unclear_one_is_not_sent_again_but_looked_at() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_errors = {"10499": OutcomeUnknown("The answer got lost.", hint="Look.")}
    session.load_error = ConnectFailed("Nobody answered.", hint="Check the network.")
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, *RESOLVE)
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "1 may have been applied" in screen_text(pilot.app)
        session.load_error = None
        count = len(session.changes)
        session.incidents = tuple(
            replace(one, status="resolved") if one.id == "10499" else one
            for one in session.incidents
        )
        await pilot.press("r", "l")
        await settled(pilot)
        assert "3 changed of 3 incidents" in screen_text(pilot.app)
        assert count == len(session.changes)


async def test_a_comment_of_somebody_else_does_not_count_as_the_change() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_errors = {"10499": OutcomeUnknown("The answer got lost.", hint="Look.")}
    session.load_error = ConnectFailed("Nobody answered.", hint="Check the network.")
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, *RESOLVE)
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        session.load_error = None
        session.change_errors.clear()
        await pilot.press("l")
        await settled(pilot)
        assert "2 changed of 3 incidents · 1 not sent yet" in screen_text(pilot.app)
        await pilot.press("r")
        await settled(pilot)
        assert "3 changed of 3 incidents" in screen_text(pilot.app)


async def test_escape_stops_before_the_next_one_and_never_breaks_one_off() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, *RESOLVE)
        await settled(pilot)
        session.door.clear()
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "stopping after this one" in screen_text(pilot.app)
        session.door.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, SeveralDialog)
        assert "1 changed of 3 incidents · 2 not sent yet" in screen_text(pilot.app)
        await pilot.press("r")
        await settled(pilot)
        assert "3 changed of 3 incidents" in screen_text(pilot.app)
    assert 3 == len(session.changes)


async def test_hostile_titles_and_errors_are_only_shown() -> None:
    nasty = "".join(HOSTILE)
    session = FakeWorkbench([incident(number, title=nasty) for number in range(3)])
    session.change_errors = {"10499": NotPermitted(nasty, hint=nasty)}
    async with opened(session) as pilot:
        await pilot.press(*MARK_THREE, *RESOLVE)
        await settled(pilot)
        await pilot.press("y", "down")
        await settled(pilot)
        assert set() == unsafe_characters(pilot.app)
        assert [] == clickable_actions(pilot.app)
