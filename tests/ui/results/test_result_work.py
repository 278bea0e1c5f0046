"""Working on the rows of a result: sort, filter, search, columns, marks, into the query."""

from __future__ import annotations

import asyncio
import re

import pytest
from textual import events
from textual.widgets import Input, Select

from defender_tui.core.zones import Zone
from defender_tui.results.table import ResultTable
from defender_tui.results.view.shape import Comparison, Condition
from defender_tui.ui.results.filter_dialog import FilterDialog
from defender_tui.ui.results.messages import PageRead
from defender_tui.ui.widgets.choice import Choice
from defender_tui.ui.widgets.grid import Grid

from ..hunting.staging import Stage
from .conftest import QUERY, working_on


def first_cells(stage: Stage, column: int, count: int = 4) -> list[str | None]:
    source = stage.grid.source
    assert source is not None
    rows = [source.cells(row) for row in range(count)]
    return [str(row[column]) if row and row[column] is not None else None for row in rows]


async def test_a_key_sorts_by_the_column_under_the_cursor_and_turns_it_round(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "right", "s")
        assert ["0", "1", "2", "3"] == first_cells(stage, 2)
        assert "by n ▴" in stage.text
        await stage.press("s")
        assert ["59", "58", "57", "56"] == first_cells(stage, 2)
        await stage.press("left", "S")
        assert "by n ▾, DeviceName ▴" in stage.text
        assert re.search(r"DeviceName▴2 .*n▾1", stage.text)
        await stage.press("left", "right", "s", "s", "s")
        assert "by n" not in stage.text
        await stage.pilot.click(Grid, offset=(5, 0))
        await stage.settle()
        assert "by Timestamp ▴" in stage.text


