"""A grid that draws only the lines on the screen, so that 100,000 rows cost what 40 do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeAlias

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip

from . import grid_messages
from .grid_arranging import GridArranging
from .grid_columns import GridColumn, wanted_widths
from .grid_looks import GRID_CSS, GRID_PARTS, GridLooks
from .grid_navigation import HEADER, CursorMode
from .grid_painter import GridPainter, RowState
from .grid_source import Cell, GridSource, HasHeadings, HasMarks

__all__ = ["CursorMode", "Grid", "GridColumn", "GridSource"]

_SAMPLE_ROWS = 200
_CACHED_STRIPS = 512


class Grid(GridArranging, can_focus=True):
    """Rows under a fixed header, with a row, a cell or a column cursor.

    Column titles pass `shown()` here; cells arrive safe, made by `shown()` or `safe_line()`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = GRID_PARTS
    DEFAULT_CSS = GRID_CSS

    RowHighlighted: TypeAlias = grid_messages.RowHighlighted
    RowOpened: TypeAlias = grid_messages.RowOpened
    CellOpened: TypeAlias = grid_messages.CellOpened
    TitleClicked: TypeAlias = grid_messages.TitleClicked

    def __init__(
        self,
        columns: Sequence[GridColumn] = (),
        *,
        cursor: CursorMode = "row",
        empty: Content | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self.cursor_mode = cursor
        self._empty = empty or Content()
        self._source: GridSource | None = None
        self._headings: HasHeadings | None = None
        self._marks: HasMarks | None = None
        self._needle = ""
        self._wanted: tuple[int, ...] = ()
        self._is_measured = False
        self._painter: GridPainter | None = None
        self._strips: LRUCache[tuple[int, bool, int | None], Strip] = LRUCache(_CACHED_STRIPS)

    @property
    def source(self) -> GridSource | None:
        return self._source

    @property
    def row_count(self) -> int:
        return self._source.row_count if self._source else 0

    @property
    def empty(self) -> Content:
        """What stands in place of rows while there are none."""
        return self._empty

    @empty.setter
    def empty(self, text: Content) -> None:
        if text != self._empty:
            self._empty = text
            if not self.row_count:
                self.refresh()

    def set_source(
        self,
        source: GridSource | None,
        *,
        columns: Sequence[GridColumn] | None = None,
        keep_cursor: bool = True,
    ) -> None:
        """Show other rows, perhaps under other columns.

        `keep_cursor` keeps row, column and scroll as far as they still exist.
        """
        self._source = source
        self._headings = source if isinstance(source, HasHeadings) else None
        self._marks = source if isinstance(source, HasMarks) else None
        if columns is not None:
            self._columns = tuple(columns)
        self._is_measured = False
        if not keep_cursor:
            self.set_reactive(Grid.cursor_row, 0)
            self.set_reactive(Grid.cursor_column, 0)
            self.scroll_to(0, 0, animate=False, force=True)
        self.refresh_rows()
        if self.row_count:
            self.post_message(self.RowHighlighted(self, self.cursor_row))

    def refresh_rows(self) -> None:
        """Draw the rows anew: the source changed, grew or has loaded more."""
        self._arrange()
        self._forget_lines()
        self.set_reactive(Grid.cursor_row, self.validate_cursor_row(self.cursor_row))
        self.set_reactive(Grid.cursor_column, self.validate_cursor_column(self.cursor_column))
        self._announce_view()
        self.refresh()

    def refresh_row(self, row: int) -> None:
        """Draw one row anew: what it shows has changed."""
        for key in [key for key in self._strips.keys() if key[0] == row]:  # noqa: SIM118
            self._strips.discard(key)
        self._refresh_row(row)

    def make_stand_out(self, text: str) -> None:
        """Let a text stand out wherever it is in view, in any case; empty for none."""
        if text.casefold() != self._needle:
            self._needle = text.casefold()
            self._forget_lines()
            self.refresh()

    def turn_cursor(self, mode: CursorMode) -> None:
        """Change between the kinds of cursor."""
        self.cursor_mode = mode
        self._forget_lines()
        self.refresh()
        self.show_cursor()

    # Geometry

    def _cells(self, row: int) -> Sequence[Cell] | None:
        return self._source.cells(row) if self._source else None

    def _arrange(self) -> None:
        if not self.is_mounted:
            return
        if not self._is_measured:
            is_given = all(column.width is not None for column in self._columns)
            sample = 0 if is_given else _SAMPLE_ROWS
            rows = [self._cells(row) for row in range(min(sample, self.row_count))]
            self._wanted = wanted_widths(self._columns, [cells for cells in rows if cells])
            self._is_measured = len(rows) == sample and None not in rows
        self.virtual_size = Size(self._place(self._wanted), self.row_count + HEADER)

    @property
    def page_rows(self) -> int:
        """How many rows fit the view."""
        return max(self.scrollable_content_region.height - HEADER, 1)

    def _announce_view(self) -> None:
        if self._source and self.row_count and self.is_mounted:
            first = min(self.scroll_offset.y, self.row_count - 1)
            last = min(first + self.page_rows - 1, self.row_count - 1)
            self._source.want(first, last)

    def watch_cursor_row(self, old: int, new: int) -> None:
        self._refresh_row(old)
        self._refresh_row(new)
        if self.row_count:
            self.post_message(self.RowHighlighted(self, new))

    def watch_cursor_column(self) -> None:
        if self.cursor_mode == "column":
            self.refresh()
        else:
            self._refresh_row(self.cursor_row)

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        if round(old_value) != round(new_value):
            self._forget_lines()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._announce_view()

    def on_mount(self) -> None:
        self.refresh_rows()
        self.watch(self, "show_horizontal_scrollbar", self._scrollbar_changed, init=False)
        self.watch(self, "show_vertical_scrollbar", self._view_narrowed, init=False)

    def _scrollbar_changed(self) -> None:
        # It takes a line away from below, which may be the cursor's.
        self.call_after_refresh(self.show_cursor)
        self.tell_scrollbars()

    def _view_narrowed(self) -> None:
        # How far there is to scroll goes by the width that the scrollbar leaves.
        self._arrange()
        self._forget_lines()
        self.tell_scrollbars()

    def on_resize(self) -> None:
        self.refresh_rows()
        self.show_cursor()

    def notify_style_update(self) -> None:
        self._forget_lines()
        super().notify_style_update()

    # Opening

    def action_open(self) -> None:
        if not self.row_count:
            return
        if self.cursor_mode == "row":
            self.post_message(self.RowOpened(self, self.cursor_row))
        elif (column := self.current_column) is not None:
            self.post_message(self.CellOpened(self, self.cursor_row, column))

    def open_title(self, column: int) -> None:
        if 0 <= column < len(self._placed):
            self.post_message(self.TitleClicked(self, self._placed[column].index))

    # Drawing

    def _refresh_row(self, row: int) -> None:
        y = row - self.scroll_offset.y + HEADER
        if y >= HEADER:
            self.refresh(Region(0, y, self.size.width, 1))

    def _forget_lines(self) -> None:
        self._strips.clear()
        self._painter = None

    def _painted_with(self) -> GridPainter:
        if self._painter is None:
            self._painter = GridPainter(
                self._columns,
                self._pieces(),
                GridLooks.of(self),
                width=self.size.width,
                needle=self._needle,
            )
        return self._painter

    def render_line(self, y: int) -> Strip:
        painter = self._painted_with()
        if not self.row_count and (y or not self._columns):
            return painter.words(self._empty, y)
        if y < HEADER:
            return painter.header()
        row = y - HEADER + self.scroll_offset.y
        return self._row_strip(painter, row) if row < self.row_count else painter.blank()

    def _row_strip(self, painter: GridPainter, row: int) -> Strip:
        is_cursor = row == self.cursor_row
        has_column = self.cursor_mode == "column" or (is_cursor and self.cursor_mode == "cell")
        column = self.cursor_column if has_column else None
        key = (row, is_cursor, column)
        if (known := self._strips.get(key)) is not None:
            return known
        words = self._headings.heading(row) if self._headings else None
        cells = self._cells(row)
        if words is not None:
            strip = painter.heading(words, is_cursor=is_cursor)
        else:
            is_marked = self._marks is not None and self._marks.is_marked(row)
            strip = painter.row(cells, RowState(is_cursor, is_marked, column))
        if cells is not None:
            self._strips[key] = strip
        return strip
