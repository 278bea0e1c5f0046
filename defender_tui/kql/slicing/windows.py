"""Stretches of time that never overlap and leave nothing out."""

from __future__ import annotations

from dataclasses import dataclass

from .moments import END_OF_TIME, literal, moment_words


@dataclass(frozen=True, slots=True)
class Window:
    """The time from `start` on and before `end`, in ticks; `None` leaves that side open.

    `is_timeless` is the stretch of the rows that have no time at all; it has no ends.
    """

    start: int | None = None
    end: int | None = None
    is_timeless: bool = False

    def condition(self, column: str) -> str:
        """Build the KQL that holds for the rows of this window and for no others."""
        if self.is_timeless:
            return f"isnull({column})"
        bounds = []
        if self.start is not None:
            bounds.append(f"{column} >= {literal(self.start)}")
        if self.end is not None:
            bounds.append(f"{column} < {literal(self.end)}")
        return " and ".join(bounds) or f"isnotnull({column})"

    @property
    def width(self) -> int | None:
        """How many ticks it is long; `None` when a side is open or there is no time."""
        if self.start is None or self.end is None or self.is_timeless:
            return None
        return self.end - self.start

    def halves(self, span: Window) -> tuple[Window, Window] | None:
        """Cut it in two where rows can be expected on both sides; `None` if nothing is left to cut.

        `span` is where most of the rows lie; an open side is cut there first, so that no more
        parts than needed reach into time that holds nothing.
        """
        if self.is_timeless:
            return None
        first = 0 if self.start is None else self.start
        last = END_OF_TIME if self.end is None else self.end
        inner_first = first if self.start is not None else _within(first, span.start, last)
        inner_last = last if self.end is not None else _within(last, span.end, first)
        middle = _middle(first, inner_first, inner_last, last)
        if middle is None:
            return None
        return Window(self.start, middle), Window(middle, self.end)

    def __str__(self) -> str:
        if self.is_timeless:
            return "rows without a time"
        start = "the first row" if self.start is None else moment_words(self.start)
        end = "the last row" if self.end is None else moment_words(self.end)
        return f"{start} to {end}"


def _within(edge: int, wanted: int | None, other_edge: int) -> int:
    """The wanted tick if it lies between the edges, else the edge that it lies behind."""
    if wanted is None:
        return edge
    return min(max(wanted, min(edge, other_edge)), max(edge, other_edge))


def _middle(first: int, inner_first: int, inner_last: int, last: int) -> int | None:
    """Where to cut: inside the inner stretch while it is wide, else at its edges, else outside."""
    for low, high in ((inner_first, inner_last), (first, inner_first), (inner_last, last)):
        if high - low >= 2:
            return (low + high) // 2
        for edge in (low, high):
            if first < edge < last:
                return edge
    return None
