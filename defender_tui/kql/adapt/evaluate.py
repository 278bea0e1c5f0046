"""The plugins bag_unpack and pivot, whose columns depend on the rows.

Source: https://learn.microsoft.com/en-us/kusto/query/bag-unpack-plugin
Source: https://learn.microsoft.com/en-us/kusto/query/pivot-plugin
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, split_at
from defender_tui.kql.adapt.marks import mark, operator_mark, text_piece
from defender_tui.kql.adapt.names import name_text
from defender_tui.kql.adapt.operators import Operator, rewrite_operators, without_parameters
from defender_tui.kql.adapt.refusal import CannotAdapt

_PLUGINS = ("bag_unpack", "pivot")


def evaluate(draft: Draft) -> Draft:
    """Spell the plugins that can be run as marks; all others are refused by name."""
    return rewrite_operators(draft, ("evaluate",), _evaluate)


def _evaluate(operator: Operator) -> Sequence[Piece]:
    origin = operator.word.origin
    _, body = without_parameters(operator.body)
    name = body[0].text if body else ""
    if name not in _PLUGINS:
        raise CannotAdapt(f"evaluate {name}".strip(), body[0].origin if body else origin)
    end = _closing(body)
    if end is None:
        raise CannotAdapt(f"evaluate {name}", origin)
    arguments = split_at(body[2:end], ",") if end > 2 else []
    columns = _declared(body[end + 1 :], name, origin)
    return operator_mark(
        name, origin, mark("columns", origin, *columns), *(tuple(part) for part in arguments)
    )


def _closing(body: Sequence[Piece]) -> int | None:
    depth = 0
    for index, piece in enumerate(body):
        depth += piece.text == "("
        depth -= piece.text == ")"
        if depth == 0 and index > 1:
            return index if piece.text == ")" else None
    return None


def _declared(behind: Sequence[Piece], plugin: str, origin: int) -> list[tuple[Piece, ...]]:
    """The columns that the query says it gets, `name, type` each; empty when it says nothing."""
    if not behind:
        return []
    if len(behind) < 3 or behind[0].text != ":" or behind[1].text != "(":
        raise CannotAdapt(f"evaluate {plugin}", origin)
    columns: list[tuple[Piece, ...]] = []
    for part in split_at(behind[2:-1], ","):
        if len(part) == 1 and part[0].text == "*":
            columns += [text_piece("*", origin), text_piece("", origin)]
        elif len(part) == 3 and part[1].text == ":":
            columns.append(text_piece(name_text(part[0]), origin))
            columns.append(text_piece(part[2].text.lower(), origin))
        else:
            raise CannotAdapt(f"evaluate {plugin}", origin)
    return columns
