"""What is said about one column of a view."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Distinct:
    """The values of a column with their numbers of rows, most frequent first; null is `None`.

    `total` is how many there are, of which `values` may be the first only.
    """

    values: tuple[tuple[str | None, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A column at a glance.

    `empties` counts empty texts, `uncast` texts that are no value of the column's type, `distinct`
    different texts without null. `least` and `greatest` are cells, by the column's type, `None`
    without any; `top` the most frequent texts, null apart. `mean` is that of numbers. `histogram`
    counts the numbers, moments or spans in ranges of one width from the least to the greatest; it
    is empty for other types.
    """

    rows: int
    nulls: int
    empties: int
    uncast: int
    distinct: int
    least: str | None
    greatest: str | None
    mean: float | None
    top: tuple[tuple[str | None, int], ...]
    histogram: tuple[int, ...]
