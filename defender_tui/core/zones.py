"""Times as they are shown: in UTC, or in the zone that this computer is set to."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum

# With the offset and without the zeroes at the end of the fraction; a fraction has seven digits.
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:(\.\d*[1-9])0*|\.0*)?(Z|[+-]\d\d:?\d\d)?"
)
_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?)?")


class Zone(Enum):
    """The zone to show times in; the value is what a header calls it."""

    UTC = "UTC"
    LOCAL = "local"


def spelled_time(text: str, zone: Zone) -> str:
    """Give an ISO 8601 moment as it is shown: `2026-11-22 09:14:02.12345`, without its zone.

    Every digit of the fraction is kept. A moment without a zone is taken as UTC; a text that is no
    moment comes back as it is.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return text
    date, clock, fraction, offset = found.groups("")
    if zone is Zone.UTC and offset in ("", "Z"):
        return f"{date} {clock}{fraction}"
    moment = _moment(found, zone)
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction}" if moment else text


def zoned_time(text: str, zone: Zone) -> str:
    """Give an ISO 8601 moment for others to read: `2026-11-22T10:14:02.12345+01:00`.

    In UTC every text comes back as it is.
    """
    found = None if zone is Zone.UTC else _TIME.fullmatch(text)
    moment = _moment(found, zone) if found else None
    if found is None or moment is None:
        return text
    fraction = found[3] or ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}{moment.isoformat()[-6:]}"


def read_time(text: str, zone: Zone) -> str:
    """Give a moment that a person wrote in a zone as others read it, in UTC.

    A moment with an offset of its own, and what is no moment, comes back as it is.
    """
    found = None if zone is Zone.UTC else _WRITTEN.fullmatch(text.strip())
    if found is None:
        return text
    date, clock, seconds, fraction = found.groups()
    try:
        moment = datetime.fromisoformat(f"{date}T{clock or '00:00'}:{seconds or '00'}")
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction or ''}Z"


def _moment(found: re.Match[str], zone: Zone) -> datetime | None:
    """The moment to the second, in a zone; `None` when there is no such one."""
    date, clock, _, offset = found.groups("")
    try:
        moment = datetime.fromisoformat(f"{date}T{clock}{offset or 'Z'}")
        return moment.astimezone(UTC if zone is Zone.UTC else None)
    except (ValueError, OverflowError):
        return None
