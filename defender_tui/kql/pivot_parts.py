"""What prepared queries are put together from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..core.evidence import text_at
from .literals import quote

Fields: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """A query without its time: a table with a `Timestamp`, and the steps after the pipe.

    `name` is ours alone: it becomes a comment of the query.
    """

    name: str
    table: str
    steps: tuple[str, ...]


DraftsOf: TypeAlias = Callable[[Fields], Sequence[Draft]]


def found(name: str, table: str, condition: str, columns: str) -> Draft:
    """Draft a query for the rows that meet a condition, in the order of time, by some columns."""
    steps = (f"where {condition}", f"project Timestamp, {columns}", "order by Timestamp asc")
    return Draft(name, table, steps)


def is_exactly(column: str, value: str | None) -> str:
    """Give the condition that a column holds a value, in any case; empty without a value."""
    return f"{column} =~ {quote(value)}" if value else ""


def is_within(column: str, value: str | None) -> str:
    """Give the condition that a column holds a value as a term; empty without a value."""
    return f"{column} has {quote(value)}" if value else ""


def is_one_of(column: str, values: Sequence[str]) -> str:
    """Give the condition that a column holds one of some values; empty without any."""
    return f"{column} in~ ({', '.join(map(quote, values))})" if values else ""


def either(*conditions: str) -> str:
    """Join conditions of which one must hold; empty ones count for nothing."""
    given = [condition for condition in conditions if condition]
    return " or ".join(dict.fromkeys(given))


def first_text(fields: Fields, *paths: tuple[str, ...]) -> str | None:
    """Give the first text that there is at one of the paths."""
    texts = (text_at(fields, *path) for path in paths)
    return next((text for text in texts if text), None)
