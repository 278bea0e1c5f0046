"""Looking for a text in the rows, off the loop; what was asked for last wins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from ..worker import run_guarded
from .find_line import FindLine
from .messages import Found
from .shaping import ShapedPane
from .shelf import OpenResult

# It loads DuckDB, which the screen can do without until there are rows.
if TYPE_CHECKING:
    from ...results.view.view import ResultView


_PATIENCE_S = 0.3


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for, from a cell on, which counts itself; then on from the other end."""

    serial: int
    text: str
    column: int | None
    start: tuple[int, int]
    forward: bool


class FoundPane(ShapedPane):
    """Rows in which a text is looked for; the cursor goes to where it is."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._serial = 0
        self._is_finding = False
        self._next_search: _Search | None = None
        self._origin = (0, 0)

    @property
    def _line(self) -> FindLine:
        return self.query_one(FindLine)

    def open_find(self) -> None:
        """Open the line to type in."""
        result, column = self.result, self.current_column
        if result is None or column is None or not self.grid.row_count:
            return
        self._origin = (self.grid.cursor_row, column)
        self._line.open((column, result.outcome.table.columns[column].name))
        self._look()

    def find_next(self, step: int) -> None:
        """Go to the next hit from the cursor on, or to the one before it."""
        column = self.current_column
        if not self._line.text or column is None:
            self.open_find()
            return
        row = self.grid.cursor_row
        scope = self._line.column
        place = column if scope is None else scope
        self._search((row, place + step), forward=step > 0)

    @on(FindLine.Changed)
    def _look(self) -> None:
        line = self._line
        self.grid.make_stand_out(line.text)
        if line.text:
            self._search(self._origin, forward=True)
        else:
            self._serial += 1
            self._next_search = None
            line.say("")

    @on(FindLine.Stepped)
    def _stepped(self, event: FindLine.Stepped) -> None:
        event.stop()
        self.find_next(event.step)

    @on(FindLine.Closed)
    def _line_closed(self, event: FindLine.Closed) -> None:
        event.stop()
        self.grid.focus()

    def stop_finding(self) -> None:
        """Forget what was looked for: other rows are shown."""
        self._serial += 1
        self._next_search = None
        self._line.say("")

    def _search(self, start: tuple[int, int], *, forward: bool) -> None:
        self._serial += 1
        line = self._line
        self._next_search = _Search(self._serial, line.text, line.column, start, forward)
        if not self._is_finding:
            self._begin_search()

    def _begin_search(self) -> None:
        result, search = self.result, self._next_search
        self._next_search = None
        if result is None or search is None:
            return
        self._is_finding = True
        self.set_timer(_PATIENCE_S, partial(self._say_busy, search.serial))
        run_guarded(
            self,
            partial(self._finding, result, search),
            name="find",
            group="find",
            description="look for a text in rows",
            exclusive=False,
        )

    def _say_busy(self, serial: int) -> None:
        if self._is_finding and serial == self._serial:
            self._line.say("searching …")

    async def _finding(self, result: OpenResult, search: _Search) -> None:
        try:
            found = await self.ask_view(result, partial(_found, search))
        finally:
            self._is_finding = False
        place, count = found or (None, 0)
        self.post_message(Found(result, search.serial, place, count))

    @on(Found)
    def _text_found(self, event: Found) -> None:
        event.stop()
        if self._next_search is not None:
            self._begin_search()
        elif event.serial == self._serial and event.result is self.result:
            self._show_found(event)

    def _show_found(self, event: Found) -> None:
        if event.place is None:
            self._line.say("found nowhere", is_none=True)
            if not self._line.has_class("-shown"):
                self.app.notify("It is found nowhere in these rows.", markup=False)
            return
        unit = "row" if event.count == 1 else "rows"
        self._line.say(f"in {event.count:,} {unit}")
        row, column = event.place
        self.grid.move_cursor(row=row)
        if not self.grid.show_column(column):
            self.app.notify("It is in a hidden column. c shows columns.", markup=False)


def _found(search: _Search, view: ResultView) -> tuple[tuple[int, int] | None, int]:
    """Look for a text in a view. Blocks."""
    count = view.count_found(search.text, search.column)
    if not count:
        return None, 0
    step = partial(view.find, search.text, column=search.column, forward=search.forward)
    place = step(search.start)
    if place is None:
        end = (view.row_count - 1, len(view.columns) - 1)
        place = step((0, 0) if search.forward else end)
    return place, count
