"""A shape in words: what is filtered and how it is sorted."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ...results.view.shape import Comparison, Condition, SortKey
from ..text import shown

NAME_CELLS = 28
_VALUE_CELLS = 28
_LISTED = 2
COMPARISON_WORDS = {
    Comparison.ONE_OF: "is one of",
    Comparison.NONE_OF: "is none of",
    Comparison.EQUALS: "equals",
    Comparison.DIFFERS: "differs from",
    Comparison.CONTAINS: "contains",
    Comparison.NOT_CONTAINS: "does not contain",
    Comparison.HAS: "has the term",
    Comparison.STARTS: "starts with",
    Comparison.MATCHES: "matches the pattern",
    Comparison.LESS: "is less than",
    Comparison.AT_MOST: "is at most",
    Comparison.MORE: "is more than",
    Comparison.AT_LEAST: "is at least",
    Comparison.IS_NULL: "is null",
    Comparison.IS_NOT_NULL: "is not null",
}
WITHOUT_VALUE = frozenset({Comparison.IS_NULL, Comparison.IS_NOT_NULL})
OF_SEVERAL = frozenset({Comparison.ONE_OF, Comparison.NONE_OF})


def value_words(value: str | None, limit: int = _VALUE_CELLS) -> Content:
    """Give a cell's value in short; a null and an empty text in words of their own."""
    if value is None:
        return Content.styled("null", "italic")
    return shown(value, limit=limit) if value else Content.styled("empty text", "italic")


def condition_words(condition: Condition, names: Sequence[str]) -> Content:
    """Give a condition as a person reads it: column, comparison, values."""
    where = (
        Content("any column")
        if condition.column is None
        else shown(names[condition.column], limit=NAME_CELLS)
    )
    comparison, values = condition.comparison, condition.values
    if comparison in WITHOUT_VALUE:
        return Content.assemble(where, " ", COMPARISON_WORDS[comparison])
    if comparison in OF_SEVERAL and len(values) == 1:
        sign = "=" if comparison is Comparison.ONE_OF else "≠"
        return Content.assemble(where, f" {sign} ", value_words(values[0]))
    listed = Content(", ").join(value_words(value, 16) for value in values[:_LISTED])
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return Content.assemble(where, f" {comparison.value} ", listed, more)


def order_words(order: Sequence[SortKey], names: Sequence[str]) -> Content:
    """Give the keys that rows are sorted by, the first first."""
    keys = [
        Content.assemble(
            shown(names[key.column], limit=NAME_CELLS), " ▾" if key.descending else " ▴"
        )
        for key in order
    ]
    return Content.assemble("by ", Content(", ").join(keys))
