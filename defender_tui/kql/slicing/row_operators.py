"""Operators that take rows one by one, and what they do to the column with the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..vocabulary import OLDER_SPELLINGS
from .flow import Flow
from .ordering import RowOrder
from .refused_operators import refuse_calls
from .words import Stretch, Words

Rule = Callable[[Words, Stretch, Flow], Flow]


def through_rows(words: Words, segment: Stretch, flow: Flow) -> Flow | None:
    """Pass rows through an operator; `None` for one that does not take them one by one.

    Raises:
        CannotSlice: it calls what looks at other rows, or sorts by what parts cannot keep.
    """
    word = words[segment.first]
    rule = _RULES.get(OLDER_SPELLINGS.get(word, word))
    if rule is None:
        return None
    refuse_calls(words, segment)
    return rule(words, segment.after(), flow)


def _kept(words: Words, rest: Stretch, flow: Flow) -> Flow:
    return flow


def _lost_if_named(words: Words, rest: Stretch, flow: Flow) -> Flow:
    """The time stays unless its name occurs: it may then be written over."""
    return flow.with_time(None) if flow.time in words.names(rest) else flow


def _extended(words: Words, rest: Stretch, flow: Flow) -> Flow:
    given = {name for item in words.split(rest, ",") for name in _assigned(words, item)}
    return flow.with_time(None) if flow.time in given else flow


def _projected(words: Words, rest: Stretch, flow: Flow) -> Flow:
    items = words.split(rest, ",")
    if any(words.names(item) == [flow.time] for item in items):
        return flow
    return _renamed_among(words, items, flow.with_time(None), flow.time)


def _renamed(words: Words, rest: Stretch, flow: Flow) -> Flow:
    items = words.split(rest, ",")
    given = {name for item in items for name in _assigned(words, item)}
    if flow.time not in words.names(rest):
        return flow
    other = flow.with_time(None)
    return other if flow.time in given else _renamed_among(words, items, other, flow.time)


def _renamed_among(words: Words, items: list[Stretch], lost: Flow, time: str | None) -> Flow:
    """The time under its new name, when one of the items is `New = Time`."""
    for item in items:
        names = words.names(item)
        if time is not None and len(names) == 3 and names[1:] == ["=", time]:
            return lost.with_time(words.name(item.first))
    return lost


def _without(words: Words, rest: Stretch, flow: Flow) -> Flow:
    names = words.names(rest)
    return flow.with_time(None) if flow.time in names or "*" in names else flow


def _only(words: Words, rest: Stretch, flow: Flow) -> Flow:
    is_kept = any(words.names(item) == [flow.time] for item in words.split(rest, ","))
    return flow if is_kept else flow.with_time(None)


def _assigned(words: Words, item: Stretch) -> list[str]:
    """The names that an item `Name = …` or `(A, B) = …` gives a value to."""
    if item.is_empty:
        return []
    if words[item.first] == "(":
        closing = words.closing(item.first)
        inside = words.names(Stretch(item.first + 1, closing))
        return inside if words[closing + 1] == "=" else []
    name = words.name(item.first)
    return [name] if name is not None and words[item.first + 1] == "=" else []


def _sorted(words: Words, rest: Stretch, flow: Flow) -> Flow:
    """Sorting by the time first keeps all else inside the parts; equal times are never parted.

    Source: https://learn.microsoft.com/en-us/kusto/query/sort-operator
    """
    by = next((n for n in words.outside(rest) if words[n] == "by"), rest.first - 1)
    keys = words.split(Stretch(by + 1, rest.end), ",")
    key, *how = words.names(keys[0]) or [""]
    order = _row_order(how)
    if flow.time is None or key != flow.time or order is None:
        wanted = f"`{flow.time}`" if flow.time else "the source's own time"
        unkept = words.refuse(
            "Parts keep the order of rows only when they are sorted by the time first. Sort by "
            f"{wanted}, or leave the sorting to the result.",
            Stretch(rest.first - 1, rest.end),
        )
        return Flow(flow.time, unkept=unkept)
    return Flow(flow.time, order)


def _row_order(how: list[str]) -> RowOrder | None:
    is_descending = how[:1] != ["asc"]
    rest = how[1:] if how[:1] in (["asc"], ["desc"]) else how
    if not rest:
        return RowOrder(is_descending, are_nulls_first=not is_descending)
    if rest in (["nulls", "first"], ["nulls", "last"]):
        return RowOrder(is_descending, are_nulls_first=rest[1] == "first")
    return None


_RULES: Mapping[str, Rule] = {
    "where": _kept,
    "search": _kept,
    "render": _kept,
    "project-reorder": _kept,
    "extend": _extended,
    "project": _projected,
    "project-rename": _renamed,
    "project-away": _without,
    "project-keep": _only,
    "parse": _lost_if_named,
    "parse-where": _lost_if_named,
    "parse-kv": _lost_if_named,
    "mv-expand": _lost_if_named,
    "mv-apply": _lost_if_named,
    "sort": _sorted,
}
