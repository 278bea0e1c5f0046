"""What came back, or why nothing did: the open results, one of them shown."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ...workflows.hunt import HuntOutcome
from ..charts.strip import TimelineStrip
from ..charts.timed_pane import TimedPane
from ..results.find_line import FindLine
from ..results.messages import RowsShown
from ..results.pills import PillLine
from ..results.shelf import ResultShelf
from ..widgets.grid import Grid
from ..widgets.tab_line import TabLine
from .go_to_row import GoToRow
from .result_source import ResultSource
from .run import HuntRun
from .words import answer_words, caveat_words

_IDLE = Content("F5 runs the query")


class ResultPane(TimedPane):
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

    @property
    def shelf(self) -> ResultShelf:
        """The open results."""
        return self._shelf

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
        yield PillLine()
        yield TimelineStrip()
        yield Grid(cursor="cell", empty=_IDLE, id="results")
        yield FindLine()

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
        if self.result is None or not self.result.state.shape.conditions:
            self.grid.empty = Content(instead_of_rows)

    def show_outcome(
        self, run: HuntRun, outcome: HuntOutcome, source: ResultSource
    ) -> tuple[HuntOutcome, ...]:
        """Open an answer beside those that are, and show it from its first row on."""
        before = self.result
        self.leave_state()
        shelf, gone = self._shelf.opened(run, outcome, source)
        if before and shelf.current and _names(before.outcome) == _names(outcome):
            # The columns stand as they were arranged for the run before.
            shelf.current.state.layout = before.state.layout
        self._turn_to(shelf)
        if gone:
            names = ", ".join(result.name for result in gone)
            were = "was" if len(gone) == 1 else "were"
            self.app.notify(f"{names} {were} closed to make room.", markup=False)
        return tuple(result.outcome for result in gone)

    def turn(self, step: int) -> None:
        """Show another of the open results."""
        if len(self._shelf.results) > 1:
            self.leave_state()
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
        self._warn(caveat_words(current.outcome) if current else Content(""))
        self.stop_finding()
        self.rows_changed()

    def rows_changed(self) -> None:
        self.show_state(_IDLE)
        self.show_pills()
        self.show_marks()
        self.follow_time()
        self.post_message(RowsShown())

    def show_marks(self) -> None:
        result = self.result
        if result is None:
            self.say(Content())
            return
        words = answer_words(result.outcome)
        if result.state.marks:
            words = Content.assemble((f"{len(result.state.marks):,} marked · ", "bold"), words)
        self.say(words, "cut" if result.outcome.reached_limit else "")

    @on(TabLine.Chosen, "#result-tabs")
    def _tab_chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        self.leave_state()
        self._turn_to(self._shelf.turned_to(event.index))

    @on(PillLine.Dropped)
    def _pill_dropped(self, event: PillLine.Dropped) -> None:
        event.stop()
        self.drop_pill(event.place)

    @on(PillLine.Opened)
    def _pill_opened(self, event: PillLine.Opened) -> None:
        event.stop()
        if event.place < len(self.wanted.conditions):
            self.ask_filter(event.place)
        else:
            self.app.notify("s and S on a column change the order; Delete drops it.", markup=False)

    @on(PillLine.Left)
    def _pills_left(self, event: PillLine.Left) -> None:
        event.stop()
        self.grid.focus()

    def go_to_pills(self) -> None:
        """Give the focus to the line that says how rows were selected; say so where it is not."""
        line = self.query_one(PillLine)
        if line.display:
            line.focus()
        else:
            self.app.notify("These rows are neither filtered nor sorted.", markup=False)

    def ask_row(self) -> None:
        """Ask for a row and go there; nothing without rows."""
        if self.grid.row_count:
            dialog = GoToRow(self.grid.row_count, self.grid.cursor_row)
            self.app.push_screen(dialog, self._go_to_row)

    def _go_to_row(self, row: int | None) -> None:
        if row is not None:
            self.grid.move_cursor(row=row)
            self.grid.focus()

    def _warn(self, caveats: Content) -> None:
        line = self.query_one("#hunt-caveats", Static)
        line.update(caveats)
        line.set_class(bool(caveats), "-shown")


def _names(outcome: HuntOutcome) -> list[str]:
    return [column.name for column in outcome.table.columns]
