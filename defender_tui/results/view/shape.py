"""Which rows of a result are shown, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Comparison(StrEnum):
    """How a cell is held against the values of a condition; spelt as KQL spells it.

    Texts compare with case by `==`, `!=`, `in`, `!in` and `matches regex`, without by the others.
    """

    EQUALS = "=="
    DIFFERS = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    HAS = "has"
    CONTAINS = "contains"
    NOT_CONTAINS = "!contains"
    STARTS = "startswith"
    MATCHES = "matches regex"
    IS_NULL = "isnull"
    IS_NOT_NULL = "isnotnull"
    ONE_OF = "in"
    NONE_OF = "!in"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet; with `column` `None`, what any of its cells must.

    `values` are texts as a cell shows them, `None` for null: none for `isnull` and `isnotnull`,
    any number for `in` and `!in`, one for all others. `==` and the orders compare by the column's
    type (1 is 1.0), `in` by text alone, as `distinct` gave it. The negations are met where their
    opposite is not: by null too, and, in any column, where no cell meets the opposite. Null, for
    all types but `string`, is an empty text as well.
    """

    column: int | None
    comparison: Comparison
    values: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by. Last come texts that do not fit its type, then nulls, either way."""

    column: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """All conditions hold for a row; the first key sorts first, ties stay in the answer's order.

    `Shape()` stands for all rows as they came.
    """

    conditions: tuple[Condition, ...] = ()
    order: tuple[SortKey, ...] = ()
