"""A shape in words: what is filtered and how it is sorted."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ...core.errors import DefenderTuiError
from ...core.zones import Zone, read_time, spelled_time
from ...results.column_types import ResultColumn
from ...results.view.shape import Comparison, Condition, SortKey
from ..text import shown

NAME_CELLS = 28
_VALUE_CELLS = 28
"""A time with its seven digits fits."""
_LISTED_CELLS = 16
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


def compared_zone(condition: Condition, columns: Sequence[ResultColumn], zone: Zone) -> Zone | None:
    """Give the zone that the times of a condition are spelled in; `None` where there are none.

    What compares texts sees those of a column of times as they came, which is in UTC.
    """
    values = [value for value in condition.values if value]
    if condition.column is None:
        # Each column is compared by its own type: what reads as a moment may be taken for one.
        return Zone.UTC if any(read_time(one, Zone.LOCAL) != one for one in values) else None
    if not values or columns[condition.column].type != "datetime":
        return None
    return zone if condition.comparison in OF_MOMENTS else Zone.UTC


def zone_words(column: ResultColumn | None, comparison: Comparison, zone: Zone) -> str:
    """Say in which zone a condition on a column, or on any, is to be typed; else nothing."""
    if column is None:
        return "  times in UTC" if zone is not Zone.UTC else ""
    if column.type != "datetime":
        return ""
    is_local = zone is Zone.LOCAL and comparison in OF_MOMENTS
    return "  times in local time" if is_local else "  times in UTC"


def refusal_words(error: DefenderTuiError) -> Content:
    """Say why a condition cannot be, and what to do; its value and its column are foreign text."""
    return Content(" ").join(
        shown(words, limit=_MESSAGE_CELLS) for words in (error.message, error.hint) if words
    )


def condition_words(
    condition: Condition, columns: Sequence[ResultColumn], zone: Zone = Zone.UTC
) -> Content:
    """Give a condition as a person reads it: column, comparison, values; times with their zone."""
    where = (
        Content("any column")
        if condition.column is None
        else shown(columns[condition.column].name, limit=NAME_CELLS)
    )
    comparison, values = condition.comparison, condition.values
    if comparison in WITHOUT_VALUE:
        return Content.assemble(where, " ", COMPARISON_WORDS[comparison])
    of_times, limit = compared_zone(condition, columns, zone), _LISTED_CELLS
    zone_name = ""
    if of_times is not None:
        zone_name, limit = f" {of_times.value}", _VALUE_CELLS
        if condition.column is not None and comparison in OF_MOMENTS:
            values = tuple(value and spelled_time(value, of_times) for value in values)
    if comparison in OF_SEVERAL and len(values) == 1:
        sign = "=" if comparison is Comparison.ONE_OF else "≠"
        return Content.assemble(where, f" {sign} ", value_words(values[0]), zone_name)
    listed = Content(", ").join(value_words(value, limit) for value in values[:_LISTED])
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return Content.assemble(where, f" {comparison.value} ", listed, zone_name, more)


def order_words(order: Sequence[SortKey], columns: Sequence[ResultColumn]) -> Content:
    """Give the keys that rows are sorted by, the first first."""
    keys = [
        Content.assemble(
            shown(columns[key.column].name, limit=NAME_CELLS), " ▾" if key.descending else " ▴"
        )
        for key in order
    ]
    return Content.assemble("by ", Content(", ").join(keys))
