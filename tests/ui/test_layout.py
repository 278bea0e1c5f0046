"""What a terminal of any size still has to show: the keys, whole words, one column for values."""

from __future__ import annotations

import re

import pytest

from defender_tui.core.errors import ConnectFailed
from defender_tui.ui.screens.base import WorkScreen

from .fakes import FakeWorkbench, incident, queue_of
from .incidents_app import opened, rested, settled
from .rendered import screen_lines, screen_text

SIZES = [(60, 20), (80, 24), (120, 40)]
DIALOGS = {
    "t": "Enter Set   Esc Leave it",
    "f": "Space Choose   Tab Next   Enter Apply",
    "s": "Enter Sort   Esc Close",
    "a": "Enter Assign   Esc Leave it",
    "c": "ctrl+s Add   Esc Leave it",
    "y": "Enter Choose   Esc Close",
    "o": "Enter Open in a browser   y Copy",
}


@pytest.mark.parametrize("size", SIZES)
async def test_every_dialog_shows_the_keys_that_end_it(size: tuple[int, int]) -> None:
    async with opened(FakeWorkbench(queue_of(5)), size=size) as pilot:
        for key, keys_line in DIALOGS.items():
            await pilot.press(key)
            await settled(pilot)
            assert keys_line in screen_text(pilot.app), key
            await pilot.press("escape")
            await settled(pilot)
            assert isinstance(pilot.app.screen, WorkScreen), key


@pytest.mark.parametrize("size", SIZES)
async def test_what_can_be_copied_takes_one_line_each(size: tuple[int, int]) -> None:
    link = "https://security.microsoft.com/incident2/10500/overview?tid=" + "0" * 36
    async with opened(FakeWorkbench((incident(0, web_url=link),)), size=size) as pilot:
        await pilot.press("y")
        await settled(pilot)
        assert re.search(r"Link +https://security\.microsoft\.com/", screen_text(pilot.app))


async def test_the_keys_come_in_their_order_and_an_error_moves_none() -> None:
    session = FakeWorkbench(queue_of(5))
    order = "F5 Refresh  / Search  f Filter  a Assign  t Status  c Comment  h Hunt  ? Keys"
    async with opened(session) as pilot:
        assert order in screen_lines(pilot.app)[-1]
        session.list_error = ConnectFailed("No connection.")
        await pilot.press("f5")
        await settled(pilot)
        assert "No connection." in screen_text(pilot.app)
        assert order in screen_lines(pilot.app)[-1]


async def test_a_field_that_takes_a_letter_leaves_the_other_key_to_be_named() -> None:
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await pilot.press("slash")
        await settled(pilot)
        keys = screen_lines(pilot.app)[-1]
        assert "F7 Filter" in keys
        assert "F1 Keys" in keys
        assert "a Assign" not in keys


async def test_an_overviews_values_keep_to_their_column() -> None:
    async with opened(FakeWorkbench((incident(0, summary="word " * 60),)), size=(80, 24)) as pilot:
        await rested(pilot)
        lines = screen_lines(pilot.app)
        first = next(at for at, line in enumerate(lines) if line.startswith(" What "))
        assert lines[first + 1].startswith(" " * 12 + "word")


async def test_without_an_incident_no_key_is_dead_and_none_says_the_wrong_thing() -> None:
    async with opened(FakeWorkbench(())) as pilot:
        await pilot.press("o")
        await settled(pilot)
        assert "There is no incident to open." in screen_text(pilot.app)
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await pilot.press("slash", *"zzzz", "enter")
        await settled(pilot)
        assert "No incident to show." in screen_text(pilot.app)
