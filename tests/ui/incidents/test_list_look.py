"""Columns, order, groups and marks of the list."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from defender_tui.core.errors import StoreError
from defender_tui.ui.incidents.columns import DEFAULT_COLUMNS

from ..fakes import FakeWorkbench, incident, queue_of
from ..incidents_app import opened, queue_of_app, settled
from ..rendered import screen_lines, screen_text

WIDE = (200, 60)


def kept_of(session: FakeWorkbench, key: str) -> object:
    """Give what was kept of the list under a key."""
    return session.kept["incidents"][key]


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_severity_id_name_and_activity_are_there_in_every_width(
    size: tuple[int, int],
) -> None:
    async with opened(FakeWorkbench(queue_of(9)), size=size) as pilot:
        header = next(line for line in screen_lines(pilot.app) if " Sev " in line)
        assert ["Sev", "Id", "Incident"] == header.split()[:3]
        assert "Activity ▾" in header
        wide_only = ("Verdict", "Tags", "Alerts", "Services", "Created")
        assert (size == WIDE) == all(title in header for title in wide_only)


async def test_sorting_by_a_column_shows_its_direction_and_again_turns_it_round() -> None:
    session = FakeWorkbench(queue_of(9))
    async with opened(session, size=WIDE) as pilot:
        await pilot.press("s", "home", "down", "enter")
        await settled(pilot)
        assert "Id ▾" in screen_text(pilot.app)
        await pilot.press("s", "enter")
        await settled(pilot)
        assert "Id ▴" in screen_text(pilot.app)
        assert "10492" == queue_of_app(pilot).shown_incidents[0].id
    assert ("id", False) == (kept_of(session, "sort"), kept_of(session, "falling"))


async def test_columns_are_chosen_moved_and_found_again_next_time() -> None:
    session = FakeWorkbench(queue_of(9))
    async with opened(session, size=WIDE) as pilot:
        await pilot.press("k", "space", "down", "plus", "enter")
        await settled(pilot)
    columns = kept_of(session, "columns")
    assert ["title", "id", *DEFAULT_COLUMNS[3:]] == columns
    again = FakeWorkbench(queue_of(9))
    again.kept = session.kept
    async with opened(again, size=WIDE) as pilot:
        header = next(line for line in screen_lines(pilot.app) if "Incident " in line)
        assert ["Incident", "Id", "Status"] == header.split()[:3]


async def test_a_list_without_any_column_cannot_be_chosen() -> None:
    session = FakeWorkbench(queue_of(3))
    async with opened(session) as pilot:
        await pilot.press("k")
        for _ in DEFAULT_COLUMNS:
            await pilot.press("space", "down")
        await pilot.press("enter")
        await settled(pilot)
        assert "[ ] Severity" in screen_text(pilot.app)
    assert {} == session.kept


async def test_groups_have_counts_fold_and_let_the_cursor_pass() -> None:
    async with opened(FakeWorkbench(queue_of(8))) as pilot:
        queue = queue_of_app(pilot)
        await pilot.press("g", "down", "enter")
        await settled(pilot)
        assert "▾ High  2" in screen_text(pilot.app)
        assert queue.current is queue.shown_incidents[0]
        await pilot.press("up", "enter")
        await settled(pilot)
        assert "▸ High  2" in screen_text(pilot.app)
        assert 6 == len(queue.shown_incidents)
        assert "No incident to show." in screen_text(pilot.app)
        queue.step(1)
        await settled(pilot)
        assert "10499" in screen_text(pilot.app)


async def test_a_choice_that_cannot_be_kept_holds_and_says_so() -> None:
    session = FakeWorkbench(queue_of(8))
    async with opened(session) as pilot:
        session.preferences_error = StoreError("The disk is full.", hint="Make room.")
        await pilot.press("g", "down", "enter")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "Could not keep what was chosen" in text
        assert "▾ High  2" in text


async def test_choices_that_cannot_be_read_do_not_keep_the_queue_from_the_screen() -> None:
    session = FakeWorkbench(queue_of(8))
    session.preferences_error = StoreError("The file is broken.", hint="Delete it.")
    async with opened(session) as pilot:
        assert "Could not read what was chosen before" in screen_text(pilot.app)
        assert 8 == queue_of_app(pilot).grid.row_count


async def test_rows_are_marked_with_space_all_of_them_with_a_star_and_unmarked_with_escape() -> (
    None
):
    async with opened(FakeWorkbench(queue_of(8))) as pilot:
        queue = queue_of_app(pilot)
        await pilot.press("space", "space")
        assert ["10500", "10499"] == [one.id for one in queue.chosen_incidents]
        assert "✓ High" in screen_text(pilot.app)
        assert "2 marked" in screen_text(pilot.app)
        await pilot.press("asterisk")
        assert "8 marked" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "✓" not in screen_text(pilot.app)
        assert "marked" not in screen_text(pilot.app)


async def test_a_star_marks_only_what_the_search_leaves() -> None:
    async with opened(FakeWorkbench(queue_of(12))) as pilot:
        await pilot.press("slash", *"number 1", "enter", "asterisk")
        await settled(pilot)
        marked = [one.id for one in queue_of_app(pilot).chosen_incidents]
        assert ["10499", "10490", "10489"] == marked


async def test_space_on_a_heading_marks_its_group() -> None:
    async with opened(FakeWorkbench(queue_of(8))) as pilot:
        await pilot.press("g", "down", "enter")
        await settled(pilot)
        await pilot.press("up", "space")
        marked = queue_of_app(pilot).chosen_incidents
        assert ["high", "high"] == [one.severity for one in marked]


async def test_a_long_list_is_put_in_order_while_keys_are_taken() -> None:
    queue = tuple(incident(number, id=str(number)) for number in range(3000))
    async with opened(FakeWorkbench(queue, page_size=3000)) as pilot:
        await pilot.press("s", "home", "down", "enter", "slash", *"number 29")
        await settled(pilot)
        ids = [one.id for one in queue_of_app(pilot).shown_incidents]
        assert "number 29" == pilot.app.screen.query_one("#queue-search", Input).value
        assert [str(number) for number in range(719, -1, -1) if str(number).startswith("29")] == ids
