"""How a person has arranged a grid's columns, and where they come to stand on the screen for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .grid_columns import GAP, GridColumn, PlacedColumn

MIN_WIDTH = 3
MAX_WIDTH = 200


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Columns by their keys: `first` go before all others, in this order.

    `widths` are those set by hand, in cells; the first `frozen` columns stay where they are while
    the others scroll.
    """

    first: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0

    def order_of(self, columns: Sequence[GridColumn]) -> list[int]:
        """Give the places of the columns to show, in the order to show them; never none of some."""
        places = {column.key: index for index, column in enumerate(columns)}
        ordered = [places[key] for key in self.first if key in places]
        before = set(ordered)
        ordered += [index for index in range(len(columns)) if index not in before]
        kept = [index for index in ordered if columns[index].key not in self.hidden]
        return kept or ordered

    def resized(self, key: str, width: int) -> GridLayout:
        """Give one column another width, from 3 cells to 200."""
        width = max(MIN_WIDTH, min(width, MAX_WIDTH))
        return replace(self, widths={**self.widths, key: width})

    def without(self, *keys: str) -> GridLayout:
        """Hide columns besides those that are hidden."""
        return replace(self, hidden=self.hidden | set(keys))

    def arranged(self, shown: Sequence[str], hidden: Sequence[str]) -> GridLayout:
        """Show some columns in an order, and hide others."""
        return replace(self, first=tuple(shown), hidden=frozenset(hidden))


@dataclass(frozen=True, slots=True)
class Piece:
    """What is in view of a placed column: `take` cells of it and its gap, from `skip` on.

    `place` counts the placed columns.
    """

    place: int
    index: int
    width: int
    skip: int
    take: int


def frozen_columns(placed: Sequence[PlacedColumn], wanted: int, width: int) -> tuple[int, int]:
    """Give how many columns stay, and where they end; they take half of the width at most."""
    count = min(wanted, len(placed))
    while count and _end(placed[count - 1]) > width // 2:
        count -= 1
    return count, _end(placed[count - 1]) if count else 0


def pieces_in_view(
    placed: Sequence[PlacedColumn], *, left: int, width: int, frozen: int, gutter: int
) -> tuple[Piece, ...]:
    """Give what is in view of each column, from the screen's `gutter` on to its right edge.

    `left` is how far the columns behind the `frozen` ones are scrolled.
    """
    pieces: list[Piece] = []
    edge = gutter
    for place, column in enumerate(placed):
        x = column.x if place < frozen else column.x - left
        first, last = max(x, edge), min(_end(column) - column.x + x, width)
        if first >= width:
            break
        if first < last:
            pieces.append(Piece(place, column.index, column.width, first - x, last - first))
            edge = last
    return tuple(pieces)


def _end(column: PlacedColumn) -> int:
    return column.x + column.width + GAP
