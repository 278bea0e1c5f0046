"""Operators and functions that need all rows at once, each with what to say about it."""

from __future__ import annotations

from ..vocabulary import spelled
from .words import Stretch, Words

_OVER_ALL = "works on all rows together, so that parts would give another answer"
_FEW = "picks some of all rows, so that parts would pick others"
_NO_TIME = "has no time to cut by"
_MANY_TABLES = "takes rows from tables that it does not name one by one"

OPERATORS = {
    "summarize": _OVER_ALL,
    "count": _OVER_ALL,
    "distinct": _OVER_ALL,
    "make-series": _OVER_ALL,
    "reduce": _OVER_ALL,
    "scan": _OVER_ALL,
    "serialize": "numbers or compares rows across the places where they would be cut",
    "facet": _OVER_ALL,
    "fork": "gives several answers",
    "partition": _OVER_ALL,
    "getschema": "gives columns, not rows",
    "consume": "gives no rows",
    "make-graph": _OVER_ALL,
    "top": _FEW,
    "top-nested": _FEW,
    "top-hitters": _FEW,
    "take": _FEW,
    "limit": _FEW,
    "sample": _FEW,
    "sample-distinct": _FEW,
    "evaluate": "runs a plugin, which may need all rows together",
    "invoke": "hands all rows together to a function, which may take only some of them",
    "find": _MANY_TABLES,
    "macro-expand": _MANY_TABLES,
    "print": _NO_TIME,
    "range": _NO_TIME,
    "datatable": _NO_TIME,
    "externaldata": _NO_TIME,
}
_ACROSS_ROWS = (
    "next",
    "prev",
    "row_cumsum",
    "row_number",
    "row_rank_dense",
    "row_rank_min",
    "row_window_session",
)
_ARBITRARY = frozenset(
    spelled("limit sample sample-distinct take rand new_guid any anyif take_any take_anyif")
)


def refuse_calls(words: Words, segment: Stretch) -> None:
    """Refuse functions that look at other rows than the one they are called for.

    Raises:
        CannotSlice: one is called in the segment.
    """
    for number in range(segment.first, segment.end - 1):
        called = words[number]
        if words[number + 1] != "(" or words[number - 1] == ".":
            continue
        if called in _ACROSS_ROWS:
            reason = f"`{called}()` looks across the places where rows would be cut."
            raise words.refuse(reason, Stretch(number, number + 1))
        if called.startswith("cursor_"):
            raise words.refuse(f"`{called}()` depends on the run.", Stretch(number, number + 1))


def refuse_arbitrary(words: Words) -> None:
    """Refuse what picks rows or values anew in every run, wherever it stands.

    Raises:
        CannotSlice: there is such an operator or call.
    """
    for number in range(len(words.tokens)):
        word = words[number]
        if word not in _ARBITRARY:
            continue
        is_operator = words[number - 1] == "|" if number else False
        is_call = words[number + 1] == "(" and (number == 0 or words[number - 1] != ".")
        if is_operator and word in OPERATORS:
            reason = f"`{word}` {OPERATORS[word]}."
            raise words.refuse(reason, Stretch(number, number + 1))
        if is_call and not is_operator:
            reason = f"`{word}()` gives something else in every run."
            raise words.refuse(reason, Stretch(number, number + 1))
