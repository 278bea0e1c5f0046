"""A grid's lines as styled text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from .grid_columns import GAP, GridColumn, column_title
from .grid_layout import Piece
from .grid_looks import GridLooks
from .grid_source import Cell

_CURSOR = "▎"
_MARKED = "✓"
_ELLIPSIS = "…"
_NULL = "null"
_ON_ITS_WAY = Content(_ELLIPSIS)


@dataclass(frozen=True, slots=True)
class RowState:
    """What a row looks like besides its cells; `column` is the placed one under the cursor."""

    is_cursor: bool = False
    is_marked: bool = False
    column: int | None = None


@dataclass(frozen=True, slots=True)
class _RowLook:
    """What all cells of a row share."""

    style: Style
    rich: RichStyle
    quiet: RichStyle
    gutter: Segment


class GridPainter:
    """Lines of `width` cells with what is in view of the columns.

    `needle` is a text to make stand out, with its case folded.
    """

    def __init__(
        self,
        columns: Sequence[GridColumn],
        pieces: Sequence[Piece],
        looks: GridLooks,
        *,
        width: int,
        needle: str = "",
    ) -> None:
        self._columns = columns
        self._pieces = pieces
        self._looks = looks
        self._width = width
        self._needle = needle
        self._row_looks: dict[tuple[bool, bool, bool], _RowLook] = {}
        self._header: Strip | None = None

    def header(self) -> Strip:
        """Paint the column titles, each with its mark in the gap behind it."""
        if self._header is None:
            self._header = self._titles()
        return self._header

    def _titles(self) -> Strip:
        style = self._looks.header
        segments = [Segment(" ", style.rich_style)]
        for piece in self._pieces:
            column = self._columns[piece.index]
            mark, title = column.mark, column_title(column)
            room = piece.width + GAP - 1 - cell_len(mark) if mark else piece.width
            title = title.truncate(max(room, 1), ellipsis=True)
            spare = piece.width - title.cell_length
            if column.align == "right" and spare > 0:
                title = Content(" " * spare).append(title)
            inked = _segments(title, style)
            if mark:
                inked.append(Segment(mark, (style + self._looks.mark).rich_style))
            segments += _cut(inked, piece, style.rich_style)
        return self._whole(segments, style.rich_style)

    def row(self, cells: Sequence[Cell] | None, state: RowState) -> Strip:
        """Paint a row; without cells, as one that is on its way."""
        look = self._row_look(state, is_there=cells is not None)
        if cells is None:
            cells = [_ON_ITS_WAY] * len(self._columns)
        segments, run_style = [look.gutter], look.rich
        run: list[str] = []
        for piece in self._pieces:
            cell = cells[piece.index]
            if self._is_special(cell) or piece.place == state.column:
                segments.append(Segment("".join(run), run_style))
                run.clear()
                segments += self._styled(cell, piece, look.style, state)
                continue
            style = look.quiet if cell is None else look.rich
            if style is not run_style:
                segments.append(Segment("".join(run), run_style))
                run, run_style = [], style
            text = _NULL if cell is None else str(cell)
            run.append(_fitted(text, piece, self._is_right(piece)))
        segments.append(Segment("".join(run), run_style))
        return self._whole([segment for segment in segments if segment.text], look.rich)

    def _is_special(self, cell: Cell) -> bool:
        """Whether a cell is drawn in more than one style."""
        if isinstance(cell, Content):
            return True
        return cell is not None and bool(self._needle) and self._needle in cell.casefold()

    def heading(self, words: Content, *, is_cursor: bool) -> Strip:
        """Paint a heading over all columns."""
        look = self._row_look(RowState(is_cursor=is_cursor))
        text = words.truncate(max(self._width - 1, 1), ellipsis=True)
        return self._whole([look.gutter, *_segments(text, look.style)], look.rich)

    def words(self, text: Content, line: int) -> Strip:
        """Paint a line of the words that stand in place of rows; they begin on line 1."""
        base = self._looks.base.rich_style
        lines = text.wrap(max(self._width - 2, 1)) if text else []
        if not 1 <= line <= len(lines):
            return Strip.blank(self._width, base)
        return self._whole(
            [Segment(" ", base), *_segments(lines[line - 1], self._looks.muted)], base
        )

    def blank(self) -> Strip:
        """Paint a line below the last row."""
        return Strip.blank(self._width, self._looks.base.rich_style)

    def _row_look(self, state: RowState, *, is_there: bool = True) -> _RowLook:
        key = (state.is_cursor, state.is_marked, is_there)
        if key not in self._row_looks:
            self._row_looks[key] = self._made_look(state, is_there=is_there)
        return self._row_looks[key]

    def _made_look(self, state: RowState, *, is_there: bool) -> _RowLook:
        looks = self._looks
        style = looks.marked if state.is_marked else looks.base
        if state.is_cursor:
            style += looks.row_cursor
        if not is_there:
            style += Style(foreground=looks.muted.foreground)
        sign = _MARKED if state.is_marked else _CURSOR if state.is_cursor else " "
        mark_style = style + Style(foreground=looks.mark.foreground)
        gutter = Segment(sign, mark_style.rich_style)
        return _RowLook(style, style.rich_style, looks.quiet(style).rich_style, gutter)

    def _is_right(self, piece: Piece) -> bool:
        return self._columns[piece.index].align == "right"

    def _styled(self, cell: Cell, piece: Piece, row_style: Style, state: RowState) -> list[Segment]:
        looks, style = self._looks, row_style
        if piece.place == state.column:
            style += looks.cell_cursor if state.is_cursor else looks.column_cursor
        if isinstance(cell, Content):
            inked = _segments(cell.truncate(piece.width, ellipsis=True), style)
        elif cell is None:
            inked = [Segment(_NULL, looks.quiet(style).rich_style)]
        else:
            inked = self._with_finds(_shortened(cell, piece.width), style)
        length = sum(segment.cell_length for segment in inked)
        padding = Segment(" " * (piece.width - length), style.rich_style)
        inked = [padding, *inked] if self._is_right(piece) else [*inked, padding]
        return _cut(inked, piece, row_style.rich_style)

    def _with_finds(self, text: str, style: Style) -> list[Segment]:
        """Split a text so that what is looked for stands out."""
        folded = text.casefold()
        if not self._needle or len(folded) != len(text):
            return [Segment(text, style.rich_style)]
        segments: list[Segment] = []
        start = 0
        while (at := folded.find(self._needle, start)) >= 0:
            end = at + len(self._needle)
            if at > start:
                segments.append(Segment(text[start:at], style.rich_style))
            segments.append(Segment(text[at:end], self._looks.standing_out(style).rich_style))
            start = end
        return [*segments, Segment(text[start:], style.rich_style)]

    def _whole(self, segments: list[Segment], style: RichStyle) -> Strip:
        """Give a line of the whole width. Making a strip costs more than all else, so make one."""
        missing = self._width - sum(segment.cell_length for segment in segments)
        if missing < 0:
            return Strip(segments).crop(0, self._width)
        if missing:
            segments.append(Segment(" " * missing, style))
        return Strip(segments, self._width)


def _segments(text: Content, style: Style) -> list[Segment]:
    return [Segment(part, look.rich_style) for part, look in text.render(style, end="")]


def _shortened(text: str, width: int) -> str:
    """Cut a text to a width in cells, with a sign that it was."""
    length = len(text) if text.isascii() else cell_len(text)
    if length <= width:
        return text
    if text.isascii():
        return text[: width - 1] + _ELLIPSIS
    return set_cell_size(text, width - 1) + _ELLIPSIS


def _fitted(text: str, piece: Piece, is_right: bool) -> str:
    """Give what is in view of a plain cell and of the gap behind it."""
    width = piece.width
    if text.isascii():
        if len(text) > width:
            text = text[: width - 1] + _ELLIPSIS
        text = text.rjust(width) + " " * GAP if is_right else text.ljust(width + GAP)
        return text if piece.take == width + GAP else text[piece.skip : piece.skip + piece.take]
    text = _shortened(text, width)
    padding = " " * (width - cell_len(text))
    text = padding + text + " " * GAP if is_right else text + padding + " " * GAP
    if piece.take == width + GAP:
        return text
    return Strip([Segment(text)]).crop(piece.skip, piece.skip + piece.take).text


def _cut(inked: list[Segment], piece: Piece, under: RichStyle) -> list[Segment]:
    """Give what is in view of a cell's segments and of the gap behind them."""
    whole = piece.width + GAP
    strip = Strip(inked).extend_cell_length(whole, under)
    return list(strip if piece.take == whole else strip.crop(piece.skip, piece.skip + piece.take))
