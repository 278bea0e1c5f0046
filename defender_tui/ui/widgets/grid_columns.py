"""The columns of a grid: what each asks for, and how they share the width there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from textual.content import Content

from ..text import shown
from .grid_source import Cell

GAP = 2
MAX_MEASURED_WIDTH = 48


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column. Widths are in cells; the title may be foreign text.

    `width` of `None` is measured from the first rows, between `min_width` and 48. A `flexible`
    column shrinks to `min_width` and takes what is left over. `priority` 0 always stays; where the
    others do not fit, the column with the highest number goes first. `mark` is a sign of ours that
    follows the title, however narrow the column is.
    """

    key: str
    title: str
    width: int | None = None
    min_width: int = 3
    priority: int = 0
    align: Literal["left", "right"] = "left"
    flexible: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column on the screen: its place in the source's cells, its left edge and its width."""

    index: int
    x: int
    width: int


def place_columns(
    columns: Sequence[GridColumn],
    wanted: Sequence[int],
    available: int,
    *,
    left: int = 0,
    order: Sequence[int] | None = None,
) -> tuple[PlacedColumn, ...]:
    """Share out `available` cells from `left` on, in column order or in the given one.

    `wanted` is the width each column would like; a column that `order` leaves out is not placed.
    What cannot shrink and must not go is placed past the edge, to be scrolled to.
    """
    kept = list(range(len(columns)) if order is None else order)
    while _least_total(columns, wanted, kept) > available:
        droppable = [index for index in kept if columns[index].priority > 0]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda index: columns[index].priority))
    widths = {index: wanted[index] for index in kept}
    _flex(columns, widths, available - _total(list(widths.values())))
    placed: list[PlacedColumn] = []
    for index in kept:
        placed.append(PlacedColumn(index, left, widths[index]))
        left += widths[index] + GAP
    return tuple(placed)


def wanted_widths(columns: Sequence[GridColumn], rows: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """Give the width each column would like, measuring those without one by title and rows."""
    return tuple(
        column.width or _measured(column, [cells[index] for cells in rows])
        for index, column in enumerate(columns)
    )


def column_title(column: GridColumn) -> Content:
    """Give a column's title safe to show."""
    return shown(column.title, limit=MAX_MEASURED_WIDTH)


def _measured(column: GridColumn, cells: Sequence[Cell]) -> int:
    widest = max(map(_cell_width, cells), default=0)
    width = max(widest, column_title(column).cell_length, column.min_width)
    return min(width, MAX_MEASURED_WIDTH)


def _cell_width(cell: Cell) -> int:
    if cell is None:
        return 4
    return cell.cell_length if isinstance(cell, Content) else cell_len(cell)


def _flex(columns: Sequence[GridColumn], widths: dict[int, int], spare: int) -> None:
    flexible = [index for index in widths if columns[index].flexible]
    for position, index in enumerate(flexible):
        share = spare // (len(flexible) - position)
        width = max(widths[index] + share, columns[index].min_width)
        spare -= width - widths[index]
        widths[index] = width


def _least_total(columns: Sequence[GridColumn], wanted: Sequence[int], kept: list[int]) -> int:
    return _total(
        [columns[index].min_width if columns[index].flexible else wanted[index] for index in kept]
    )


def _total(widths: list[int]) -> int:
    return sum(widths) + GAP * max(len(widths) - 1, 0)
