"""What a query past the caps is split into, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..core.hunt_timespan import REACH, pinned_timespan, timespan_bounds
from ..kql.schema import HuntingSchema
from ..kql.slicing import Refusal, SlicedQuery, Window, slice_query, ticks_of


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """A query that can be split by time.

    `span` is where its rows are expected, both ends given; parts reach beyond it, so that none is
    lost. `timespan` goes with each call, pinned; `None` leaves all to the query.
    """

    query: str
    sliced: SlicedQuery
    span: Window
    timespan: str | None = None


def plan_split(
    query: str, schema: HuntingSchema, now: datetime, *, timespan: str | None = None
) -> SplitPlan | Refusal:
    """Say how a query can be split, or why not. `now` is aware, and the same for all parts.

    Raises:
        ConfigError: the timespan cannot be read.
    """
    sliced = slice_query(query, schema, ticks_of(now))
    if isinstance(sliced, Refusal):
        return sliced
    first, last = (now - REACH, now) if timespan is None else timespan_bounds(timespan, now)
    span = Window(ticks_of(first), ticks_of(last))
    if sliced.own_span is not None:
        span = _shorter(span, sliced.own_span)
    pinned = None if timespan is None else pinned_timespan(timespan, now)
    return SplitPlan(query, sliced, span, pinned)


def _shorter(span: Window, other: Window) -> Window:
    """What both have in common; the first when that is nothing."""
    start = max(span.start or 0, other.start or 0)
    end = min(span.end or 0, other.end or 0)
    return Window(start, end) if start < end else span
