"""What people type for a parameter, read by its type and spelled as one KQL literal."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from .literals import quote

_TYPE_NAMES = {
    "boolean": "bool",
    "date": "datetime",
    "double": "real",
    "time": "timespan",
    "uuid": "guid",
    "uniqueid": "guid",
}
TYPES = frozenset(
    {"string", "int", "long", "real", "decimal", "bool", "datetime", "timespan", "guid", "dynamic"}
)
# What the ticks of a timespan can count.
_MAX_LENGTH = timedelta(days=10_675_199)
_INT_BITS = {"int": 31, "long": 63}
_UNIT_MS = {
    "d": 86_400_000.0,
    "h": 3_600_000.0,
    "m": 60_000.0,
    "s": 1_000.0,
    "ms": 1.0,
    "microsecond": 0.001,
}
_SPAN = re.compile(r"(-?)(\d{1,9}(?:\.\d{1,7})?)\s*(d|h|ms|m|s|microsecond)s?", re.IGNORECASE)
_CLOCK = re.compile(r"(-?)(?:(\d{1,7})\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,7})?))?")
_EXAMPLES = {
    "int": "a whole number, such as 45",
    "long": "a whole number, such as 45",
    "real": "a number, such as 4.5",
    "decimal": "a number, such as 4.5",
    "bool": "true or false",
    "datetime": "a time, such as 2026-11-23T14:00:00Z",
    "timespan": "a length of time, such as 7d, 12h, 30m or 1.02:30:00",
    "guid": "a GUID: 8-4-4-4-12 hexadecimal digits",
    "dynamic": "JSON",
}


def type_named(word: str) -> str | None:
    """Give the type that a word means, by the one of its names that is used here."""
    name = _TYPE_NAMES.get(word.casefold(), word.casefold())
    return name if name in TYPES else None


def example_of(kind: str) -> str:
    """Say what a value of a type of `TYPES` looks like; empty for texts."""
    return _EXAMPLES.get(kind, "")


def literal(kind: str, typed: str) -> str:
    """Spell what was typed as one literal of a type of `TYPES`, which nothing in it can end early.

    Raises:
        ValueError: it is no value of that type; the message says what one looks like.
    """
    try:
        return _spelled(kind, typed if kind == "string" else typed.strip())
    except (ValueError, OverflowError, InvalidOperation, RecursionError):
        raise ValueError(f"This is not {_EXAMPLES[kind]}.") from None


def _spelled(kind: str, text: str) -> str:
    match kind:
        case "int" | "long":
            return quote(_whole(text, _INT_BITS[kind]))
        case "real":
            return quote(float(text))
        case "decimal":
            return f"decimal({_plain(Decimal(text))})"
        case "bool":
            return quote(_truth(text))
        case "datetime":
            return quote(_moment(text))
        case "timespan":
            return quote(_length(text))
        case "guid":
            return quote(UUID(text))
        case "dynamic":
            return f"dynamic({json.dumps(json.loads(text), allow_nan=False)})"
    return quote(text)


def _whole(text: str, bits: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text):
        raise ValueError(text)
    value = int(text)
    # The most negative number has no spelling of its own.
    if abs(value) >= 2**bits:
        raise ValueError(text)
    return value


def _plain(value: Decimal) -> str:
    if not value.is_finite() or abs(value.adjusted()) > 28:
        raise ValueError(value)
    return format(value, "f")


def _truth(text: str) -> bool:
    if text.casefold() in {"true", "false"}:
        return text.casefold() == "true"
    raise ValueError(text)


def _moment(text: str) -> datetime | date:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def _length(text: str) -> timedelta:
    length = _timedelta(text)
    if abs(length) > _MAX_LENGTH:
        raise ValueError(text)
    return length


def _timedelta(text: str) -> timedelta:
    if match := _SPAN.fullmatch(text):
        sign, number, unit = match.groups()
        length = timedelta(milliseconds=float(number) * _UNIT_MS[unit.lower()])
        return -length if sign else length
    if match := _CLOCK.fullmatch(text):
        sign, days, hours, minutes, seconds = match.groups()
        length = timedelta(
            days=int(days or 0),
            hours=int(hours),
            minutes=int(minutes),
            seconds=float(seconds or 0),
        )
        return -length if sign else length
    raise ValueError(text)
