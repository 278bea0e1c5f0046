"""The line of time above the rows."""

from __future__ import annotations

from defender_tui.results.table import ResultTable
from defender_tui.results.view.shape import Comparison
from defender_tui.ui.charts.strip import TimelineStrip

from ..fakes_hunting import FakeHunts
from ..hunting.staging import Stage, hunting


def strip(stage: Stage) -> TimelineStrip:
    return stage.screen.query_one(TimelineStrip)


async def shown(stage: Stage, table: ResultTable) -> None:
    stage.editor.load_text("DeviceEvents")
    await stage.run(table)
    await stage.settle()
    stage.grid.focus()
    await stage.settle()


async def test_rows_are_narrowed_to_a_window_of_time_and_widened_again(
    events: ResultTable,
) -> None:
    async with hunting(FakeHunts(), size=(122, 40)) as stage:
        await shown(stage, events)
        assert "Timestamp · 11-22 09:00 – 11-22 11:00 UTC · 90 rows · bars of 1 min" in stage.text
        await stage.press("t", "right", "space", "right", "right")
        assert "Timestamp · 11-22 09:01 – 11-22 09:04 UTC · 3 rows" in stage.text
        await stage.press("enter")
        assert 3 == stage.grid.row_count
        assert strip(stage).has_focus
        conditions = stage.screen._pane.wanted.conditions
        assert [
            (0, Comparison.AT_LEAST, ("2026-11-22T09:01:00Z",)),
            (0, Comparison.LESS, ("2026-11-22T09:04:00Z",)),
        ] == [(one.column, one.comparison, one.values) for one in conditions]
        await stage.press("end", "enter")
        assert 1 == stage.grid.row_count
        await stage.press("escape")
        assert 90 == stage.grid.row_count
        await stage.press("escape")
        assert stage.grid.has_focus


async def test_the_line_is_turned_off_and_on_and_to_other_times(events: ResultTable) -> None:
    async with hunting(FakeHunts(), size=(80, 24)) as stage:
        await shown(stage, events)
        await stage.press("t", "c")
        assert "SeenAt · " in stage.text
        await stage.press("t")
        assert not strip(stage).display
        assert stage.grid.has_focus
        await stage.press("t")
        assert strip(stage).display


async def test_few_rows_or_none_with_times_have_no_line(events: ResultTable) -> None:
    from defender_tui.results.view.shape import Condition

    async with hunting(FakeHunts(), size=(80, 24)) as stage:
        await stage.press("t")
        assert not strip(stage).display
        await shown(stage, events)
        pane = stage.screen._pane
        pane.add_condition(Condition(1, Comparison.EQUALS, ("nobody",)))
        await stage.settle()
        assert "no row has a time" in stage.text
        await stage.press("t", "right", "space", "enter", "escape", "escape")
        assert stage.grid.has_focus


async def test_in_a_low_window_the_rows_have_the_room(events: ResultTable) -> None:
    async with hunting(FakeHunts(), size=(60, 20)) as stage:
        await shown(stage, events)
        assert strip(stage).size.height == 0
        assert stage.grid.size.height >= 6
        await stage.press("t")
        assert "There is no room" in stage.text
        await stage.pilot.resize_terminal(60, 40)
        await stage.settle()
        assert strip(stage).size.height > 0
