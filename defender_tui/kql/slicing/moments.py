"""Times as counts of 100 ns, the finest step that a datetime of KQL has.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/datetime
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TICKS_PER_SECOND = 10_000_000
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
END_OF_TIME = 3_155_378_976_000_000_000
"""The tick after the last one that a datetime can have."""


def ticks_of(moment: datetime) -> int:
    """Count the ticks from the year 1 to an aware moment."""
    return (moment - _FIRST) // _MICROSECOND * 10


def moment_words(ticks: int) -> str:
    """Spell a count of ticks as ISO 8601 in UTC with all seven digits."""
    microseconds, rest = divmod(ticks, 10)
    moment = _FIRST + timedelta(microseconds=microseconds)
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}.{moment.microsecond:06}{rest}Z"


def literal(ticks: int) -> str:
    """Spell a count of ticks as a datetime of KQL."""
    return f"datetime({moment_words(ticks)})"
