"""Columns, marks and the cursor of a result's rows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ...results.view.facts import Distinct
from ...results.view.shape import Condition, Shape
from ..widgets.grid import CursorMode
from ..widgets.grid_layout import GridLayout
from ..worker import Work, run_guarded
from .finding import FoundPane
from .rows_pane import numbers_in
from .shelf import OpenResult

# It loads DuckDB, which the screen can do without until there are rows.
if TYPE_CHECKING:
    from ...results.view.view import ResultView

_CURSORS: tuple[CursorMode, ...] = ("cell", "row", "column")


class ArrangedPane(FoundPane):
    """Rows whose columns can be chosen, sized and described, and which can be marked."""

    # Columns

    def resize_column(self, cells: int) -> None:
        """Make the column under the cursor wider, or narrower."""
        if self.result:
            self.grid.widen(cells)

    def hide_column(self) -> None:
        """Hide the column under the cursor, unless it is the last one."""
        column = self.current_column
        if self.grid.column_count == 1:
            self.app.notify("The last column stays.", markup=False)
        elif column is not None:
            self.grid.column_layout = self.grid.column_layout.without(str(column))

    def freeze(self) -> None:
        """Keep the columns up to the cursor in sight, or none if those are kept."""
        count = self.grid.cursor_column + 1
        layout = self.grid.column_layout
        frozen = 0 if layout.frozen == count else count
        self.grid.column_layout = replace(layout, frozen=frozen)
        words = f"{frozen} columns stay in sight." if frozen > 1 else "This column stays in sight."
        self.app.notify(words if frozen else "No column is kept in sight.", markup=False)

    def choose_columns(self) -> None:
        """Ask which columns to show, and in which order."""
        result = self.result
        if result is None:
            return
        from .columns_dialog import ColumnsDialog

        layout, columns = self.grid.column_layout, result.source.columns
        order = replace(layout, hidden=frozenset()).order_of(columns)
        order.sort(key=lambda place: str(place) in layout.hidden)
        dialog = ColumnsDialog(result.outcome.table.columns, order, layout)
        self.app.push_screen(dialog, self._take_layout)

    def _take_layout(self, layout: GridLayout | None) -> None:
        if layout is not None:
            self.grid.column_layout = layout

    def turn_empty_columns(self) -> None:
        """Hide the columns without a value in any row that is shown, or show what is hidden."""
        layout = self.grid.column_layout
        if layout.hidden:
            self.grid.column_layout = replace(layout, hidden=frozenset())
            self.app.notify(f"{len(layout.hidden)} columns are shown again.", markup=False)
        elif self.result:
            self.ask(partial(self._hiding_empty, self.result), "find the empty columns")

    async def _hiding_empty(self, result: OpenResult) -> None:
        empty = await self.ask_view(result, _empty_columns)
        if empty is None or result is not self.result:
            return
        if 0 < len(empty) < len(result.outcome.table.columns):
            self.grid.column_layout = self.grid.column_layout.without(*map(str, empty))
        if len(empty) == len(result.outcome.table.columns):
            words = "Every column is empty."
        else:
            words = f"{len(empty)} empty columns are hidden." if empty else "No column is empty."
        self.app.notify(words, markup=False)

    def ask_column(self) -> None:
        """Ask for a column by a part of its name and go there."""
        result = self.result
        if result is None:
            return
        from .go_to_column import GoToColumn

        def chosen(column: int | None) -> None:
            if column is not None and not self.grid.show_column(column):
                layout = self.grid.column_layout
                self.grid.column_layout = replace(layout, hidden=layout.hidden - {str(column)})
                self.grid.show_column(column)

        names = [column.name for column in result.outcome.table.columns]
        self.app.push_screen(GoToColumn(names), chosen)

    def turn_cursor(self) -> None:
        """Change between the cursor of a cell, of a row and of a column."""
        place = _CURSORS.index(self.grid.cursor_mode)
        self.grid.turn_cursor(_CURSORS[(place + 1) % len(_CURSORS)])

    # A column's values

    def ask_filter(self, place: int | None = None) -> None:
        """Ask for a condition on the column under the cursor, or to change the one at a place."""
        given = self.wanted.conditions[place] if place is not None else None
        column = self.current_column
        if given is not None and given.column is not None:
            column = given.column
        if self.result is None or column is None:
            return
        from .filter_dialog import LISTED_VALUES, FilterDialog

        result = self.result
        table, zone = result.outcome.table, result.source.zone
        dialog = FilterDialog(column, table.columns[column], table.check, given=given, zone=zone)

        def answered(condition: Condition | None) -> None:
            if condition is None or result is not self.result:
                return
            if place is None:
                self.add_condition(condition)
            else:
                self.replace_condition(place, condition)

        async def listing() -> None:
            values = await asyncio.to_thread(_distinct, result, column, LISTED_VALUES)
            if dialog.is_attached:
                dialog.list_values(values)

        self.app.push_screen(dialog, answered)
        self.ask(listing, "list the values of a column")

    def describe_column(self) -> None:
        """Show what there is to know of the column under the cursor."""
        if self.result is not None and self.current_column is not None:
            work = partial(self._describing, self.result, self.current_column)
            self.ask(work, "describe a column")

    async def _describing(self, result: OpenResult, column: int) -> None:
        profile = await self.ask_view(result, lambda view: view.profile(column))
        if profile is None or result is not self.result:
            return
        from .profile_dialog import ProfileDialog

        kind = result.outcome.table.columns[column]
        self.app.push_screen(ProfileDialog(kind, profile, result.source.reader.zone))

    # Marks

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark off, and go to the next."""
        result, row = self.result, self.grid.cursor_row
        number = result.source.number_of(row) if result and self.grid.row_count else None
        if result is None or number is None:
            return
        result.state.marks.symmetric_difference_update({number})
        self.grid.refresh_row(row)
        self.grid.move_cursor(row=row + 1)
        self.show_marks()

    def toggle_all_marks(self) -> None:
        """Mark every row that is shown, or take all marks off."""
        result = self.result
        if result is None or not self.grid.row_count:
            return
        if result.state.marks:
            result.state.marks.clear()
            self.grid.refresh_rows()
            self.show_marks()
        else:
            self.ask(partial(self._marking_all, result), "mark all rows")

    async def _marking_all(self, result: OpenResult) -> None:
        numbers = await self.ask_view(result, lambda view: set(numbers_in(view)))
        result.state.marks.update(numbers or ())
        if result is self.result:
            self.grid.refresh_rows()
            self.show_marks()

    def show_marks(self) -> None:
        """Say how many rows are marked."""

    def ask(self, work: Work, description: str) -> None:
        """Start work that asks about the rows; the question before gives way."""
        run_guarded(self, work, name=description, group="ask the rows", description=description)


def _empty_columns(view: ResultView) -> list[int]:
    """Give the columns that hold nothing but nulls and empty texts. Blocks."""
    return [
        column
        for column in range(len(view.columns))
        if all(not value for value, _ in view.distinct(column, 3).values)
    ]


def _distinct(result: OpenResult, column: int, limit: int) -> Distinct:
    """Give the values among all rows, so that those filtered out can be ticked too. Blocks."""
    with result.outcome.table.view(Shape()) as view:
        return view.distinct(column, limit)
