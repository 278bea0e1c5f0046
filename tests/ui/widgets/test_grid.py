"""The grid: moving about in many rows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot

from defender_tui.ui.text import shown
from defender_tui.ui.widgets.grid import CursorMode, Grid
from defender_tui.ui.widgets.grid_columns import GridColumn

from ..rendered import HOSTILE, clickable_actions, screen_lines, screen_text, unsafe_characters

COLUMNS = tuple(GridColumn(str(at), f"Column {at}", width=14) for at in range(20))


@dataclass
class ManyRows:
    """Rows that name themselves; those at and above `missing_from` are not there yet."""

    row_count: int = 100_000
    missing_from: int = 1_000_000
    asked: list[int] = field(default_factory=list)
    wanted: list[tuple[int, int]] = field(default_factory=list)

    def cells(self, row: int) -> Sequence[Content] | None:
        self.asked.append(row)
        if row >= self.missing_from:
            return None
        return [shown(f"r{row}c{column}") for column in range(20)]

    def want(self, first: int, last: int) -> None:
        self.wanted.append((first, last))


@dataclass
class Texts:
    """One column of given texts."""

    texts: Sequence[object]

    @property
    def row_count(self) -> int:
        return len(self.texts)

    def cells(self, row: int) -> Sequence[Content] | None:
        return [shown(self.texts[row])]

    def want(self, first: int, last: int) -> None: ...


class GridApp(App[None]):
    CSS = "Grid { height: 1fr; }"

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid

    def compose(self) -> ComposeResult:
        yield self.grid


@dataclass
class Stage:
    pilot: Pilot[None]
    grid: Grid
    messages: list[Message]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def lines(self) -> list[str]:
        return screen_lines(self.pilot.app)

    def heard(self, kind: type[Message]) -> list[Message]:
        found = {id(message): message for message in self.messages if type(message) is kind}
        return list(found.values())


@asynccontextmanager
async def staged(
    columns: Sequence[GridColumn] = COLUMNS,
    *,
    cursor: CursorMode = "row",
    size: tuple[int, int] = (80, 24),
    empty: Content | None = None,
) -> AsyncIterator[Stage]:
    messages: list[Message] = []
    grid = Grid(columns, cursor=cursor, empty=empty)
    app = GridApp(grid)
    async with app.run_test(
        size=size, notifications=True, tooltips=True, message_hook=messages.append
    ) as pilot:
        yield Stage(pilot, grid, messages)


async def test_only_rows_in_view_are_asked_of_a_large_source() -> None:
    source = ManyRows()
    async with staged() as stage:
        stage.grid.set_source(source)
        await stage.pilot.pause()
        assert max(source.asked) < 24
        assert source.wanted[-1][0] == 0
        assert source.wanted[-1][1] < 24


async def test_the_scrollbar_shows_where_a_grid_is_that_was_scrolled_before_it_was_seen() -> None:
    grid = Grid(COLUMNS)
    grid.display = False
    async with GridApp(grid).run_test(size=(80, 12), notifications=True, tooltips=True) as pilot:
        grid.set_source(ManyRows())
        grid.move_cursor(row=50_000)
        grid.display = True
        await pilot.pause()
        assert grid.scroll_y > 0
        assert grid.vertical_scrollbar.position == grid.scroll_y


async def test_the_last_of_100_000_rows_is_one_key_away() -> None:
    async with staged(size=(80, 12)) as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("ctrl+end")
        assert stage.grid.cursor_row == 99_999
        assert "r99999c0" in screen_text(stage.pilot.app)
        await stage.press("ctrl+home")
        assert "r0c0" in stage.lines()[1]


async def test_the_header_stays_while_rows_scroll() -> None:
    async with staged() as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("pagedown", "pagedown")
        assert "Column 0" in stage.lines()[0]
        assert "r0c0 " not in screen_text(stage.pilot.app)


async def test_a_row_on_its_way_is_drawn_as_such_and_wanted() -> None:
    source = ManyRows(missing_from=5)
    async with staged() as stage:
        stage.grid.set_source(source)
        await stage.pilot.pause()
        assert "…" in stage.lines()[6]
        source.missing_from = 1_000
        stage.grid.refresh_rows()
        await stage.pilot.pause()
        assert "r5c0" in stage.lines()[6]


async def test_enter_opens_the_row_or_the_cell_by_the_kind_of_cursor() -> None:
    async with staged(cursor="row") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("down", "enter")
        opened = stage.heard(Grid.RowOpened)
        assert [m.row for m in opened if isinstance(m, Grid.RowOpened)] == [1]
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("down", "right", "right", "enter")
        cells = stage.heard(Grid.CellOpened)
        assert [(m.row, m.column) for m in cells if isinstance(m, Grid.CellOpened)] == [(1, 2)]


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        await stage.pilot.click(Grid, offset=(20, 4))
        assert (stage.grid.cursor_row, stage.grid.cursor_column) == (3, 1)
        await stage.pilot.click(Grid, offset=(20, 4), times=2)
        await stage.pilot.pause()
        assert stage.heard(Grid.CellOpened)


async def test_a_click_on_the_header_moves_nothing() -> None:
    async with staged() as stage:
        stage.grid.set_source(ManyRows())
        await stage.pilot.click(Grid, offset=(5, 0))
        assert stage.grid.cursor_row == 0


async def test_cursor_and_scroll_survive_a_refresh_of_the_rows() -> None:
    async with staged() as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("pagedown", "pagedown", "down")
        row, top = stage.grid.cursor_row, stage.grid.scroll_offset.y
        stage.grid.set_source(ManyRows())
        await stage.pilot.pause()
        assert (stage.grid.cursor_row, stage.grid.scroll_offset.y) == (row, top)


async def test_the_cursor_comes_to_the_last_row_when_rows_went_away() -> None:
    async with staged() as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.move_cursor(row=500)
        stage.grid.set_source(ManyRows(row_count=3))
        await stage.pilot.pause()
        assert stage.grid.cursor_row == 2
        assert "r2c0" in screen_text(stage.pilot.app)


async def test_other_rows_start_at_the_top_when_the_cursor_is_not_kept() -> None:
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press("ctrl+end", "end")
        stage.grid.set_source(ManyRows(), keep_cursor=False)
        await stage.pilot.pause()
        assert (stage.grid.cursor_row, stage.grid.cursor_column) == (0, 0)
        assert "r0c0" in stage.lines()[1]


async def test_the_column_under_the_cursor_is_brought_into_view() -> None:
    async with staged(cursor="cell") as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.press(*["right"] * 9)
        assert "r0c9" in stage.lines()[1]
        await stage.press("home")
        assert "r0c0" in stage.lines()[1]
        await stage.press("end")
        assert "r0c19" in stage.lines()[1]


async def test_the_cursor_stands_out_more_where_the_focus_is() -> None:
    async with staged() as stage:
        stage.grid.set_source(ManyRows())
        stage.grid.focus()
        await stage.pilot.pause()
        focused = stage.pilot.app.screen._compositor.render_strips()[1]
        stage.pilot.app.set_focus(None)
        await stage.pilot.pause()
        assert stage.pilot.app.screen._compositor.render_strips()[1] != focused


async def test_without_rows_the_words_for_it_stand_there() -> None:
    async with staged(empty=Content("Nothing matches")) as stage:
        await stage.pilot.pause()
        assert "Nothing matches" in screen_text(stage.pilot.app)
        stage.grid.empty = Content("Something else")
        await stage.press("enter", "down", "ctrl+end")
        assert "Something else" in screen_text(stage.pilot.app)
        assert not stage.heard(Grid.RowOpened)


async def test_narrowing_drops_columns_and_widening_brings_them_back() -> None:
    columns = (
        GridColumn("a", "Title", flexible=True, min_width=20),
        GridColumn("b", "Services", width=30, priority=1),
    )
    async with staged(columns) as stage:
        stage.grid.set_source(ManyRows())
        await stage.pilot.resize_terminal(40, 24)
        await stage.pilot.pause()
        assert "Services" not in stage.lines()[0]
        await stage.pilot.resize_terminal(80, 24)
        await stage.pilot.pause()
        assert "Services" in stage.lines()[0]


@pytest.mark.parametrize("cursor", ["row", "cell"])
async def test_hostile_text_is_shown_and_does_nothing(cursor: CursorMode) -> None:
    columns = tuple(GridColumn(str(at), text) for at, text in enumerate(HOSTILE[:1]))
    async with staged(columns, cursor=cursor) as stage:
        stage.grid.set_source(Texts([*HOSTILE, "x" * 1_000_000]))
        stage.grid.focus()
        await stage.press("ctrl+end", "ctrl+home")
        assert unsafe_characters(stage.pilot.app) == set()
        assert clickable_actions(stage.pilot.app) == []
        assert "[@click=app.quit]x[/]" in screen_text(stage.pilot.app)


async def test_wide_characters_keep_every_line_as_wide_as_the_screen() -> None:
    async with staged((GridColumn("a", "A", width=9), GridColumn("b", "B", width=9))) as stage:

        class Wide(Texts):
            def cells(self, row: int) -> Sequence[Content] | None:
                return [shown("宽宽宽宽宽宽宽"), shown("end")]

        stage.grid.set_source(Wide(["x"]))
        await stage.pilot.pause()
        strip = stage.pilot.app.screen._compositor.render_strips()[1]
        assert strip.cell_length == 80
        assert "end" in strip.text


@dataclass
class Grouped(Texts):
    """Texts of which every third is a heading."""

    def heading(self, row: int) -> Content | None:
        return shown(f"Group {row} over all columns") if row % 3 == 0 else None


async def test_a_heading_runs_over_all_columns_and_takes_the_cursor() -> None:
    async with staged([GridColumn("a", "A", width=8)]) as stage:
        stage.grid.set_source(Grouped(["x"] * 6))
        stage.grid.focus()
        await stage.press("down", "down", "down")
        assert "Group 0 over all columns" in stage.lines()[1]
        assert "▎Group 3 over all columns" in stage.lines()[4]
        assert 3 == stage.grid.cursor_row


async def test_a_row_that_changed_is_drawn_anew_alone() -> None:
    source = Texts(["one", "two", "three"])
    async with staged([GridColumn("a", "A", width=8)]) as stage:
        stage.grid.set_source(source)
        await stage.pilot.pause()
        source.texts = ["ONE", "TWO", "THREE"]
        stage.grid.refresh_row(1)
        await stage.pilot.pause()
        assert "TWO" in stage.lines()[2]
        assert "three" in stage.lines()[3]
