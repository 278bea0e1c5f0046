"""The timespan of a hunting call, pinned to moments so that several calls mean the same.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from .errors import ConfigError

REACH = timedelta(days=30)
"""How far back the API looks when no timespan says otherwise."""
# A month counts 30 days and a year 365, as .NET reads durations.
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}
_SECONDS = {"H": 3600, "M": 60, "S": 1}
_DURATION = re.compile(r"P(?=[\dT])((?:\d+[YMWD])*)(?:T(?=\d)((?:\d+[HMS])+))?", re.ASCII)
_PART = re.compile(r"(\d+)([A-Z])")


def timespan_bounds(text: str, now: datetime) -> tuple[datetime, datetime]:
    """Give the aware moments that an ISO 8601 timespan begins and ends with.

    A duration alone counts back from `now`, a moment alone reaches to it.

    Raises:
        ConfigError: it is not a timespan, or ends before it begins.
    """
    first, slash, second = text.strip().partition("/")
    try:
        start, end = _bounds(first, second if slash else None, now)
    except (ValueError, OverflowError) as cause:
        raise _unreadable(text) from cause
    if start > end:
        raise _unreadable(text)
    return start, end


def pinned_timespan(text: str, now: datetime) -> str:
    """Spell a timespan as two moments.

    Raises:
        ConfigError: as `timespan_bounds`.
    """
    start, end = timespan_bounds(text, now)
    return f"{_spelled(start)}/{_spelled(end)}"


def _bounds(first: str, second: str | None, now: datetime) -> tuple[datetime, datetime]:
    if second is None:
        span = _duration(first)
        return (_moment(first), now) if span is None else (now - span, now)
    before, after = _duration(first), _duration(second)
    if before is not None:
        end = _moment(second)
        return end - before, end
    start = _moment(first)
    return start, (_moment(second) if after is None else start + after)


def _duration(text: str) -> timedelta | None:
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    days = sum(int(size) * _DAYS[unit] for size, unit in _PART.findall(found[1]))
    seconds = sum(int(size) * _SECONDS[unit] for size, unit in _PART.findall(found[2] or ""))
    return timedelta(days=days, seconds=seconds)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _spelled(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _unreadable(text: str) -> ConfigError:
    return ConfigError(
        f"“{text}” is not an ISO 8601 timespan that can be split.",
        hint="Write a duration such as P7D or PT12H, or start/end.",
        key="timespan",
    )
