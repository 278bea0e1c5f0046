"""Join conditions that are written with `and`, and hints.

Source: https://learn.microsoft.com/en-us/kusto/query/join-operator
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from defender_tui.kql.adapt.draft import Draft, Piece, written
from defender_tui.kql.adapt.operators import Operator, rewrite_operators
from defender_tui.kql.lexer import TokenKind

_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


def joins(draft: Draft) -> Draft:
    """Part the conditions of a join by commas, as the translator reads them."""
    return rewrite_operators(draft, ("join", "lookup"), _join)


def _join(operator: Operator) -> Sequence[Piece] | None:
    at = _on(operator.body)
    if at is None:
        return None
    keys = operator.body[at + 1 :]
    done = [*_without_brackets(keys)]
    for index, piece in enumerate(done):
        if piece.text.lower() == "and":
            done[index] = replace(piece, text=",", kind=TokenKind.PUNCTUATION)
    if tuple(done) == tuple(keys):
        return None
    origin = operator.word.origin
    return (*written(f"| {operator.word.text}", origin), *operator.body[: at + 1], *done)


def _on(body: Sequence[Piece]) -> int | None:
    depth = 0
    for index, piece in enumerate(body):
        depth += piece.text in _OPENING
        depth -= piece.text in _CLOSING
        if depth == 0 and piece.text == "on":
            return index
    return None


def _without_brackets(keys: Sequence[Piece]) -> Sequence[Piece]:
    """The keys without the brackets around them; a call, which no key is, keeps its own."""
    for before, piece in pairwise(keys):
        if piece.text == "(" and before.text not in ("(", ",", "and"):
            return keys
    return [piece for piece in keys if piece.text not in ("(", ")")]
