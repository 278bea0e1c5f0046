"""Operators that choose columns by pattern: project-reorder, project-keep, project-away, distinct.

Source: https://learn.microsoft.com/en-us/kusto/query/project-reorder-operator
Source: https://learn.microsoft.com/en-us/kusto/query/project-keep-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, split_at
from defender_tui.kql.adapt.marks import operator_mark, text_piece
from defender_tui.kql.adapt.names import name_text
from defender_tui.kql.adapt.operators import Operator, rewrite_operators
from defender_tui.kql.adapt.refusal import CannotAdapt

_ORDERS = ("asc", "desc", "granny-asc", "granny-desc")
_MARKS = {"project-reorder": "reorder", "project-keep": "keep", "project-away": "away"}


def columns(draft: Draft) -> Draft:
    """Spell column choices by name patterns, which the translator has none of."""
    draft = rewrite_operators(draft, _MARKS, _chosen)
    return rewrite_operators(draft, ("distinct",), _distinct_all)


def _chosen(operator: Operator) -> Sequence[Piece] | None:
    word, origin = operator.word.text, operator.word.origin
    if word == "project-away" and not any(piece.text == "*" for piece in operator.body):
        return None
    arguments = []
    for part in split_at(operator.body, ","):
        pattern, order = part, ""
        if word == "project-reorder" and len(part) > 1:
            last = part[-1].text.lower()
            pattern, order = (part[:-1], last) if last in _ORDERS else (part, "")
        arguments.append(text_piece(_pattern(operator, pattern), origin))
        arguments.append(text_piece(order, origin))
    return operator_mark(_MARKS[word], origin, *arguments)


def _pattern(operator: Operator, part: Sequence[Piece]) -> str:
    """The name pattern of one target; the stars in it stand for any text."""
    if not part:
        raise CannotAdapt(operator.word.text, operator.word.origin)
    return "".join(name_text(piece) if piece.text != "*" else "*" for piece in part)


def _distinct_all(operator: Operator) -> Sequence[Piece] | None:
    if [piece.text for piece in operator.body] != ["*"]:
        return None
    return operator_mark("distinct", operator.word.origin)
