"""The keys that move a grid's cursor."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.scroll_view import ScrollView

CursorMode = Literal["row", "cell", "column"]

HEADER = 1
"""The lines above the rows."""


class GridNavigation(ScrollView):
    """A view with a row, a cell or a column cursor; with the row cursor, left and right scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move_rows(-1)", "Row up", show=False, id="grid.up"),
        Binding("down", "move_rows(1)", "Row down", show=False, id="grid.down"),
        Binding("pageup", "move_pages(-1)", "Page up", show=False, id="grid.page_up"),
        Binding("pagedown", "move_pages(1)", "Page down", show=False, id="grid.page_down"),
        Binding("left", "move_columns(-1)", "Left", show=False, id="grid.left"),
        Binding("right", "move_columns(1)", "Right", show=False, id="grid.right"),
        Binding("home", "first_column", "First column", show=False, id="grid.home"),
        Binding("end", "last_column", "Last column", show=False, id="grid.end"),
        Binding("ctrl+home", "first_row", "First row", show=False, id="grid.top"),
        Binding("ctrl+end", "last_row", "Last row", show=False, id="grid.bottom"),
        Binding("enter", "open", "Open", show=False, id="grid.open"),
    ]

    cursor_row: reactive[int] = reactive(0, repaint=False, init=False)
    cursor_column: reactive[int] = reactive(0, repaint=False, init=False)

    cursor_mode: CursorMode = "row"

    @property
    @abstractmethod
    def row_count(self) -> int:
        """How many rows there are."""

    @property
    @abstractmethod
    def column_count(self) -> int:
        """How many columns are placed."""

    @property
    @abstractmethod
    def page_rows(self) -> int:
        """How many rows fit the view."""

    @abstractmethod
    def column_span(self, column: int) -> tuple[int, int]:
        """Give how far to scroll at most and at least, for a placed column to be seen whole."""

    @abstractmethod
    def column_edge(self, least: int) -> int:
        """Give how far to scroll, `least` or more, for a column to begin at the left edge.

        It is `least` itself where no column begins from there on.
        """

    @abstractmethod
    def side_step(self, columns: int) -> int:
        """Give how far to be scrolled after a step to the right, or to the left for -1."""

    @abstractmethod
    def column_at(self, x: int) -> int:
        """Give the placed column at a cell from the view's left edge, or the last one."""

    @abstractmethod
    def action_open(self) -> None:
        """Tell that what is under the cursor was opened."""

    def open_title(self, column: int) -> None:
        """Hear that a placed column's title was clicked."""

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        if place.y < HEADER:
            self.open_title(self.column_at(place.x))
            return
        row = place.y - HEADER + self.scroll_offset.y
        if row >= self.row_count:
            return
        event.stop()
        self.move_cursor(row=row, column=self.column_at(place.x))
        if event.chain == 2:
            self.action_open()

    def move_cursor(self, *, row: int | None = None, column: int | None = None) -> None:
        """Put the cursor on a row and column, as far as they exist, and bring them into view."""
        if column is not None:
            self.cursor_column = column
        if row is not None:
            self.cursor_row = row
        self.show_cursor()

    def show_cursor(self) -> None:
        """Bring the cursor into view."""
        top, row = self.scroll_offset.y, self.cursor_row
        if row < top:
            self.scroll_to(y=row, animate=False, force=True)
        elif row >= top + self.page_rows:
            self.scroll_to(y=row - self.page_rows + 1, animate=False, force=True)
        if self.cursor_mode != "row" and self.cursor_column < self.column_count:
            most, least = self.column_span(self.cursor_column)
            left = self.scroll_offset.x
            if left > most:
                self.scroll_to(x=most, animate=False, force=True)
            elif left < least:
                x = self.column_edge(least) if least < most else most
                self.scroll_to(x=x, animate=False, force=True)

    def tell_scrollbars(self) -> None:
        """Have the scrollbars that are shown stand where the view is."""
        # Textual tells a scrollbar of scrolling only while it is on the screen.
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = self.scroll_y
        if self.show_horizontal_scrollbar:
            self.horizontal_scrollbar.position = self.scroll_x

    def validate_cursor_row(self, row: int) -> int:
        return max(0, min(row, self.row_count - 1))

    def validate_cursor_column(self, column: int) -> int:
        return max(0, min(column, self.column_count - 1))

    def action_move_rows(self, rows: int) -> None:
        self.move_cursor(row=self.cursor_row + rows)

    def action_move_pages(self, pages: int) -> None:
        self.move_cursor(row=self.cursor_row + pages * self.page_rows)

    def action_move_columns(self, columns: int) -> None:
        if self.cursor_mode != "row":
            self.move_cursor(column=self.cursor_column + columns)
        else:
            self.scroll_to(x=self.side_step(columns), animate=False, force=True)

    def action_first_column(self) -> None:
        self.move_cursor(column=0)
        self.scroll_to(x=0, animate=False, force=True)

    def action_last_column(self) -> None:
        self.move_cursor(column=self.column_count - 1)
        self.scroll_to(x=self.max_scroll_x, animate=False, force=True)

    def action_first_row(self) -> None:
        self.move_cursor(row=0)

    def action_last_row(self) -> None:
        self.move_cursor(row=self.row_count - 1)
