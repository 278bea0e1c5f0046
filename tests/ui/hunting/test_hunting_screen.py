"""The Hunting screen: write, run, look."""

from __future__ import annotations

import re

import pytest

from defender_tui.core.errors import ConnectFailed, QueryInvalid, Throttled
from defender_tui.core.resources import Resource
from defender_tui.results.table import ResultTable
from defender_tui.ui.results.inspector import RowInspector
from defender_tui.ui.screens.hunting import FIRST_QUERY
from defender_tui.workflows.hunt import ROW_LIMIT

from ..fakes_hunting import FakeHunts, MakeTable, is_closed
from ..rendered import HOSTILE, clickable_actions, unsafe_characters
from .staging import Stage, hunting

__all__ = ["Stage", "hunting"]


async def test_it_opens_with_a_query_and_says_how_to_run_it() -> None:
    async with hunting() as stage:
        assert "DeviceProcessEvents" in stage.text
        assert "F5 runs the query" in stage.text
        assert stage.screen.focused is stage.editor


@pytest.mark.parametrize("key", ["f5", "ctrl+r", "ctrl+enter"])
async def test_each_run_key_sends_the_query_as_it_stands(key: str, events: MakeTable) -> None:
    async with hunting() as stage:
        stage.session.script.append(await events(1_204))
        await stage.pilot.press(key)
        await stage.settle()
        assert [hunt.query for hunt in stage.session.hunts] == [FIRST_QUERY.strip()]


async def test_an_answer_shows_its_rows_and_says_that_they_are_all(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(1_204))
        assert "1,204 rows · 0.8 s · complete" in stage.text
        assert "row 1 of 1,204" in stage.text
        assert "2026-11-22 09:14:02.12345 " in stage.text
        assert "file-1.exe" in stage.text


async def test_rows_at_the_apis_limit_are_said_to_be_cut(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(ROW_LIMIT))
        assert "100,000 rows · CUT AT THE API'S LIMIT" in stage.text


async def test_an_answer_without_rows_says_that_the_query_ran(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(0))
        assert "0 rows · the query ran and found nothing" in stage.text
        assert "Try a longer time in the query, or leave out one where step." in stage.text


async def test_null_is_told_from_an_empty_text(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(1))
        assert "null" in stage.text


async def test_any_row_up_to_the_last_of_100_000_can_be_gone_to_and_its_cell_read(
    events: MakeTable,
) -> None:
    table = await events(ROW_LIMIT)
    async with hunting() as stage:
        await stage.run(table)
        stage.grid.focus()
        await stage.press("g")
        await stage.press("ctrl+u", *"99999", "enter")
        assert "row 99,999 of 100,000" in stage.text
        # Columns measured on the first rows alone would cut it.
        assert "file-99998.exe" in stage.text
        await stage.press("right", "right", "right", "enter")
        assert isinstance(stage.pilot.app.screen, RowInspector)
        assert re.search(r"row +99998", stage.text)


async def test_a_row_that_is_not_there_is_refused_with_the_ones_that_are(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(10))
        stage.grid.focus()
        await stage.press("g")
        await stage.press("ctrl+u", *"11", "enter")
        assert "There are rows 1 to 10." in stage.text
        await stage.press("escape")
        assert stage.grid.cursor_row == 0


async def test_the_cell_under_the_cursor_is_copied_whole(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(1_204))
        stage.grid.focus()
        await stage.press("right", "right", "right", "y")
        assert stage.pilot.app.clipboard == '{"row":0}'


async def test_letters_go_into_the_editor_while_it_has_the_focus(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(1_204))
        await stage.press("g", "y", "4")
        assert stage.editor.text == "gy4" + FIRST_QUERY


async def test_a_query_error_is_shown_at_its_place_and_the_focus_stays() -> None:
    error = QueryInvalid("Failed to resolve 'FileName'", line=4, column=9, name="FileName")
    async with hunting() as stage:
        await stage.run(error)
        assert "Failed to resolve 'FileName'" in stage.text
        assert "✗" in stage.text
        assert stage.editor.cursor_location == (3, 8)
        assert stage.screen.focused is stage.editor
        assert stage.editor.text == FIRST_QUERY
        await stage.press("escape")
        assert "Failed to resolve" not in stage.text


async def test_an_error_in_a_later_query_is_marked_in_that_query() -> None:
    error = QueryInvalid("no", line=2, column=3, name="tak")
    async with hunting() as stage:
        stage.editor.load_text("DeviceInfo\n| take 1\n\nAlertInfo\n| tak 2\n")
        stage.editor.move_cursor((4, 0))
        hunt = await stage.run(error)
        assert hunt.query == "AlertInfo\n| tak 2"
        assert stage.editor.cursor_location == (4, 2)


async def test_typing_goes_on_while_a_query_runs_and_is_not_disturbed_by_its_error() -> None:
    async with hunting() as stage:
        await stage.press("f5")
        await stage.press(*"abc")
        stage.session.hunts[0].refuse(QueryInvalid("no", line=2, column=1))
        await stage.settle()
        await stage.press("d")
        assert stage.editor.text == "abcd" + FIRST_QUERY


