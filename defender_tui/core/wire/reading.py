"""Typed look-ups in JSON that may hold anything; what is not as documented reads as absent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from ..errors import ProtocolError

JsonObject = Mapping[str, object]
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)


def json_object(body: bytes, *, what: str) -> JsonObject:
    """Parse an answer's body into an object.

    Raises:
        ProtocolError: it is not JSON, or not an object.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as cause:
        raise ProtocolError(
            f"Could not {what}: the answer is not JSON.",
            hint="A proxy may have answered in the API's place. Try again, or check the address.",
        ) from cause
    if not isinstance(value, dict):
        raise ProtocolError(
            f"Could not {what}: the answer is not an object.",
            hint="Check the API's address.",
        )
    return value


def text(source: JsonObject, key: str) -> str | None:
    """Give a text or number as text; `None` when absent, null, empty or of another kind."""
    value = source.get(key)
    if isinstance(value, bool) or value is None or value == "":
        return None
    return str(value) if isinstance(value, str | int | float) else None


def whole(source: JsonObject, key: str) -> int | None:
    """Give a whole number; `None` when absent or of another kind."""
    value = source.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def objects(source: JsonObject, key: str) -> tuple[JsonObject, ...]:
    """Give the objects of a list; whatever else is in it is left out; empty when absent."""
    value = source.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(item for item in value if isinstance(item, dict))


def texts(source: JsonObject, key: str) -> tuple[str, ...]:
    """Give the texts of a list; empty when absent."""
    value = source.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(item for item in value if isinstance(item, str) and item)


def time(source: JsonObject, key: str) -> datetime | None:
    """Give a time as UTC; `None` when absent or unreadable. Digits past microseconds are cut."""
    value = source.get(key)
    return parse_time(value) if isinstance(value, str) else None


def parse_time(value: str) -> datetime | None:
    """Read the services' ISO times: up to seven fraction digits; `Z`, an offset, or none (UTC)."""
    match = _TIME.fullmatch(value.strip())
    if match is None:
        return None
    date, clock, fraction, zone = match.groups()
    micros = (fraction or "0")[:6].ljust(6, "0")
    offset = "+00:00" if zone in (None, "Z") else zone
    try:
        return datetime.fromisoformat(f"{date}T{clock}.{micros}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def rest(source: JsonObject, read: Iterable[str]) -> JsonObject:
    """Give the fields that were not read, OData annotations left out."""
    known = frozenset(read)
    return MappingProxyType(
        {key: value for key, value in source.items() if key not in known and "@odata." not in key}
    )
