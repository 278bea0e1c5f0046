"""A grid's columns: which are shown, where they stand, and what of them is in view."""

from __future__ import annotations

from collections.abc import Sequence

from .grid_columns import GAP, GridColumn, PlacedColumn, place_columns
from .grid_layout import GridLayout, Piece, frozen_columns, pieces_in_view
from .grid_navigation import GridNavigation

GUTTER = 1
_SIDE_STEP = 8
"""The least that a step to a side moves."""


class GridArranging(GridNavigation):
    """A view over columns that the user can narrow, widen, hide, move and keep in sight."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._columns: tuple[GridColumn, ...] = ()
        self._layout = GridLayout()
        self._placed: tuple[PlacedColumn, ...] = ()
        self._frozen = (0, 0)

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        return self._columns

    @property
    def column_count(self) -> int:
        return len(self._placed)

    @property
    def placed_keys(self) -> tuple[str, ...]:
        """The keys of the columns that are shown, from left to right."""
        return tuple(self._columns[column.index].key for column in self._placed)

    @property
    def current_column(self) -> int | None:
        """The place among the source's cells of the column under the cursor."""
        at = self.cursor_column
        return self._placed[at].index if at < len(self._placed) else None

    @property
    def column_layout(self) -> GridLayout:
        """How the columns are arranged."""
        return self._layout

    @column_layout.setter
    def column_layout(self, layout: GridLayout) -> None:
        current = self.current_column
        self._layout = layout
        self.refresh_rows()
        if current is not None:
            self.show_column(current)

    def show_column(self, index: int) -> bool:
        """Put the cursor on a column by its place among the source's cells; false when hidden."""
        for place, column in enumerate(self._placed):
            if column.index == index:
                self.move_cursor(column=place)
                return True
        return False

    def widen(self, cells: int) -> None:
        """Make the column under the cursor wider, or narrower by a negative number."""
        if self._placed:
            column = self._placed[self.cursor_column]
            key = self._columns[column.index].key
            self.column_layout = self._layout.resized(key, column.width + cells)

    def refresh_rows(self) -> None:
        """Draw the rows anew: the source changed, grew or has loaded more."""

    # Geometry

    def _place(self, wanted: Sequence[int]) -> int:
        """Place the columns; gives where the last one ends, or what is scrolled to behind it."""
        view = self.scrollable_content_region.width
        widths = self._layout.widths
        keyed = [
            widths.get(column.key, width)
            for column, width in zip(self._columns, wanted, strict=True)
        ]
        order = self._layout.order_of(self._columns)
        self._placed = place_columns(self._columns, keyed, view - GUTTER, left=GUTTER, order=order)
        self._frozen = frozen_columns(self._placed, self._layout.frozen, view)
        end = max((column.x + column.width for column in self._placed), default=0)
        # The furthest place to scroll to has to be one where a column begins.
        return max(end, self.column_edge(end - view) + view) if end > self._seen_cells else end

    def _pieces(self) -> tuple[Piece, ...]:
        return pieces_in_view(
            self._placed,
            left=self.scroll_offset.x,
            width=self.size.width,
            frozen=self._frozen[0],
            gutter=GUTTER,
        )

    def column_span(self, column: int) -> tuple[int, int]:
        count, end = self._frozen
        placed = self._placed[column]
        if column < count:
            left = self.scroll_offset.x
            return left, left
        width = self.scrollable_content_region.width
        return placed.x - max(end, GUTTER), placed.x + placed.width - width

    @property
    def _seen_cells(self) -> int:
        """How wide the rows are seen, up to the scrollbar, or over the room kept for one."""
        view = self.scrollable_content_region.width
        return view if self.show_vertical_scrollbar else max(view, self.size.width)

    @property
    def _edges(self) -> list[int]:
        """How far to scroll for each column behind the frozen ones to begin at the left edge."""
        count, end = self._frozen
        return [column.x - max(end, GUTTER) for column in self._placed[count:]]

    def column_edge(self, least: int) -> int:
        return min((edge for edge in self._edges if edge >= least), default=least)

    def side_step(self, columns: int) -> int:
        left = self.scroll_offset.x
        if self.virtual_size.width <= self._seen_cells:
            return 0
        wanted = left + columns * _SIDE_STEP
        if columns > 0:
            edge = self.column_edge(wanted)
        else:
            edge = max((edge for edge in self._edges if edge <= wanted), default=0)
        room = self.scrollable_content_region.width - max(self._frozen[1], GUTTER)
        # A column wider than the view is gone through in parts.
        return edge if abs(edge - left) <= room else wanted

    def column_at(self, x: int) -> int:
        count, end = self._frozen
        at = x if x < end else x + self.scroll_offset.x
        hit = (
            place
            for place, column in enumerate(self._placed)
            if at < column.x + column.width + GAP and (x < end) == (place < count)
        )
        return next(hit, len(self._placed) - 1)
