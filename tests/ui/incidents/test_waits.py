"""A call that waits is told on the screen: for what, how long, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from defender_tui.core.call_wait import LIST_INCIDENTS, CallWait
from defender_tui.ui.incidents import queue, several_dialog

from ..fakes import NOW, FakeWorkbench, queue_of
from ..incidents_app import opened, opened_behind_a_door, settled
from ..rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

LIMIT = "the API takes 50 calls a minute"


@pytest.fixture(autouse=True)
def _looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (queue, several_dialog):
        monkeypatch.setattr(module, "WAITS_S", 0.01)


def a_wait(what: str, seconds: float = 42) -> CallWait:
    return CallWait(what, NOW + timedelta(seconds=seconds), LIMIT)


async def seen(pilot: Pilot[None], words: str, *, is_there: bool = True) -> None:
    """Wait until the screen says something, or says it no longer."""
    while (words in screen_text(pilot.app)) is not is_there:
        await pilot.pause(0.01)


async def test_a_list_whose_next_page_waits_says_how_long_and_why_and_counts_down() -> None:
    session = FakeWorkbench(queue_of(60))
    session.door.clear()
    async with opened_behind_a_door(session) as pilot:
        session.waits = (a_wait(LIST_INCIDENTS),)
        await seen(pilot, f"waits 42 s · {LIMIT} · F5 stops")
        session.time = NOW + timedelta(seconds=30)
        await seen(pilot, "waits 12 s")
        session.waits = ()
        await seen(pilot, "waits", is_there=False)
        session.door.set()
        await settled(pilot)
        assert "all pages" in screen_text(pilot.app)


@pytest.mark.parametrize("foreign", [HOSTILE[1], HOSTILE[3], HOSTILE[5]], ids=repr)
async def test_a_complete_list_says_what_else_waits_and_foreign_text_in_it_stays_text(
    foreign: str,
) -> None:
    session = FakeWorkbench(queue_of(3))
    async with opened(session, size=(160, 40)) as pilot:
        session.waits = (a_wait(f"open incident {foreign}"),)
        await seen(pilot, "waits 42 s to open incident")
        assert [] == clickable_actions(pilot.app)
        assert set() == unsafe_characters(pilot.app)


async def test_changes_to_several_say_that_the_one_on_its_way_waits() -> None:
    session = FakeWorkbench(queue_of(3))
    async with opened(session, size=(160, 40)) as pilot:
        await pilot.press("space", "space", "t", "end", "enter")
        await settled(pilot)
        session.waits = (a_wait("change incident 10500"),)
        session.door.clear()
        await pilot.press("y")
        await seen(pilot, f"waits 42 s to change incident 10500 · {LIMIT}")
        session.waits = ()
        session.door.set()
        await settled(pilot)
        assert "2 changed of 2 incidents" in screen_text(pilot.app)
