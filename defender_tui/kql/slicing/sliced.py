"""A query that can be cut by time."""

from __future__ import annotations

from dataclasses import dataclass

from .edits import Hole, Piece
from .ordering import ANY_ORDER, RowOrder
from .windows import Window


@dataclass(frozen=True, slots=True)
class SlicedQuery:
    """A query with a place for a window behind each source whose rows are cut.

    The rows of all windows that neither overlap nor leave time out, and of the one without time,
    are the rows of the query, each as often as there. `order` is that of the rows, `None` when
    the query gives them in any; `own_span` is how far it looks by its own words, as far as known.
    """

    pieces: tuple[Piece, ...]
    order: RowOrder | None
    own_span: Window | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is cut by, one for each source, in the order of the text."""
        return tuple(piece.column for piece in self.pieces if isinstance(piece, Hole))

    def part(self, window: Window) -> str:
        """Spell the query for the rows of one window."""
        return "".join(
            f" | where {window.condition(piece.column)}" if isinstance(piece, Hole) else piece
            for piece in self.pieces
        )

    def in_order(self, windows: list[Window]) -> list[Window]:
        """Put windows into the order in which their rows stand in the answer."""
        order = self.order or ANY_ORDER
        timed = [window for window in windows if not window.is_timeless]
        timed.sort(key=lambda window: window.start or 0, reverse=order.is_descending)
        timeless = [window for window in windows if window.is_timeless]
        return [*timeless, *timed] if order.are_nulls_first else [*timed, *timeless]
