"""`parse` patterns that begin with a column, for a grammar that wants a text before each.

Source: https://learn.microsoft.com/en-us/kusto/query/parse-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece, written
from defender_tui.kql.adapt.marks import text_piece
from defender_tui.kql.adapt.operators import Operator, rewrite_operators, without_parameters
from defender_tui.kql.lexer import TokenKind

_START = "\x01"
"""Put before the text and before the pattern alike; no text holds it."""


def parse_patterns(draft: Draft) -> Draft:
    """Put a text before the first column of a pattern, and the same before what is parsed."""
    return rewrite_operators(draft, ("parse", "parse-where"), _parse)


def _parse(operator: Operator) -> Sequence[Piece] | None:
    parameters, body = without_parameters(operator.body)
    at = next((i for i, piece in enumerate(body) if piece.text == "with"), len(body))
    kind = parameters["kind"].text if "kind" in parameters else "simple"
    if at < 1 or at + 1 >= len(body) or kind == "regex":
        return None
    first = body[at + 1]
    if first.kind is TokenKind.STRING or first.text == "*":
        return None
    origin = operator.word.origin
    start = text_piece(_START, origin)
    head = operator.body[: len(operator.body) - len(body)]
    return (
        *written(f"| {operator.word.text}", origin),
        *head,
        *written("strcat(", origin),
        *start,
        *written(",", origin),
        *body[:at],
        *written(") with", origin),
        *start,
        *body[at + 1 :],
    )
