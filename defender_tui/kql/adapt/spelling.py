"""Older spellings of operators and aggregates, put in today's.

Source: https://learn.microsoft.com/en-us/kusto/query/make-set-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/arg-max-aggregation-function
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from defender_tui.kql.adapt.draft import (
    Change,
    Draft,
    Edit,
    Piece,
    partners,
    split_at,
    written,
)
from defender_tui.kql.adapt.names import is_plain_name
from defender_tui.kql.adapt.refusal import CannotAdapt
from defender_tui.kql.lexer import TokenKind

COUNTED = "count() was taken to count all rows, whatever it was given."
_CALLS = {
    "makeset": "make_set",
    "makelist": "make_list",
    "makeset_if": "make_set_if",
    "makelist_if": "make_list_if",
    "makebag": "make_bag",
    "columnifexists": "column_ifexists",
    "anyif": "take_anyif",
}
_EXTREMES = {"argmax": ("arg_max", "max"), "argmin": ("arg_min", "min")}
_OPERATORS = {
    "mvexpand": "mv-expand",
    "mvapply": "mv-apply",
    "makeseries": "make-series",
    "filter": "where",
}


def spelling(draft: Draft) -> Draft:
    """Spell operators and aggregates as they are spelled today.

    `argmax` and `argmin` name their columns otherwise than `arg_max` does: `max_X` and `max_X_Y`.
    """
    edits: list[Edit] = []
    changes: list[Change] = []
    closing = partners(draft.pieces)
    pieces = draft.pieces
    covered = 0
    for at, piece in enumerate(pieces[:-1]):
        if at < covered:
            continue
        before = pieces[at - 1].text if at else ""
        is_call = pieces[at + 1].text == "(" and before != "."
        if is_call and piece.text in _CALLS:
            today = replace(piece, text=_CALLS[piece.text])
        elif is_call and piece.text in _EXTREMES and at + 1 in closing:
            today = replace(piece, text=_EXTREMES[piece.text][0])
            if before != "=":
                edits.append(_names(pieces, at, closing[at + 1]))
        elif is_call and piece.text == "count" and closing.get(at + 1, at + 2) > at + 2:
            edits += _count(pieces, at, closing[at + 1])
            covered = closing[at + 1]
            changes.append(Change("count", piece.origin))
            draft = draft.with_caveat(COUNTED)
            continue
        elif piece.text in _OPERATORS and before in ("|", "("):
            today = replace(piece, text=_OPERATORS[piece.text], kind=TokenKind.KEYWORD)
        else:
            continue
        edits.append(Edit(at, at + 1, (today,)))
        changes.append(Change(piece.text, piece.origin))
    return draft.edited(edits, *changes) if edits else draft


def _count(pieces: Sequence[Piece], at: int, closing: int) -> list[Edit]:
    """`count(x)`, which counts rows and nothing else, without what it is given."""
    argument = pieces[at + 2 : closing]
    edits = [Edit(at + 2, closing)]
    if len(argument) == 1 and is_plain_name(argument[0]) and pieces[at - 1].text != "=":
        name = f"count_{argument[0].text} ="
        edits.append(Edit(at, at, written(name, pieces[at].origin)))
    return edits


def _names(pieces: Sequence[Piece], at: int, closing: int) -> Edit:
    """The names that the older form gives to its columns, put before it."""
    call = pieces[at]
    prefix = _EXTREMES[call.text][1]
    names = []
    for argument in split_at(pieces[at + 2 : closing], ","):
        if len(argument) != 1 or not is_plain_name(argument[0]):
            raise CannotAdapt(call.text, call.origin)
        names.append(argument[0].text)
    first = f"{prefix}_{names[0]}"
    spelled = ", ".join([first, *(f"{first}_{name}" for name in names[1:])])
    return Edit(at, at, written(f"({spelled}) =", call.origin))
