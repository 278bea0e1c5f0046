"""A grid's lines as styled text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from .grid_columns import GAP, GridColumn, PlacedColumn, column_title

_MARK = "▎"
_ON_ITS_WAY = Content("…")


@dataclass(frozen=True, slots=True)
class GridLooks:
    """The styles of a grid as its theme has them now."""

    base: Style
    header: Style
    row_cursor: Style
    cell_cursor: Style
    mark: Style
    muted: Style

    @classmethod
    def of(cls, grid: Widget) -> GridLooks:
        """Read the styles off a grid's component classes."""
        return cls(
            base=grid.visual_style,
            header=grid.get_visual_style("grid--header"),
            row_cursor=grid.get_visual_style("grid--row-cursor"),
            cell_cursor=grid.get_visual_style("grid--cell-cursor"),
            mark=grid.get_visual_style("grid--mark"),
            muted=grid.get_visual_style("grid--muted"),
        )


@dataclass(frozen=True, slots=True)
class GridPainter:
    """Lines for the placed columns, from the left edge of the rows to their right end."""

    columns: Sequence[GridColumn]
    placed: Sequence[PlacedColumn]
    looks: GridLooks

    def header(self) -> Strip:
        """Paint the column titles."""
        titles = [column_title(column) for column in self.columns]
        return self._line(titles, self.looks.header)

    def row(self, cells: Sequence[Content] | None) -> Strip:
        """Paint a row; without cells, as one that is on its way."""
        if cells is None:
            style = self.looks.base + Style(foreground=self.looks.muted.foreground)
            return self._line([_ON_ITS_WAY] * len(self.columns), style)
        return self._line(cells, self.looks.base)

    def cursor_row(self, cells: Sequence[Content] | None, column: int | None) -> Strip:
        """Paint the row under the cursor; `column` is the placed column under a cell cursor."""
        row = [_ON_ITS_WAY] * len(self.columns) if cells is None else cells
        return self._line(row, self.looks.row_cursor, mark=_MARK, current=column)

    def heading(self, words: Content, width: int, *, is_cursor: bool) -> Strip:
        """Paint a heading over all columns, `width` cells from the left edge."""
        style = self.looks.row_cursor if is_cursor else self.looks.base
        mark_style = style + Style(foreground=self.looks.mark.foreground)
        text = words.truncate(max(width - 1, 1), ellipsis=True)
        mark = Segment(_MARK if is_cursor else " ", mark_style.rich_style)
        return Strip([mark, *_segments(text, style)]).extend_cell_length(width, style.rich_style)

    def words(self, text: Content, line: int, width: int) -> Strip:
        """Paint a line of the words that stand in place of rows; they begin on line 1."""
        base = self.looks.base.rich_style
        lines = text.wrap(max(width - 2, 1)) if text else []
        if not 1 <= line <= len(lines):
            return Strip.blank(width, base)
        inked = _segments(lines[line - 1], self.looks.muted)
        return Strip([Segment(" ", base), *inked]).extend_cell_length(width, base)

    def _line(
        self,
        cells: Sequence[Content],
        style: Style,
        *,
        mark: str = " ",
        current: int | None = None,
    ) -> Strip:
        mark_style = style + Style(foreground=self.looks.mark.foreground)
        segments = [Segment(mark, mark_style.rich_style)]
        gap = Segment(" " * GAP, style.rich_style)
        for at, column in enumerate(self.placed):
            cell_style = self.looks.cell_cursor if at == current else style
            text = cells[column.index].truncate(column.width, ellipsis=True)
            padding = Segment(" " * (column.width - text.cell_length), cell_style.rich_style)
            inked = _segments(text, cell_style)
            is_right = self.columns[column.index].align == "right"
            segments += [padding, *inked] if is_right else [*inked, padding]
            segments.append(gap)
        return Strip(segments)


def _segments(text: Content, style: Style) -> list[Segment]:
    return [Segment(part, look.rich_style) for part, look in text.render(style, end="")]
