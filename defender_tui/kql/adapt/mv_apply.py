"""mv-apply and partition: a pipeline of its own for the rows of each array, or of each key.

Source: https://learn.microsoft.com/en-us/kusto/query/mv-apply-operator
Source: https://learn.microsoft.com/en-us/kusto/query/partition-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, split_at
from defender_tui.kql.adapt.marks import mark, operator_mark, pipeline, text_piece
from defender_tui.kql.adapt.names import name_text, named
from defender_tui.kql.adapt.operators import Operator, rewrite_operators, without_parameters
from defender_tui.kql.adapt.refusal import CannotAdapt


def mv_apply(draft: Draft) -> Draft:
    """Spell both as a mark that carries its inner pipeline."""
    return rewrite_operators(
        rewrite_operators(draft, ("mv-apply",), _mv_apply), ("partition",), _partition
    )


def _mv_apply(operator: Operator) -> Sequence[Piece]:
    origin = operator.word.origin
    parameters, body = without_parameters(operator.body)
    at = next((i for i, piece in enumerate(body) if piece.text == "on"), -1)
    if at < 1 or body[-1].text != ")" or body[at + 1].text != "(":
        raise CannotAdapt("mv-apply", origin)
    targets, inner = body[:at], body[at + 2 : -1]
    limit: tuple[Piece, ...] = ()
    for index, piece in enumerate(targets):
        if piece.text == "limit":
            targets, limit = targets[:index], targets[index + 1 :]
            break
    index_name = parameters.get("with_itemindex")
    if set(parameters) - {"with_itemindex"} or len(limit) > 1:
        raise CannotAdapt("mv-apply", origin)
    return operator_mark(
        "mv_apply",
        origin,
        text_piece("" if index_name is None else name_text(index_name), origin),
        limit or text_piece("", origin),
        mark("items", origin, *(_item(part, origin) for part in split_at(targets, ","))),
        pipeline(inner, origin),
    )


def _item(part: Sequence[Piece], origin: int) -> tuple[Piece, ...]:
    """One array: the name that its elements get, where it is, and the type to convert them to."""
    name, value = named(part)
    kind = ""
    for index, piece in enumerate(value):
        if piece.text == "to" and index + 3 < len(value) and value[index + 1].text == "typeof":
            kind = value[index + 3].text
            value = value[:index]
            break
    if not value:
        raise CannotAdapt("mv-apply", origin)
    return mark("item", origin, text_piece(name, origin), value, text_piece(kind, origin))


def _partition(operator: Operator) -> Sequence[Piece]:
    origin = operator.word.origin
    _, body = without_parameters(operator.body)
    if len(body) < 5 or body[0].text != "by" or body[2].text != "(" or body[-1].text != ")":
        raise CannotAdapt("partition", origin)
    return operator_mark(
        "partition", origin, text_piece(name_text(body[1]), origin), pipeline(body[3:-1], origin)
    )