async def test_rows_are_narrowed_to_a_cell_and_each_filter_is_a_pill_to_drop(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", *["down"] * 6, "plus")
        assert "20 of 60 rows (filtered)" in stage.text
        assert "row 3 of 20" in stage.text
        assert "DeviceName = ws-0" in stage.text
        await stage.press("right", "right", "minus")
        assert "19 of 60 rows (filtered)" in stage.text
        assert "row 3 of 19" in stage.text
        await stage.press("T", "delete")
        assert "59 of 60 rows (filtered)" in stage.text
        assert "DeviceName =" not in stage.text
        await stage.press("escape", "F")
        assert "filtered" not in stage.text
        assert "row 10 of 60" in stage.text
        assert stage.screen.focused is stage.grid


async def test_the_chosen_pill_is_seen_on_a_narrow_terminal(processes: ResultTable) -> None:
    async with working_on(processes, size=(80, 24)) as stage:
        for column in (0, 1, 3, 5):
            stage.screen._pane.add_condition(Condition(column, Comparison.CONTAINS, ("a" * 12,)))
        await stage.settle()
        assert "AlertId" not in stage.text.split("(filtered)")[-1].splitlines()[0]
        await stage.press("T", "right", "right", "right")
        assert "AlertId contains" in stage.text
        await stage.press("delete")
        assert "Timestamp contains" not in stage.text
        await stage.press("left", "left")
        assert "Timestamp contains" in stage.text


async def test_values_are_ticked_in_the_filter_or_compared(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "f")
        assert isinstance(stage.pilot.app.screen, FilterDialog)
        assert "3 values" in stage.text
        await stage.press("space", "down", "space", "enter")
        assert "40 of 60 rows (filtered)" in stage.text
        await stage.press("T", "enter")
        assert "2 ticked" in stage.text
        await stage.press("escape", "escape", "F", "right", "f", "shift+tab")
        await stage.press(*"59")
        assert "1 with what is typed" in stage.text
        await stage.press("enter")
        assert "1 of 60 rows (filtered)" in stage.text
        await stage.press("F", "f", "shift+tab")
        stage.pilot.app.screen.query_one(Select).value = Comparison.AT_LEAST
        await stage.press(*"50", "enter")
        assert "10 of 60 rows (filtered)" in stage.text
        assert "n >= 50" in stage.text


async def test_a_filter_that_cannot_be_is_said_and_changes_nothing(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        stage.screen._pane.add_condition(Condition(1, Comparison.MATCHES, ("(",)))
        await stage.settle()
        assert 60 == stage.grid.row_count
        assert "filtered" not in stage.text
        notes = [note.message for note in stage.pilot.app._notifications]
        assert notes
        stage.screen._pane.add_condition(Condition(2, Comparison.MORE, ("50",)))
        await stage.settle()
        assert "9 of 60 rows (filtered)" in stage.text


async def test_a_refused_filter_stays_open_with_the_reason_and_what_was_typed(
    processes: ResultTable,
) -> None:
    async with working_on(processes, size=(80, 24)) as stage:
        await stage.press("right", "right", "f", "shift+tab")
        dialog = stage.pilot.app.screen
        dialog.query_one(Select).value = Comparison.MORE
        await stage.press(*"abc", "enter")
        assert dialog is stage.pilot.app.screen
        assert "“abc” is no value of the column n, whose type is long. Give a number." in stage.text
        assert "Esc Close" in stage.text
        assert "abc" == dialog.query_one(Input).value
        dialog.query_one(Select).value = Comparison.MATCHES
        await stage.press("ctrl+u", *"(", "enter")
        assert "“(” is no regular expression" in stage.text
        dialog.query_one(Select).value = Comparison.MORE
        await stage.press("ctrl+u", *"50")
        assert "no regular expression" not in stage.text
        await stage.press("enter")
        assert "9 of 60 rows (filtered)" in stage.text


async def test_a_filter_may_be_met_by_any_column(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "f", "ctrl+t")
        assert "One cell of a row is enough." in stage.text
        await stage.press(*"ECHO 1", "enter")
        assert "5 of 60 rows (filtered)" in stage.text
        assert "any column contains ECHO 1" in stage.text
        await stage.press("T", "enter")
        assert "Rows where any column" in stage.text
        await stage.press("ctrl+t")
        assert "Rows where DeviceName" in stage.text
        assert "3 values" in stage.text
        await stage.press("escape")


@pytest.mark.usefixtures("in_kathmandu")
async def test_times_follow_the_zone_in_rows_filters_inspector_and_profile(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("s", "s")
        width = stage.grid.columns[0].width
        await stage.turn_zone(Zone.LOCAL)
        assert "2026-11-22 15:44:02.1234567" in stage.text
        assert width == stage.grid.columns[0].width
        await stage.press("f")
        assert "1  2026-11-22 14:45:02.1234567" in stage.text
        assert "Rows where Timestamp  times in local time" in stage.text
        stage.pilot.app.screen.query_one(Select).value = Comparison.AT_LEAST
        await stage.press("shift+tab", *"2026-11-22 15:40", "enter")
        assert "5 of 60 rows (filtered)" in stage.text
        assert "Timestamp >= 2026-11-22 15:40:00 local" in stage.text
        await stage.press("T", "enter")
        assert "2026-11-22 15:40:00" == stage.pilot.app.screen.query_one(Input).value
        await stage.press("escape", "escape", "v")
        assert "2026-11-22 15:44:02.1234567 local" in stage.text
        await stage.press("escape", "i")
        assert re.search(r"Least +2026-11-22 15:40:02", stage.text)
        await stage.press("escape")
        await stage.turn_zone(Zone.UTC)
        assert "2026-11-22 09:59:02.1234567" in stage.text
        assert "Timestamp >= 2026-11-22 09:55:00 UTC" in stage.text


@pytest.mark.usefixtures("in_kathmandu")
async def test_what_compares_times_as_texts_says_that_they_are_in_utc(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.turn_zone(Zone.LOCAL)
        await stage.press("f")
        stage.pilot.app.screen.query_one(Select).value = Comparison.CONTAINS
        await stage.settle()
        assert "Rows where Timestamp  times in UTC" in stage.text
        await stage.press("shift+tab", *"T09:5", "enter")
        assert "10 of 60 rows (filtered)" in stage.text
        assert "Timestamp contains T09:5 UTC" in stage.text
        await stage.press("f", "ctrl+t")
        assert "Rows where any column  times in UTC" in stage.text


async def test_an_answer_about_rows_that_are_shown_no_more_is_dropped(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        pane, result = stage.screen._pane, stage.screen._pane.result
        assert result is not None
        rows = result.source
        assert "0" == await pane.ask_view(result, lambda view: view.cell(0, 2), rows=rows)
        await stage.press("right", "right", "s", "s")
        assert await pane.ask_view(result, lambda view: view.cell(0, 2), rows=rows) is None
        assert "59" == await pane.ask_view(result, lambda view: view.cell(0, 2))


async def test_a_page_read_in_another_zone_is_read_anew(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        pane, result = stage.screen._pane, stage.screen._pane.result
        assert result is not None
        reader = result.source.reader
        page = await asyncio.to_thread(reader.read, 0)
        result.source.show_in(Zone.LOCAL)
        pane.post_message(PageRead(result.source, reader, 0, page))
        await stage.settle()
        assert result.source.cells(0) is not page.rows[0]
        assert result.source.cells(0) is not None


async def test_what_was_asked_for_last_wins(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        pane = stage.screen._pane
        stage.grid.show_column(2)
        for _ in range(2):
            pane.sort(is_further=False)
        await stage.settle()
        assert ["59", "58"] == first_cells(stage, 2, 2)
        assert pane.result is not None
        assert pane.result.state.wanted == pane.result.state.shape


async def test_a_text_is_found_while_it_is_typed_and_then_from_hit_to_hit(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("slash", *"ECHO 1")
        assert "in 5 rows" in stage.text
        assert (10, 3) == (stage.grid.cursor_row, stage.grid.current_column)
        await stage.press("enter", "n")
        assert 12 == stage.grid.cursor_row
        await stage.press("N", "N")
        assert 18 == stage.grid.cursor_row
        await stage.press("slash", *"zzq")
        assert "found nowhere" in stage.text
        await stage.press("escape")
        assert stage.screen.focused is stage.grid


async def test_keys_with_alt_go_on_working_while_a_text_is_looked_for(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("slash", *"echo")
        # Terminals send the letter along.
        stage.pilot.app.post_message(events.Key("alt+a", "a"))
        await stage.settle()
        assert isinstance(stage.pilot.app.screen, Choice)
        assert "echo" == stage.screen.query_one("#find-in-rows", Input).value


async def test_columns_are_hidden_sized_kept_in_sight_and_gone_to(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("u")
        assert "Nothing" not in stage.text
        await stage.press("right", "H")
        assert "DeviceName" not in stage.text.split("Timestamp")[-1]
        await stage.press("G", *"dev", "enter")
        assert 1 == stage.grid.current_column
        await stage.press("home", "z", "end")
        assert "Timestamp" in stage.text
        await stage.press("home", *["less_than_sign"] * 2)
        assert "2026-11-22 09:00:0…" in stage.text
        await stage.press("c", "a", "a", "space", "down", "space", "enter")
        assert 2 == stage.grid.column_count


async def test_rows_are_marked_and_counted_and_marks_outlive_a_sort(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("down", "space", "space")
        assert "2 marked" in stage.text
        assert 3 == stage.grid.cursor_row
        await stage.press("s", "s")
        assert "✓" not in stage.text.split("Timestamp")[-1].splitlines()[1]
        result = stage.screen._pane.result
        assert result is not None
        assert {1, 2} == result.state.marks
        await stage.press("a")
        assert "marked" not in stage.text
        await stage.press("a")
        assert "60 marked" in stage.text


async def test_a_column_is_described(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "i")
        assert "Distinct    3" in stage.text
        assert "20  ws-0" in stage.text
        await stage.press("escape")


async def test_a_cell_becomes_a_condition_of_the_query_that_undo_takes_back(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "equals_sign")
        assert stage.editor.text == f'{QUERY}\n| where DeviceName == "ws-0"'
        await stage.press("right", "exclamation_mark")
        assert stage.editor.text.endswith('== "ws-0"\n| where n != 0')
        stage.editor.undo()
        stage.editor.undo()
        assert QUERY == stage.editor.text
        stage.editor.load_text("SomethingElse")
        await stage.press("h")
        assert stage.editor.text == f'{QUERY}\n| where tostring(n) has "0"'


async def test_a_condition_is_said_to_be_run_by_the_key_that_does(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "equals_sign")
        assert 'DeviceName == "ws-0"  was added to the query. F5 runs it.' in _said(stage)
        stage.editor.text = f"{QUERY}\n\nDeviceInfo"
        stage.editor.move_cursor((3, 0))
        await stage.press("equals_sign")
        assert "was added to the query. F5 runs it with the cursor in it." in _said(stage)


def _said(stage: Stage) -> str:
    return " ".join(note.message for note in stage.pilot.app._notifications)


async def test_a_cell_leads_to_a_hunt_for_what_it_names(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "p")
        assert "Logons on the device" in stage.text
        await stage.press("escape", "right", "p")
        notes = [note.message for note in stage.pilot.app._notifications]
        assert any("names no device" in note for note in notes)


async def test_the_cursor_can_be_of_a_row_or_a_column(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("k", "k", "right")
        assert ("column", 1) == (stage.grid.cursor_mode, stage.grid.current_column)
        await stage.press("enter")
        assert "Row 1 of 60" in stage.text


async def test_result_keys_write_into_the_editor_while_it_has_the_focus(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        stage.editor.focus()
        stage.editor.move_cursor((0, 0))
        await stage.press("s", "f", "plus")
        assert stage.editor.text.startswith("sf+Device")
        assert "filtered" not in stage.text
