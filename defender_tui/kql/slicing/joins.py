"""Joins: which of the two sides can be cut while the other stays whole.

A row of the answer then comes from exactly one row of the side that is cut, which lies in exactly
one part; and what it is joined with is there in every part.

Source: https://learn.microsoft.com/en-us/kusto/query/join-operator
Source: https://learn.microsoft.com/en-us/kusto/query/lookup-operator
"""

from __future__ import annotations

from dataclasses import dataclass

from .options import take_options
from .words import Stretch, Words

_LEFT = ("inner", "leftouter", "leftsemi", "leftanti", "leftantisemi", "anti")
_RIGHT = ("rightouter", "rightsemi", "rightanti", "rightantisemi")


@dataclass(frozen=True, slots=True)
class Join:
    """One join; `right` are the words of its right side.

    `are_columns_kept` when the columns of the side that is cut keep their names.
    """

    right: Stretch
    is_right_cut: bool
    are_columns_kept: bool


def read_join(words: Words, segment: Stretch) -> Join:
    """Read `join` or `lookup` with what follows it.

    Raises:
        CannotSlice: its kind needs both sides whole.
    """
    word = words[segment.first]
    options, rest = take_options(words, segment.after())
    kind = options.get("kind", "leftouter" if word == "lookup" else "innerunique")
    if kind not in _LEFT + _RIGHT:
        raise words.refuse(_reason(kind, is_said="kind" in options), segment)
    return Join(
        _right_side(words, rest, segment),
        is_right_cut=kind in _RIGHT,
        are_columns_kept=kind != "rightouter",
    )


def _right_side(words: Words, rest: Stretch, segment: Stretch) -> Stretch:
    if rest.is_empty:
        raise words.refuse("This join has no right side.", segment)
    if words[rest.first] == "(":
        return Stretch(rest.first, words.closing(rest.first) + 1)
    last = rest.first
    if words[last + 1] == "(" and last + 1 < rest.end:
        last = words.closing(last + 1)
    return Stretch(rest.first, last + 1)


def _reason(kind: str, *, is_said: bool) -> str:
    if kind == "innerunique":
        default = "" if is_said else ", which is the default,"
        return (
            f"A join of kind innerunique{default} keeps one left row for each key, so that parts "
            "would keep more. If all are wanted, write `kind=inner`."
        )
    if kind == "fullouter":
        return "A join of kind fullouter gives rows of both sides, and only one of them can be cut."
    return f"How parts of a join of kind {kind} fit together is not known."
