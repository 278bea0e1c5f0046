"""Sorting and filtering a result, off the loop; what was asked for last wins."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from ...core.errors import DefenderTuiError
from ...core.zones import Zone
from ...results.cancellation import Cancellation, ReadingCancelled
from ...results.view.shape import Comparison, Condition, Shape
from ..hunting.result_source import PageReader, ResultSource, read_source
from ..widgets.grid import Grid
from ..worker import run_guarded
from .messages import ShapeFailed, ShapeMade
from .pills import PillLine
from .rows_pane import RowsPane, numbers_in
from .shape_words import refusal_words
from .shelf import OpenResult
from .sorting import with_key, with_only_key
from .state import Place

# It loads DuckDB, which the screen can do without until there are rows.
if TYPE_CHECKING:
    from ...results.view.view import ResultView

_PATIENCE_S = 0.3


@dataclass(frozen=True, slots=True)
class _KeptRow:
    """A row by its place in the answer, and where to go when it is gone."""

    number: int | None
    row: int


class ShapedPane(RowsPane):
    """Rows in the shape that the user gave them, with the shape spelled out above."""

    def shape_rows(self, shape: Shape) -> None:
        """Select and sort the shown result's rows; the rows stay until the new ones are there."""
        result = self.result
        if result is None or shape == result.state.wanted:
            return
        state = result.state
        if state.asking:
            state.asking.cancel()
        if shape == state.shape:
            # What is shown is what is wanted again.
            state.wanted, state.asking = state.shape, None
            self.show_pills()
            return
        state.wanted, state.asking = shape, Cancellation()
        self.set_timer(_PATIENCE_S, self.show_pills)
        run_guarded(
            self,
            partial(self._shaping, result, shape, state.asking, self._row_to_keep(shape)),
            name="shape",
            group="shape",
            description="select and sort rows",
            exclusive=False,
        )

    def _row_to_keep(self, shape: Shape) -> _KeptRow:
        """Give the row to stay on when others come or go; the first one of another order."""
        if self.result is None or shape.conditions == self.result.state.shape.conditions:
            return _KeptRow(None, 0)
        row = self.grid.cursor_row
        return _KeptRow(self.result.source.number_of(row), row)

    async def _shaping(
        self, result: OpenResult, shape: Shape, asking: Cancellation, kept: _KeptRow
    ) -> None:
        try:
            made = await asyncio.to_thread(_shaped, result, shape, asking, kept)
        except ReadingCancelled:
            # Something else is wanted by now.
            return
        except DefenderTuiError as error:
            self.post_message(ShapeFailed(result, shape, error))
            return
        self.post_message(made)

    @on(ShapeMade)
    def _shape_made(self, event: ShapeMade) -> None:
        event.stop()
        state = event.result.state
        if state.wanted is not event.shape:
            self._close(event.view)
            return
        event.source.take_over(state.source, event.shape)
        before = state.put(event.view, event.source, event.shape)
        if before:
            self._close(before)
        if event.result is self.result:
            self.leave_state()
            state.place = Place(event.row, state.place.column)
            self.rows_changed()

    @on(ShapeFailed)
    def _shape_failed(self, event: ShapeFailed) -> None:
        event.stop()
        state = event.result.state
        if state.wanted is event.shape and event.result in self._shelf.results:
            state.wanted, state.asking = state.shape, None
            words = refusal_words(event.error)
            self.app.notify(words.plain, severity="error", markup=False)
            self.show_pills()

    def show_in(self, zone: Zone) -> None:
        super().show_in(zone)
        self.show_pills()

    def rows_changed(self) -> None:
        """Draw the rows of the shown result, which were selected or sorted anew."""

    def show_pills(self) -> None:
        """Say above the rows how they were selected and sorted, and whether that is under way."""
        line = self.query_one(PillLine)
        if self.result is None:
            line.show((), Shape(), Zone.UTC)
            return
        state, table = self.result.state, self.result.outcome.table
        source, is_busy = state.source, state.wanted is not state.shape
        counts = (source.row_count, table.row_count)
        line.show(table.columns, state.wanted, source.zone, counts=counts, is_busy=is_busy)

    def _close(self, view: ResultView) -> None:
        run_guarded(
            self.app,
            partial(asyncio.to_thread, view.close),
            name="close a view",
            group="close a view",
            description="close a view",
            exclusive=False,
        )

    # What is wanted

    @property
    def wanted(self) -> Shape:
        """The shape that was asked for last."""
        return self.result.state.wanted if self.result else Shape()

    def sort(self, *, is_further: bool) -> None:
        """Sort by the column under the cursor: down, up, as it came; alone or as a further key."""
        column = self.current_column
        if column is not None:
            change = with_key if is_further else with_only_key
            self.shape_rows(replace(self.wanted, order=change(self.wanted.order, column)))

    @on(Grid.TitleClicked, "#results")
    def _title_clicked(self, event: Grid.TitleClicked) -> None:
        event.stop()
        self.grid.show_column(event.column)
        self.sort(is_further=False)

    def add_condition(self, condition: Condition) -> None:
        """Narrow the rows; a condition of the same kind on the same column gives way."""
        kept = tuple(
            one
            for one in self.wanted.conditions
            if (one.column, one.comparison) != (condition.column, condition.comparison)
        )
        self.shape_rows(replace(self.wanted, conditions=(*kept, condition)))

    def replace_condition(self, place: int, condition: Condition | None) -> None:
        """Put another condition in the place of one, or none."""
        conditions = list(self.wanted.conditions)
        conditions[place : place + 1] = [condition] if condition else []
        self.shape_rows(replace(self.wanted, conditions=tuple(conditions)))

    def drop_pill(self, place: int) -> None:
        """Drop a condition by its place; the place behind the last one is the order."""
        if place < len(self.wanted.conditions):
            self.replace_condition(place, None)
        else:
            self.shape_rows(replace(self.wanted, order=()))

    def clear_conditions(self) -> None:
        """Show all rows again, in their order."""
        self.shape_rows(replace(self.wanted, conditions=()))

    def keep_alike(self, *, is_wanted: bool) -> None:
        """Show only rows with the value under the cursor in its column, or only the others."""
        result, column = self.result, self.current_column
        if result is None or column is None or not self.grid.row_count:
            return
        at = Place(self.grid.cursor_row, column)
        run_guarded(
            self,
            partial(self._keeping_alike, result, result.source, at, is_wanted),
            name="filter by a cell",
            group="filter by a cell",
            description="filter by a cell",
        )

    async def _keeping_alike(
        self, result: OpenResult, rows: ResultSource, at: Place, is_wanted: bool
    ) -> None:
        column = at.column
        found = await self.ask_view(result, lambda view: (view.cell(at.row, column),), rows=rows)
        if found is None:
            return
        (value,) = found
        comparison = Comparison.ONE_OF if is_wanted else Comparison.NONE_OF
        if result is self.result:
            left_out = () if is_wanted else self._values_of(column, comparison)
            others = tuple(one for one in left_out if one != value)
            self.add_condition(Condition(column, comparison, (*others, value)))

    def _values_of(self, column: int, comparison: Comparison) -> tuple[str | None, ...]:
        found = (
            one.values
            for one in self.wanted.conditions
            if (one.column, one.comparison) == (column, comparison)
        )
        return next(found, ())


def _shaped(result: OpenResult, shape: Shape, asking: Cancellation, kept: _KeptRow) -> ShapeMade:
    """Select and sort, read the first page, and find the row to stay on. Blocks."""
    table, reader = result.outcome.table, result.source.reader
    view = table.view(shape, cancellation=asking)
    with ExitStack() as unless_handed_on:
        unless_handed_on.callback(view.close)
        source = read_source(PageReader(view, table.columns, reader.zone))
        made = ShapeMade(result, shape, view, source, row=_row_of(kept, view))
        unless_handed_on.pop_all()
    return made


def _row_of(kept: _KeptRow, view: ResultView) -> int:
    """Find a row in other rows; where it is gone, a row near where it was."""
    if kept.number is not None:
        for row, number in enumerate(numbers_in(view)):
            if number == kept.number:
                return row
    return max(min(kept.row, view.row_count - 1), 0)
