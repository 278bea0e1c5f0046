"""What came back, or why nothing did: the open results, one of them shown."""

from __future__ import annotations

import asyncio
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from ...workflows.hunt import HuntOutcome
from ..results.shelf import OpenResult, ResultShelf
from ..widgets.cell_view import CellView
from ..widgets.copying import copy_value
from ..widgets.grid import Grid
from ..widgets.tab_line import TabLine
from ..worker import run_guarded
from .go_to_row import GoToRow
from .result_source import ResultRows, ResultSource, load_page
from .run import CellRead, HuntRun, PageLoaded
from .words import answer_words, caveat_words

_IDLE = Content("F5 runs the query")
_NOTHING_FOUND = Content("0 rows · the query ran and found nothing")
_READING = ("result page", "cell")


class ResultPane(Vertical):
    """A status line over the rows of one of the open results, whose tables it holds.

    Whoever has an answer added, closed or cleared gets back those that are shown no more, to close
    their tables.
    """

    DEFAULT_CSS = """
    ResultPane {
        & #result-line { height: 1; padding: 0 1; }
        & #result-tabs { margin-right: 3; display: none; &.-shown { display: block; } }
        & #hunt-status { width: 1fr; color: $text-muted; }
        & #hunt-place { width: auto; color: $text-muted; }
        & Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & #hunt-caveats {
            display: none; height: auto; max-height: 3; padding: 0 1; text-wrap: wrap;
            color: $text-warning;
            &.-shown { display: block; }
        }
        & #hunt-status.-busy { color: $primary; }
        & #hunt-status.-cut { color: $text-warning; text-style: bold; }
        & #hunt-status.-failed { color: $text-error; }
        & Grid { height: 1fr; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelf = ResultShelf()
        self._source: ResultSource | None = None
        self._is_loading = False

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def shelf(self) -> ResultShelf:
        """The open results."""
        return self._shelf

    @property
    def result(self) -> OpenResult | None:
        """The result that is shown; `None` before the first and after `clear`."""
        return self._shelf.current

    @property
    def outcome(self) -> HuntOutcome | None:
        """The answer that is shown; `None` before the first and after `clear`."""
        return self._shelf.current.outcome if self._shelf.current else None

    def compose(self) -> ComposeResult:
        with Horizontal(id="result-line"):
            yield TabLine(id="result-tabs")
            yield Static(id="hunt-status")
            yield Static(id="hunt-place")
        yield Static(id="hunt-caveats")
        yield Grid(cursor="cell", empty=_IDLE, id="results")

    async def on_unmount(self) -> None:
        for result in self._shelf.results:
            await asyncio.to_thread(result.outcome.table.close)

    def say(self, status: Content, look: str = "") -> None:
        """Set the status line; `look` is busy, cut, failed or nothing."""
        line = self.query_one("#hunt-status", Static)
        line.set_classes(f"-{look}" if look else "")
        line.update(status)

    def explain(self, status: Content, instead_of_rows: str, look: str = "") -> None:
        """Set the status line, and what stands in place of rows where there are none."""
        self.say(status, look)
        self.grid.empty = Content(instead_of_rows)

    def show_outcome(
        self, run: HuntRun, outcome: HuntOutcome, source: ResultSource
    ) -> tuple[HuntOutcome, ...]:
        """Open an answer beside those that are, and show it from its first row on."""
        shelf, gone = self._shelf.opened(run, outcome, source)
        self._turn_to(shelf)
        return tuple(result.outcome for result in gone)

    def turn(self, step: int) -> None:
        """Show another of the open results."""
        if len(self._shelf.results) > 1:
            self._turn_to(self._shelf.turned(step))

    def close_result(self) -> tuple[HuntOutcome, ...]:
        """Close the result that is shown; nothing without one."""
        current = self._shelf.current
        if current is None:
            return ()
        self._turn_to(self._shelf.closed())
        return (current.outcome,)

    def clear(self) -> tuple[HuntOutcome, ...]:
        """Go back to how it was before the first answer."""
        outcomes = tuple(result.outcome for result in self._shelf.results)
        self._turn_to(ResultShelf())
        return outcomes

    def _turn_to(self, shelf: ResultShelf) -> None:
        self._shelf = shelf
        tabs, current = self.query_one("#result-tabs", TabLine), shelf.current
        tabs.show(shelf.names, shelf.index, gap=2)
        tabs.set_class(len(shelf.names) > 1, "-shown")
        if current is None:
            self._warn(Content(""))
            self._show(None, _IDLE)
            self.say(Content())
            return
        self._warn(caveat_words(current.outcome))
        self._show(current.source, _NOTHING_FOUND)
        self.say(answer_words(current.outcome), "cut" if current.outcome.reached_limit else "")

    @on(TabLine.Chosen, "#result-tabs")
    def _tab_chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        self._turn_to(self._shelf.turned_to(event.index))

    def ask_row(self) -> None:
        """Ask for a row and go there; nothing without rows."""
        if self.grid.row_count:
            dialog = GoToRow(self.grid.row_count, self.grid.cursor_row)
            self.app.push_screen(dialog, self._go_to_row)

    def copy_cell(self) -> None:
        """Copy the whole value under the cursor; nothing without rows."""
        if self.grid.row_count:
            self._read_cell(self.grid.cursor_row, self.grid.cursor_column, is_to_copy=True)

    def _go_to_row(self, row: int | None) -> None:
        if row is not None:
            self.grid.move_cursor(row=row)
            self.grid.focus()

    def _warn(self, caveats: Content) -> None:
        line = self.query_one("#hunt-caveats", Static)
        line.update(caveats)
        line.set_class(bool(caveats), "-shown")

    def _show(self, source: ResultSource | None, empty: Content) -> None:
        # A table about to be closed must not be read any more.
        for group in _READING:
            self.workers.cancel_group(self, group)
        self._source = source
        self._is_loading = False
        if source:
            source.on_missing = self._load
        columns = source.columns if source else ()
        self.grid.empty = empty
        self.grid.set_source(source, columns=columns, keep_cursor=False)
        if not self.grid.row_count:
            self.query_one("#hunt-place", Static).update()

    def _load(self, number: int) -> None:
        # One page at a time: once it is here the grid asks for what is in view by then.
        if self._is_loading or not self.outcome or not self._source:
            return
        self._is_loading = True
        run_guarded(
            self,
            partial(self._loading, self.outcome.table, self._source, number),
            name="result page",
            group=_READING[0],
            description="read a page of results",
            exclusive=False,
        )

    async def _loading(self, table: ResultRows, source: ResultSource, number: int) -> None:
        try:
            page = await asyncio.to_thread(load_page, table, number)
        finally:
            self._is_loading = False
        self.post_message(PageLoaded(source, number, page))

    @on(PageLoaded)
    def _page_loaded(self, event: PageLoaded) -> None:
        event.stop()
        if event.source is not self._source:
            return
        if self._source.put(event.number, event.page):
            self.grid.set_source(self._source, columns=self._source.columns)
        else:
            self.grid.refresh_rows()

    @on(Grid.RowHighlighted)
    def _row_highlighted(self, event: Grid.RowHighlighted) -> None:
        event.stop()
        place = f"row {event.row + 1:,} of {self.grid.row_count:,}"
        self.query_one("#hunt-place", Static).update(Content(place))

    @on(Grid.CellOpened)
    def _cell_opened(self, event: Grid.CellOpened) -> None:
        event.stop()
        self._read_cell(event.row, event.column, is_to_copy=False)

    def _read_cell(self, row: int, column: int, *, is_to_copy: bool) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        run_guarded(
            self,
            partial(self._reading, outcome, row, column, is_to_copy=is_to_copy),
            name="cell",
            group=_READING[1],
            description="read a cell",
        )

    async def _reading(
        self, outcome: HuntOutcome, row: int, column: int, *, is_to_copy: bool
    ) -> None:
        value = await asyncio.to_thread(outcome.table.cell, row, column)
        title = outcome.table.columns[column].name
        self.post_message(CellRead(outcome, title, value, is_to_copy=is_to_copy))

    @on(CellRead)
    def _cell_read(self, event: CellRead) -> None:
        event.stop()
        if event.outcome is not self.outcome:
            return
        if event.is_to_copy:
            copy_value(self.app, event.value or "")
        else:
            self.app.push_screen(CellView(event.title, event.value))
