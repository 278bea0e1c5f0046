"""The keys to sort by, as pressing a key on a column changes them."""

from __future__ import annotations

from ...results.view.shape import SortKey

Order = tuple[SortKey, ...]


def with_only_key(order: Order, column: int) -> Order:
    """Sort by one column: rising, then falling, then not at all."""
    if len(order) != 1 or order[0].column != column:
        return (SortKey(column),)
    return () if order[0].descending else (SortKey(column, descending=True),)


def with_key(order: Order, column: int) -> Order:
    """Sort by a column besides others: rising as the last key, then falling, then without it."""
    for at, key in enumerate(order):
        if key.column == column:
            turned = () if key.descending else (SortKey(column, descending=True),)
            return (*order[:at], *turned, *order[at + 1 :])
    return (*order, SortKey(column))
