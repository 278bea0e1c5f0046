"""JSON as Python holds it, and moments as the services write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = "dict[str, Json]"

_TICKS_PER_SECOND = 10_000_000
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)?)?",
    re.IGNORECASE,
)


def moment_text(moment: datetime) -> str:
    """Give a moment the way .NET prints it: up to seven digits of fraction, none when zero.

    Python keeps six; the seventh repeats the sixth, so that clients meet fractions of real length.
    """
    utc = moment.astimezone(UTC)
    fraction = f"{utc.microsecond:06d}{utc.microsecond % 10}".rstrip("0")
    return utc.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "Z"


def ticks(text: str) -> int:
    """Give a moment as 100 ns steps since the year 1970.

    Raises:
        ValueError: the text is no ISO date, or a date that does not exist.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, time, fraction, zone = found.groups()
    zone = "+00:00" if zone in (None, "Z", "z") else zone
    moment = datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}")
    whole = round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    return whole * _TICKS_PER_SECOND + int((fraction or "0").ljust(7, "0")[:7])
