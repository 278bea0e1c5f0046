"""The grid: moving to the sides of more columns than fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from textual.content import Content

from defender_tui.ui.text import shown
from defender_tui.ui.widgets.grid import CursorMode, GridColumn
from defender_tui.ui.widgets.grid_layout import GridLayout

from .test_grid import ManyRows, Stage, staged

# Of several widths, none of which divides the others.
COLUMNS = tuple(GridColumn(str(at), f"<{at:02}>", width=4 + at * 5 % 19) for at in range(20))


def _first_title(stage: Stage) -> str:
    return stage.lines()[0][1:5]


@pytest.mark.parametrize("size", [(80, 12), (61, 12)])
@pytest.mark.parametrize("cursor", ["cell", "row"])
async def test_keys_never_stop_in_the_middle_of_a_column(
    cursor: CursorMode, size: tuple[int, int]
) -> None:
    async with staged(COLUMNS, cursor=cursor, size=size) as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        for key in ("right", "left"):
            for _ in range(20):
                await stage.press(key)
                first = _first_title(stage)
                assert first.startswith("<"), first
                if cursor == "cell":
                    assert f"<{stage.grid.cursor_column:02}>" in stage.lines()[0]
        assert "<00>" == _first_title(stage)
        await stage.press("end")
        assert "<19>" in stage.lines()[0]
        assert _first_title(stage).startswith("<")


async def test_a_step_to_the_side_moves_by_eight_cells_at_least_and_skips_nothing() -> None:
    async with staged(COLUMNS, size=(61, 12)) as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        lefts = [0]
        while lefts[-1] < stage.grid.max_scroll_x:
            await stage.press("right")
            lefts.append(stage.grid.scroll_offset.x)
        steps = [after - before for before, after in pairwise(lefts)]
        assert min(steps[:-1]) >= 8
        assert max(steps) < 61


@pytest.mark.parametrize("cursor", ["cell", "row"])
async def test_columns_kept_in_sight_have_a_whole_one_beside_them(cursor: CursorMode) -> None:
    async with staged(COLUMNS, cursor=cursor) as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.column_layout = GridLayout(frozen=2)
        stage.grid.focus()
        beside = COLUMNS[0].width, COLUMNS[1].width
        start = 1 + sum(width or 0 for width in beside) + 4
        for _ in range(19):
            await stage.press("right")
            header = stage.lines()[0]
            assert header.startswith(" <00>")
            assert "<" == header[start]


async def test_a_column_wider_than_the_view_is_gone_through_in_parts() -> None:
    text = "".join(f"{at:03} " for at in range(50))

    class Long(ManyRows):
        def cells(self, row: int) -> Sequence[Content] | None:
            return [shown(text), shown("next")]

    columns = (GridColumn("a", "Long", width=200), GridColumn("b", "Next", width=20))
    async with staged(columns, size=(60, 8)) as stage:
        stage.grid.set_source(Long(1))
        stage.grid.focus()
        seen = ""
        for _ in range(40):
            seen += stage.lines()[1]
            await stage.press("right")
        assert all(f" {at:03} " in seen for at in range(1, 49))
        assert "next" in stage.lines()[1]
        await stage.press(*["left"] * 40)
        assert "000 001" in stage.lines()[1]


async def test_columns_that_fit_where_a_scrollbar_would_be_are_not_scrolled() -> None:
    columns = (GridColumn("a", "First", width=30), GridColumn("b", "Last", width=7))
    async with staged(columns, size=(40, 8)) as stage:
        # As the app has it: the scrollbar's room is kept free before there is one.
        stage.grid.styles.scrollbar_gutter = "stable"
        stage.grid.set_source(ManyRows(3))
        await stage.press("right")
        assert stage.grid.scroll_offset.x == 0
        assert not stage.grid.show_horizontal_scrollbar
