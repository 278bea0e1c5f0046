"""ISO 8601 timespans as the part of time that a hunting query sees.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from defender_tui.results.engine import TimeWindow

RETENTION = timedelta(days=30)
# A month counts 30 days and a year 365, as .NET reads durations.
_DAYS_OF = {"years": 365.0, "months": 30.0}
_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?"
    r"(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def parse_timespan(text: str | None, now: datetime) -> TimeWindow:
    """Give the window that a timespan names, cut to what the service keeps: 30 days before `now`.

    Understands a duration back from `now`, `start/end`, `start/duration`, `duration/end`, and one
    moment (from it to `now`). Without a timespan the window is all that is kept.

    Raises:
        ValueError: the text is none of these, or leaves the calendar.
    """
    oldest = now - RETENTION
    if text is None or not text.strip():
        return TimeWindow(oldest, now)
    try:
        start, end = _bounds(text.strip(), now)
    except OverflowError as cause:
        raise ValueError(f"The timespan '{text}' leaves the calendar.") from cause
    return TimeWindow(max(start, oldest), end)


def _bounds(text: str, now: datetime) -> tuple[datetime, datetime]:
    first, slash, second = text.partition("/")
    start, span = _moment_or_duration(first)
    if not slash:
        return (start, now) if start is not None else (now - (span or timedelta()), now)
    end, end_span = _moment_or_duration(second)
    if start is not None and end is not None:
        return start, end
    if start is not None and end_span is not None:
        return start, start + end_span
    if span is not None and end is not None:
        return end - span, end
    raise ValueError(f"The timespan '{text}' has two durations.")


def _moment_or_duration(text: str) -> tuple[datetime | None, timedelta | None]:
    found = _DURATION.fullmatch(text)
    if found is not None:
        parts = {unit: float(size) for unit, size in found.groupdict().items() if size}
        days = sum(parts.pop(unit, 0.0) * length for unit, length in _DAYS_OF.items())
        return None, timedelta(days=days) + timedelta(**parts)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as cause:
        raise ValueError(f"The timespan part '{text}' is not ISO 8601.") from cause
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment), None
