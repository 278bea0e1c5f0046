"""Calls that stand in adapted text for what KQL-to-SQL translation has no word for.

An operator without a counterpart is spelled as `where` with one such call; the calls inside it
carry its parts, and a nested pipeline stands in `toscalar(...)`, as it may in any expression. The
engine puts SQL of its own in their place before translation. A query as written cannot hold one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from defender_tui.kql.adapt.draft import Piece, written
from defender_tui.kql.lexer import TokenKind
from defender_tui.kql.literals import quote

PREFIX = "__adapted_"
ROWS = PREFIX + "rows"
"""The name of the table that stands for the rows which a nested pipeline begins with."""


def mark(name: str, origin: int, *arguments: Sequence[Piece]) -> tuple[Piece, ...]:
    """One call, with arguments that are pieces already."""
    pieces = [*written(f"{PREFIX}{name}(", origin)]
    for index, argument in enumerate(arguments):
        if index:
            pieces.append(Piece(TokenKind.PUNCTUATION, ",", origin, spaced=False))
        pieces += argument
    return (*pieces, Piece(TokenKind.PUNCTUATION, ")", origin, spaced=False))


def operator_mark(name: str, origin: int, *arguments: Sequence[Piece]) -> tuple[Piece, ...]:
    """A whole operator with its pipe."""
    return (*written("| where ", origin), *mark(name, origin, *arguments))


def text_piece(text: str, origin: int) -> tuple[Piece, ...]:
    """A string literal of this text."""
    return (Piece(TokenKind.STRING, quote(text), origin),)


def pipeline(pieces: Iterable[Piece], origin: int) -> tuple[Piece, ...]:
    """A nested pipeline over the rows that the operator gives it."""
    return (*written(f"toscalar({ROWS} |", origin), *pieces, *written(")", origin))
