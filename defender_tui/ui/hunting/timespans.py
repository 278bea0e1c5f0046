"""How far back a query may look, for the service to apply besides the query's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Timespan:
    """A choice of range; `iso8601` of `None` leaves it to the query."""

    title: str
    iso8601: str | None
    length: timedelta | None = None


SET_IN_QUERY = Timespan("set in query", None)
TIMESPANS = (
    SET_IN_QUERY,
    Timespan("last hour", "PT1H", timedelta(hours=1)),
    Timespan("last day", "P1D", timedelta(days=1)),
    Timespan("last 7 days", "P7D", timedelta(days=7)),
    Timespan("last 30 days", "P30D", timedelta(days=30)),
)
