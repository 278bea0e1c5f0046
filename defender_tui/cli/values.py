"""Kinds of argument values, for argparse: each gives a value or says what was expected."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

_SPAN = re.compile(r"(\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def positive(text: str) -> int:
    """Read a whole number from 1 up."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"“{text}” is not a whole number from 1 up")
    return int(text)


def port(text: str) -> int:
    """Read a TCP port; 0 stands for any free one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ArgumentTypeError(f"“{text}” is not a port from 0 to 65535")
    return int(text)


def factor(text: str) -> float:
    """Read a number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value < float("inf"):
        raise ArgumentTypeError(f"“{text}” is not a number above 0")
    return value


def moment(text: str) -> datetime:
    """Read an ISO 8601 time; one without a zone is UTC."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a time such as 2026-11-23T08:00:00Z") from None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment_or_span(text: str) -> datetime | timedelta:
    """Read an ISO 8601 date or time, or a span back from now such as 30m, 12h, 7d, 2w."""
    span = _SPAN.fullmatch(text)
    if span:
        return timedelta(**{_UNITS[span.group(2)]: int(span.group(1))})
    try:
        return moment(text)
    except ArgumentTypeError:
        raise ArgumentTypeError(
            f"“{text}” is neither a date such as 2026-11-23 nor a span such as 12h or 7d"
        ) from None


def words(known: Iterable[str]) -> Callable[[str], frozenset[str]]:
    """Make a reader of one or more of the known words, comma-separated, in any case."""
    by_folded = {word.casefold(): str(word) for word in known}

    def read(text: str) -> frozenset[str]:
        found = set()
        for word in text.split(","):
            match = by_folded.get(word.strip().casefold())
            if match is None:
                choices = ", ".join(by_folded.values())
                raise ArgumentTypeError(f"“{word.strip()}” is not one of {choices}")
            found.add(match)
        return frozenset(found)

    return read


def assignment(text: str) -> tuple[str, str]:
    """Read `name=value`; the value may be empty."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ArgumentTypeError(f"“{text}” is not of the form name=value")
    return name.strip(), value.strip()
