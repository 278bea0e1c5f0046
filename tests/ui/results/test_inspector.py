"""The inspector: a row in full."""

from __future__ import annotations

import re

from defender_tui.results.table import ResultTable
from defender_tui.ui.results.inspector import RowInspector
from defender_tui.ui.widgets.cell_view import CellView

from ..hunting.staging import Stage
from ..rendered import HOSTILE, clickable_actions, unsafe_characters
from .conftest import QUERY, working_on


def in_front(stage: Stage) -> type[object]:
    return type(stage.pilot.app.screen)


def said(stage: Stage) -> str:
    return " ".join(note.message for note in stage.pilot.app._notifications)


async def test_enter_opens_the_row_at_the_cells_field_and_other_rows_are_a_key_away(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press("down", "right", "right", "right", "enter")
        assert RowInspector is in_front(stage)
        assert "Row 2 of 60" in stage.text
        assert "base64, UTF-16: IEX (something bad)" in stage.text
        assert re.search(r"DeviceName +ws-1 +Device", stage.text)
        await stage.press("right_square_bracket")
        assert "Row 3 of 60" in stage.text
        assert "cmd /c echo 2" in stage.text
        await stage.press("y")
        assert "cmd /c echo 2" == stage.pilot.app.clipboard
        await stage.press("left_square_bracket", "enter")
        assert CellView is in_front(stage)
        await stage.press("escape", "escape")
        assert (1, 3) == (stage.grid.cursor_row, stage.grid.current_column)


async def test_members_unfold_and_give_their_path_condition_and_column(
    processes: ResultTable,
) -> None:
    async with working_on(processes) as stage:
        await stage.press(*["right"] * 4, "enter")
        assert "mia@contoso.example" in stage.text
        assert "seconds since 1970: 2025-11-22 09:14:02 UTC" in stage.text
        await stage.press("asterisk", "asterisk", "asterisk")
        await stage.press("down", "down", "down", "down")
        await stage.press("Y")
        assert 'AdditionalFields.x["y z"][0]' == stage.pilot.app.clipboard
        await stage.press("equals_sign")
        step = '| where tostring(AdditionalFields.x["y z"][0]) == "10"'
        assert f"{QUERY}\n{step}" == stage.editor.text
        await stage.press("x")
        step = 'extend y_z = tostring(AdditionalFields.x["y z"][0])'
        assert stage.editor.text.endswith(step)
        await stage.press("left", "left", "left")
        assert "1 element" not in stage.text


async def test_an_entity_among_the_fields_can_be_hunted_for(processes: ResultTable) -> None:
    async with working_on(processes) as stage:
        await stage.press("right", "v", "p")
        assert "Processes on the device" in stage.text
        await stage.press("escape", "home", "p")
        assert "names no device" in said(stage)


async def test_empty_fields_can_be_left_out_on_a_narrow_terminal_too(
    processes: ResultTable,
) -> None:
    async with working_on(processes, size=(80, 24)) as stage:
        await stage.press("v")
        assert re.search(r"Nothing +empty text", stage.text)
        await stage.press("u")
        assert "Nothing" not in stage.text


async def test_hostile_fields_are_shown_and_do_nothing(hostile_table: ResultTable) -> None:
    async with working_on(hostile_table, size=(100, 40)) as stage:
        await stage.press("v", "end", "asterisk", "home", "equals_sign")
        assert unsafe_characters(stage.pilot.app) == set()
        assert clickable_actions(stage.pilot.app) == []
        await stage.press("escape", "plus")
        assert "3 of 3 rows (filtered)" in stage.text
        await stage.press("f", "escape", "i")
        assert unsafe_characters(stage.pilot.app) == set()
        assert clickable_actions(stage.pilot.app) == []
    assert len(HOSTILE) == len(hostile_table.columns)
