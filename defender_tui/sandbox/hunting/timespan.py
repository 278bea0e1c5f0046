"""ISO 8601 timespans as the part of time that a hunting query sees.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from defender_tui.results.engine import TimeWindow

RETENTION = timedelta(days=30)
_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def parse_timespan(text: str | None, now: datetime) -> TimeWindow:
    """Give the window that a timespan names, cut to what the service keeps: 30 days before `now`.

    Understands a duration back from `now`, `start/end`, `start/duration`, `duration/end`, and one
    moment (from it to `now`). Without a timespan the window is all that is kept.

    Raises:
        ValueError: the text is none of these.
    """
    oldest = now - RETENTION
    if text is None or not text.strip():
        return TimeWindow(oldest, now)
    first, slash, second = text.strip().partition("/")
    start, span = _moment_or_duration(first)
    if not slash:
        window = (start, now) if start is not None else (now - (span or timedelta()), now)
    else:
        end, end_span = _moment_or_duration(second)
        if start is not None and end is not None:
            window = (start, end)
        elif start is not None and end_span is not None:
            window = (start, start + end_span)
        elif span is not None and end is not None:
            window = (end - span, end)
        else:
            raise ValueError(f"The timespan '{text}' has two durations.")
    return TimeWindow(max(window[0], oldest), window[1])


def _moment_or_duration(text: str) -> tuple[datetime | None, timedelta | None]:
    found = _DURATION.fullmatch(text)
    try:
        if found is not None:
            parts = {unit: float(size) for unit, size in found.groupdict().items() if size}
            return None, timedelta(**parts)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as cause:
        raise ValueError(f"The timespan part '{text}' is not ISO 8601.") from cause
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment), None
