"""A grid that draws only the lines on the screen, so that 100,000 rows cost what 40 do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeAlias

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip

from . import grid_messages
from .grid_columns import GAP, GridColumn, PlacedColumn, place_columns, wanted_widths
from .grid_navigation import HEADER, CursorMode, GridNavigation
from .grid_painter import GridLooks, GridPainter
from .grid_source import GridSource, HasHeadings

__all__ = ["CursorMode", "Grid", "GridColumn", "GridSource"]

_SAMPLE_ROWS = 200
_CACHED_STRIPS = 512
_GUTTER = 1


class Grid(GridNavigation, can_focus=True):
    """Rows under a fixed header, with a row or a cell cursor.

    Column titles pass `shown()` here; cells arrive as `Content` and were made by `shown()`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--row-cursor",
        "grid--cell-cursor",
        "grid--mark",
        "grid--muted",
    }
    DEFAULT_CSS = """
    Grid {
        background: transparent;
        scrollbar-size: 1 1;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $primary;
        scrollbar-background: $foreground 5%;
        scrollbar-background-hover: $foreground 5%;
        scrollbar-background-active: $foreground 5%;
        scrollbar-corner-color: $surface;
        & > .grid--header { color: $text-muted; text-style: bold; }
        & > .grid--row-cursor { background: $foreground 8%; }
        & > .grid--cell-cursor { background: $foreground 18%; }
        & > .grid--mark { color: $foreground 40%; }
        & > .grid--muted { color: $text-muted; }
        &:focus > .grid--row-cursor { background: $primary 18%; }
        &:focus > .grid--cell-cursor { background: $primary 50%; text-style: bold; }
        &:focus > .grid--mark { color: $primary; }
    }
    """

    RowHighlighted: TypeAlias = grid_messages.RowHighlighted
    RowOpened: TypeAlias = grid_messages.RowOpened
    CellOpened: TypeAlias = grid_messages.CellOpened

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
        self._wanted: tuple[int, ...] = ()
        self._is_measured = False
        self._painter: GridPainter | None = None
        self._placed: tuple[PlacedColumn, ...] = ()
        self._strips: LRUCache[tuple[int, bool, int | None], Strip] = LRUCache(_CACHED_STRIPS)

    @property
    def source(self) -> GridSource | None:
        return self._source

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        return self._columns

    @property
    def column_count(self) -> int:
        return len(self._placed)

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

    # Geometry

    def _cells(self, row: int) -> Sequence[Content] | None:
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
        available = self.scrollable_content_region.width - _GUTTER
        self._placed = place_columns(self._columns, self._wanted, available, left=_GUTTER)
        right = max((column.x + column.width for column in self._placed), default=0)
        self.virtual_size = Size(right, self.row_count + HEADER)

    @property
    def page_rows(self) -> int:
        """How many rows fit the view."""
        return max(self.scrollable_content_region.height - HEADER, 1)

    def _announce_view(self) -> None:
        if self._source and self.row_count and self.is_mounted:
            first = min(self.scroll_offset.y, self.row_count - 1)
            last = min(first + self.page_rows - 1, self.row_count - 1)
            self._source.want(first, last)

    def column_span(self, column: int) -> tuple[int, int]:
        placed = self._placed[column]
        return placed.x - _GUTTER, placed.x + placed.width

    def watch_cursor_row(self, old: int, new: int) -> None:
        self._refresh_row(old)
        self._refresh_row(new)
        if self.row_count:
            self.post_message(self.RowHighlighted(self, new))

    def watch_cursor_column(self) -> None:
        self._refresh_row(self.cursor_row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._announce_view()

    def on_mount(self) -> None:
        self.refresh_rows()
        self.watch(self, "show_horizontal_scrollbar", self._scrollbar_changed, init=False)

    def _scrollbar_changed(self) -> None:
        # It takes a line away from below, which may be the cursor's.
        self.call_after_refresh(self.show_cursor)

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
        elif self._placed:
            column = self._placed[self.cursor_column].index
            self.post_message(self.CellOpened(self, self.cursor_row, column))

    def column_at(self, x: int) -> int:
        hit = (at for at, column in enumerate(self._placed) if x < column.x + column.width + GAP)
        return next(hit, len(self._placed) - 1)

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
            looks = GridLooks.of(self)
            self._painter = GridPainter(self._columns, self._placed, looks)
        return self._painter

    def render_line(self, y: int) -> Strip:
        painter, width = self._painted_with(), self.size.width
        if not self.row_count and (y or not self._columns):
            return painter.words(self._empty, y, width)
        row = y - HEADER + self.scroll_offset.y
        if y >= HEADER and row >= self.row_count:
            return Strip.blank(width, painter.looks.base.rich_style)
        strip = painter.header() if y < HEADER else self._row_strip(painter, row)
        left = self.scroll_offset.x
        *_, last = strip
        return strip.crop_extend(left, left + width, last.style)

    def _row_strip(self, painter: GridPainter, row: int) -> Strip:
        is_cursor = row == self.cursor_row
        column = self.cursor_column if self.cursor_mode == "cell" else None
        key = (row, is_cursor, column if is_cursor else None)
        if (known := self._strips.get(key)) is not None:
            return known
        words = self._headings.heading(row) if self._headings else None
        cells = self._cells(row)
        if words is not None:
            strip = painter.heading(words, self.size.width, is_cursor=is_cursor)
        else:
            strip = painter.cursor_row(cells, column) if is_cursor else painter.row(cells)
        if cells is not None:
            self._strips[key] = strip
        return strip
