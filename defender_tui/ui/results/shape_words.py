"""A shape in words: what is filtered and how it is sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from ...core.errors import DefenderTuiError
from ...core.zones import Zone, spelled_time
from ...results.column_types import ResultColumn
from ...results.view.shape import Comparison, Condition, Shape, SortKey
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
NEGATED = frozenset({Comparison.DIFFERS, Comparison.NOT_CONTAINS, Comparison.IS_NOT_NULL})
# What a column of times is held against as a time, not as a text.
OF_MOMENTS = OF_SEVERAL | {
    Comparison.EQUALS,
    Comparison.DIFFERS,
    Comparison.LESS,
    Comparison.AT_MOST,
    Comparison.MORE,
    Comparison.AT_LEAST,
}
_MESSAGE_CELLS = 200


def value_words(value: str | None, limit: int = _VALUE_CELLS) -> Content:
    """Give a cell's value in short; a null and an empty text in words of their own."""
    if value is None:
        return Content.styled("null", "italic")
    return shown(value, limit=limit) if value else Content.styled("empty text", "italic")


def shape_in(shape: Shape, columns: Sequence[ResultColumn], zone: Zone) -> Shape:
    """Give a shape to be read: the moments among its values are spelled in a zone."""
    return replace(
        shape, conditions=tuple(_condition_in(one, columns, zone) for one in shape.conditions)
    )


def _condition_in(condition: Condition, columns: Sequence[ResultColumn], zone: Zone) -> Condition:
    column = condition.column
    if column is None or condition.comparison not in OF_MOMENTS:
        return condition
    if columns[column].type != "datetime":
        return condition
    values = (value and spelled_time(value, zone) for value in condition.values)
    return replace(condition, values=tuple(values))


def refusal_words(error: DefenderTuiError) -> Content:
    """Say why a condition cannot be, and what to do; its value and its column are foreign text."""
    return Content(" ").join(
        shown(words, limit=_MESSAGE_CELLS) for words in (error.message, error.hint) if words
    )


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
