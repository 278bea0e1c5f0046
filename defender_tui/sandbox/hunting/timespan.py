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
# The smallest of the given units may have a fraction, behind a point or a comma.
_SIZE = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?"
    rf"(?:(?P<weeks>{_SIZE})W)?(?:(?P<days>{_SIZE})D)?"
    rf"(?:T(?=.)(?:(?P<hours>{_SIZE})H)?(?:(?P<minutes>{_SIZE})M)?"
    rf"(?:(?P<seconds>{_SIZE})S)?)?",
    re.ASCII,
)


def parse_timespan(text: str | None, now: datetime) -> TimeWindow:
    """Give the window that a timespan names, cut to what the service keeps: 30 days before `now`.

    Understands a duration back from `now`, `start/end`, `start/duration`, `duration/end`, and one
    moment (from it to `now`). Moments without a zone are UTC, dates are their midnight. Without a
    timespan the window is all that is kept.

    Raises:
        ValueError: the text is none of these, ends before it starts, or leaves the calendar.
    """
    oldest = now - RETENTION
    if text is None or not text.strip():
        return TimeWindow(oldest, now)
    try:
        start, end = _bounds(text.strip(), now)
    except OverflowError as cause:
        raise ValueError(f"The timespan '{text}' leaves the calendar.") from cause
    if "/" in text and end < start:
        raise ValueError(f"The timespan '{text}' ends before it starts.")
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
        given = {unit: size for unit, size in found.groupdict().items() if size}
        parts = {unit: float(size.replace(",", ".")) for unit, size in given.items()}
        if any(not size.isdigit() for size in list(given.values())[:-1]):
            raise ValueError(f"The timespan part '{text}' has a fraction of a larger unit.")
        days = sum(parts.pop(unit, 0.0) * length for unit, length in _DAYS_OF.items())
        return None, timedelta(days=days) + timedelta(**parts)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as cause:
        raise ValueError(f"The timespan part '{text}' is not ISO 8601.") from cause
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)), None
