"""Reading the queue again: what is new, what is lost when it fails, how far it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from defender_tui.core.errors import ConnectFailed

from ..fakes import NOW, FakeWorkbench, incident, queue_of
from ..incidents_app import opened, opened_behind_a_door, queue_of_app, settled
from ..rendered import screen_lines, screen_text

NEW = incident(-1, id="10999", title="Ransomware on a file server")


def news(session: FakeWorkbench) -> None:
    """Have one more incident at the next reading."""
    session.incidents = (NEW, *session.incidents)
    session.news = frozenset({NEW.id})


async def test_f5_asks_only_for_what_changed_and_shift_r_for_everything() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("R")
        await settled(pilot)
        await pilot.press("ctrl+f5")
        await settled(pilot)
    assert [False, False, True, True] == session.asked_anew


async def test_a_new_incident_is_marked_until_the_cursor_was_on_it() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        news(session)
        await pilot.press("f5")
        await settled(pilot)
        [line] = [one for one in screen_lines(pilot.app) if "Ransomware" in one]
        assert "• " in line
        assert "1 new" in screen_text(pilot.app)
        await pilot.press("up")
        await settled(pilot)
        [line, *_] = [one for one in screen_lines(pilot.app) if "Ransomware" in one]
        assert "• " not in line
        assert "1 new" not in screen_text(pilot.app)


async def test_what_changed_under_the_cursor_stays_marked_until_someone_comes_back_to_it() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        first, *others = session.incidents
        changed = incident(0, title="Now it is worse", last_updated=NOW + timedelta(minutes=1))
        session.incidents = (changed, *others)
        session.news = frozenset({first.id})
        await pilot.press("f5")
        await settled(pilot)
        assert {first.id} == queue_of_app(pilot).news
        assert "Now it is worse" in screen_text(pilot.app)
        await pilot.press("down", "up")
        assert set() == queue_of_app(pilot).news


async def test_news_are_told_only_when_that_was_asked_for() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session, size=(120, 40)) as pilot:
        news(session)
        await pilot.press("f5")
        await settled(pilot)
        assert "new or changed" not in screen_text(pilot.app)
        await pilot.press("w")
        await settled(pilot)
        queue_of_app(pilot).look_again()
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "1 incident is new or changed" in text
        assert "watching" in text
        await pilot.press("w")
        await settled(pilot)
        assert not queue_of_app(pilot).is_watching


async def test_progress_says_page_and_how_many_of_how_many() -> None:
    session = FakeWorkbench(queue_of(120))
    session.total = 120
    session.door.clear()
    async with opened_behind_a_door(session) as pilot:
        while "reading page 2" not in screen_text(pilot.app):
            await pilot.pause(0.01)
        assert "50 of 120 read" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_reading_that_fails_keeps_rows_marks_and_news(size: tuple[int, int]) -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session, size=size) as pilot:
        news(session)
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("space")
        session.list_error = ConnectFailed("Nobody answered.", hint="Check the network.")
        await pilot.press("f5")
        await settled(pilot)
        queue = queue_of_app(pilot)
        assert 6 == queue.grid.row_count
        assert {NEW.id} == queue.news
        assert 1 == len(queue.chosen)
        assert "failed" in screen_text(pilot.app)
        assert "F5 tries again" in screen_text(pilot.app)


async def test_a_stopped_reading_keeps_what_was_there_and_says_how_old_it_is() -> None:
    session = FakeWorkbench(queue_of(120))
    async with opened(session, size=(120, 40)) as pilot:
        session.door.clear()
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        assert 120 == queue_of_app(pilot).grid.row_count
        assert "list of 14:03:05" in screen_text(pilot.app)
        session.door.set()
