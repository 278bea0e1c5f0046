"""The rows of the open results: which result is shown, its pages, its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ...core.zones import Zone
from ...results.cancellation import ResultClosed
from ...results.view.shape import Shape
from ..hunting.found_nothing import found_nothing_words
from ..hunting.result_source import ResultSource
from ..widgets.copying import copy_value
from ..widgets.grid import Grid
from ..worker import run_guarded
from .messages import CellRead, PageRead
from .shelf import OpenResult, ResultShelf
from .state import Place

# It loads DuckDB, which the screen can do without until there are rows.
if TYPE_CHECKING:
    from ...results.view.view import ResultView

Answer = TypeVar("Answer")
_NOTHING_LEFT = Content("No row meets the filter. F drops it.")
_NUMBERS_AT_ONCE = 4_000
_READING = ("result page", "cell")


class RowsPane(Vertical):
    """A grid over the shown one of the open results; pages are read as they come into view."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelf = ResultShelf()
        self._is_loading = False

    @property
    def grid(self) -> Grid:
        return self.query_one("#results", Grid)

    @property
    def result(self) -> OpenResult | None:
        """The result that is shown; `None` before the first and after `clear`."""
        return self._shelf.current

    @property
    def current_column(self) -> int | None:
        """The column under the cursor, by its place in the answer; `None` without one."""
        return self.grid.current_column if self.result else None

    def show_state(self, empty: Content) -> None:
        """Draw the shown result as it was left; `empty` stands where there is none."""
        # A table about to be closed must not be read any more.
        for group in _READING:
            self.workers.cancel_group(self, group)
        self._is_loading = False
        result, grid = self.result, self.grid
        if result is None:
            grid.empty = empty
            grid.set_source(None, columns=(), keep_cursor=False)
            self.query_one("#hunt-place", Static).update()
            return
        state = result.state
        place = state.place
        state.source.on_missing = self._load
        if state.shape.conditions:
            grid.empty = _NOTHING_LEFT
        elif not result.outcome.table.row_count:
            grid.empty = found_nothing_words(result.run, result.outcome)
        grid.set_source(state.source, columns=state.source.columns, keep_cursor=False)
        grid.column_layout = state.layout
        grid.show_column(place.column)
        grid.move_cursor(row=place.row)
        if not grid.row_count:
            self.query_one("#hunt-place", Static).update()

    def show_in(self, zone: Zone) -> None:
        """Show the times of all open results in a zone."""
        for result in self._shelf.results:
            result.source.show_in(zone)
        self.grid.refresh_rows()

    def leave_state(self) -> None:
        """Note where the cursor is, before another result is shown."""
        if self.result is not None:
            self.result.state.place = Place(self.grid.cursor_row, self.current_column or 0)
            self.result.state.layout = self.grid.column_layout

    # Pages

    def _load(self, number: int) -> None:
        # One page at a time: once it is here the grid asks for what is in view by then.
        if self._is_loading or self.result is None:
            return
        self._is_loading = True
        run_guarded(
            self,
            partial(self._loading, self.result.source, number),
            name="result page",
            group=_READING[0],
            description="read a page of results",
            exclusive=False,
        )

    async def _loading(self, source: ResultSource, number: int) -> None:
        reader = source.reader
        try:
            page = await asyncio.to_thread(reader.read, number)
        except ResultClosed:
            # Other rows are shown by now.
            return
        finally:
            self._is_loading = False
        self.post_message(PageRead(source, reader, number, page))

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        event.stop()
        if self.result is None or event.source is not self.result.source:
            return
        if event.reader is not event.source.reader:
            # The zone was turned meanwhile: this asks for the page anew.
            self.grid.refresh_rows()
        elif event.source.put(event.number, event.page):
            self.grid.set_source(event.source, columns=event.source.columns)
        else:
            self.grid.refresh_rows()

    @on(Grid.RowHighlighted, "#results")
    def _row_highlighted(self, event: Grid.RowHighlighted) -> None:
        event.stop()
        place = f"row {event.row + 1:,} of {self.grid.row_count:,}"
        self.query_one("#hunt-place", Static).update(Content(place))

    # Cells

    def read_cell(self, row: int, column: int) -> None:
        """Read a whole cell; it comes back as `CellRead`."""
        if self.result is not None:
            run_guarded(
                self,
                partial(self._reading, self.result, self.result.source, row, column),
                name="cell",
                group=_READING[1],
                description="read a cell",
            )

    async def _reading(self, result: OpenResult, rows: ResultSource, row: int, column: int) -> None:
        found = await self.ask_view(result, lambda view: (view.cell(row, column),), rows=rows)
        if found is not None:
            self.post_message(CellRead(result, found[0]))

    def copy_cell(self) -> None:
        """Copy the whole value under the cursor; nothing without rows."""
        column = self.current_column
        if self.grid.row_count and column is not None:
            self.read_cell(self.grid.cursor_row, column)

    @on(CellRead)
    def _cell_read(self, event: CellRead) -> None:
        event.stop()
        if event.result is self.result:
            copy_value(self.app, event.value or "")

    # Questions

    async def ask_view(
        self,
        result: OpenResult,
        question: Callable[[ResultView], Answer],
        *,
        rows: ResultSource | None = None,
    ) -> Answer | None:
        """Ask about the rows that are shown, off the loop; `None` when others are by then.

        A question that names a row by its place says by `rows` which ones it was seen among.
        """
        try:
            return await asyncio.to_thread(_answered, result, question, rows)
        except ResultClosed:
            return None


def _answered(
    result: OpenResult, question: Callable[[ResultView], Answer], rows: ResultSource | None
) -> Answer:
    view, source = _shown_view(result)
    if rows is not None and rows is not source:
        raise ResultClosed("Other rows are shown.")
    return question(view)


def numbers_in(view: ResultView) -> Iterator[int]:
    """Walk over the rows' places in the answer. Blocks, but lets other threads run in between."""
    for offset in range(0, view.row_count, _NUMBERS_AT_ONCE):
        yield from view.row_numbers(offset, _NUMBERS_AT_ONCE)


def view_of(result: OpenResult) -> ResultView:
    """Give the view of the rows that are shown, made when first asked for. Blocks."""
    return _shown_view(result)[0]


def _shown_view(result: OpenResult) -> tuple[ResultView, ResultSource]:
    state = result.state
    with state.making:
        found = state.shown()
        if found is None:
            made = result.outcome.table.view(Shape())
            found = state.begin(made)
            if found[0] is not made:
                made.close()
        return found