async def test_other_errors_keep_query_and_rows_and_say_whose_rows_they_are(
    events: MakeTable,
) -> None:
    async with hunting() as stage:
        await stage.run(await events(1_204))
        await stage.run(Throttled("Too many calls.", retry_after_s=30))
        assert "Too many calls." in stage.text
        assert "the rows are those of the run before" in stage.text
        assert stage.grid.row_count == 1_204
        assert stage.editor.text == FIRST_QUERY


async def test_an_error_can_be_retried_from_its_panel(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(ConnectFailed("Nobody answers."))
        stage.grid.focus()
        stage.session.script.append(await events(1_204))
        await stage.press("r")
        assert "complete" in stage.text
        assert "Nobody answers." not in stage.text


async def test_a_fault_of_the_program_ends_the_run_and_is_told(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(ZeroDivisionError("secret value"))
        assert "ZeroDivisionError" in stage.text
        assert "secret value" not in stage.text
        assert "failed after" in stage.text
        await stage.run(await events(1_204))
        assert "complete" in stage.text


async def test_a_long_run_says_so_and_how_to_stop_it() -> None:
    async with hunting() as stage:
        await stage.pilot.press("f5")
        await stage.until(r"running \d+ s · F5 stops")
        await stage.press("f5")


async def test_stopping_drops_the_connection_and_says_what_it_cannot_do(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.press("f5")
        await stage.press("f5")
        await stage.settle()
        assert stage.session.hunts[0].was_cancelled
        assert "connection dropped; the service may still finish" in stage.text
        await stage.run(await events(1_204))
        assert "complete" in stage.text


async def test_an_answer_for_another_profile_is_dropped_and_closed(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.press("f5")
        stage.session.generation += 1
        table = await events(1_204)
        stage.session.hunts[0].give(table)
        await stage.settle()
        await stage.settle()
        assert stage.grid.row_count == 0
        assert await is_closed(table)
        assert "another profile" in stage.text


async def test_a_switch_of_profile_clears_rows_and_keeps_the_query(events: MakeTable) -> None:
    async with hunting() as stage:
        table = await events(1_204)
        await stage.run(table)
        await stage.press("x")
        stage.session.generation += 1
        stage.screen.look_for_switch()
        await stage.settle()
        assert stage.grid.row_count == 0
        assert await is_closed(table)
        assert stage.editor.text == "x" + FIRST_QUERY


async def test_the_chosen_range_is_shown_and_sent(events: MakeTable) -> None:
    async with hunting() as stage:
        assert "range: set in query" in stage.text
        await stage.press("ctrl+t")
        await stage.press("down", "down", "down", "enter")
        assert "range: last 7 days" in stage.text
        assert (await stage.run(await events(1_204))).timespan == "P7D"


async def test_the_xdr_api_comes_with_a_notice_of_its_end() -> None:
    async with hunting(FakeHunts(hunting_api=Resource.XDR)) as stage:
        assert "2027-02-01" in stage.text
    async with hunting() as stage:
        assert "2027-02-01" not in stage.text


async def test_escape_goes_from_the_editor_to_the_rows_and_back(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(1_204))
        await stage.press("escape")
        assert stage.grid.has_focus
        await stage.press("escape")
        assert stage.editor.has_focus


async def test_an_empty_editor_says_that_there_is_nothing_to_run() -> None:
    async with hunting() as stage:
        stage.editor.load_text("  \n")
        await stage.press("f5")
        assert stage.session.hunts == []
        assert "Nothing to run" in stage.text


async def test_a_text_too_long_to_colour_is_said_to_be_so() -> None:
    async with hunting() as stage:
        stage.editor.load_text("| take 1\n" * 6_000)
        await stage.settle()
        assert "too long to colour" in stage.text


async def test_cursor_rows_and_text_survive_a_resize(events: MakeTable) -> None:
    async with hunting() as stage:
        await stage.run(await events(1_204))
        stage.grid.focus()
        await stage.press("pagedown", "pagedown", "right")
        before = (stage.grid.cursor_row, stage.grid.cursor_column)
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert (stage.grid.cursor_row, stage.grid.cursor_column) == before
        assert f"file-{stage.grid.cursor_row}.exe" in stage.text
        assert stage.screen.focused is stage.grid


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_editor_status_and_rows_are_all_there_at_every_size(
    size: tuple[int, int], events: MakeTable
) -> None:
    async with hunting(size=size) as stage:
        await stage.run(await events(1_204))
        assert "// PowerShell by device" in stage.text
        assert "1,204 rows" in stage.text
        assert "file-1.exe" in stage.text


async def test_hostile_rows_names_and_errors_are_shown_and_do_nothing(
    hostile_table: ResultTable,
) -> None:
    async with hunting() as stage:
        await stage.run(hostile_table)
        stage.grid.focus()
        for _ in HOSTILE:
            assert unsafe_characters(stage.pilot.app) == set()
            assert clickable_actions(stage.pilot.app) == []
            await stage.press("enter")
            assert unsafe_characters(stage.pilot.app) == set()
            assert clickable_actions(stage.pilot.app) == []
            await stage.press("escape", "right")
        text = " ".join(HOSTILE)
        await stage.run(QueryInvalid(text, line=1, column=1, name=text, hint=text))
        assert unsafe_characters(stage.pilot.app) == set()
        assert clickable_actions(stage.pilot.app) == []
