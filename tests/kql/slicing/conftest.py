"""The moment that all parts count from, and the way from a query to its parts."""

from __future__ import annotations

from datetime import UTC, datetime

from defender_tui.kql import load_schema
from defender_tui.kql.slicing import Refusal, SlicedQuery, Window, slice_query, ticks_of

NOW = ticks_of(datetime(2026, 11, 23, 12, tzinfo=UTC))
DAY = 24 * 60 * 60 * 10_000_000
WINDOW = Window(NOW - DAY, NOW)
IN_WINDOW = (
    "Timestamp >= datetime(2026-11-22T12:00:00.0000000Z)"
    " and Timestamp < datetime(2026-11-23T12:00:00.0000000Z)"
)


def sliced(query: str) -> SlicedQuery:
    """Slice a query that can be."""
    found = slice_query(query, load_schema(), NOW)
    assert isinstance(found, SlicedQuery), found
    return found


def part(query: str) -> str:
    """Give the part of the last day, its window spelled `W`."""
    return sliced(query).part(WINDOW).replace(f" | where {IN_WINDOW}", " | W")


def refused(query: str) -> Refusal:
    """Give the refusal of a query that cannot be sliced."""
    found = slice_query(query, load_schema(), NOW)
    assert isinstance(found, Refusal), found
    return found
