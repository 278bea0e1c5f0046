"""Moments as numbers, for filters and orders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from defender_tui.sandbox.json_value import ticks
from defender_tui.sandbox.odata.vocabulary import Field

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def field_ticks(value: Field) -> int | None:
    """Give a moment as 100 ns steps since the year 1970, None when the value holds none.

    A `datetime` counts as answers show it: the seventh digit repeats the sixth.
    """
    if isinstance(value, datetime):
        microseconds = (value - _EPOCH) // _MICROSECOND
        return microseconds * 10 + microseconds % 10
    return ticks(value) if isinstance(value, str) else None
