"""What DuckDB gave, as the type that the statement makes it."""

from __future__ import annotations


def as_text(value: object) -> str | None:
    """Give a text or null."""
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"not a text: {value!r}")


def as_int(value: object) -> int:
    """Give a whole number."""
    if isinstance(value, int):
        return value
    raise TypeError(f"not a whole number: {value!r}")


def as_float(value: object) -> float | None:
    """Give a number or null."""
    if value is None or isinstance(value, float):
        return value
    raise TypeError(f"not a number: {value!r}")
