"""Where a query breaks off, and how a reader gets over it."""

from __future__ import annotations

from collections.abc import Sequence

from ..completion.pieces import Piece
from ..tokens import TokenKind
from ..vocabulary import load_vocabulary

CLOSING = {")": "(", "]": "[", "}": "{"}
ENDS = frozenset(("|", ")", "]", "}", ";", ""))


class Broken(Exception):
    """The operator cannot be read any further; what is wrong has been noted."""


def is_mark(piece: Piece, *texts: str) -> bool:
    """Whether a piece is one of these punctuation marks, and not a string that looks like it."""
    return piece.kind is TokenKind.PUNCTUATION and piece.text in texts


def is_operator_at(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the piece is a word that begins an operator and is not called as a function."""
    if at >= len(pieces) or pieces[at].text not in load_vocabulary().tabular_operators:
        return False
    follows = pieces[at + 1].text if at + 1 < len(pieces) else ""
    is_call = follows == "(" and pieces[at].text in load_vocabulary().functions
    return not is_call and follows not in ("=", ".")


def end_of_operator(pieces: Sequence[Piece], begun: int, broken: int) -> int:
    """Find where to read on after an operator that began at one piece and broke off at another.

    That is its end as its brackets tell it, or the place itself when a new operator begins there.
    """
    depth = 0
    for at in range(begun, len(pieces)):
        piece = pieces[at]
        if at == broken and (is_mark(piece, "|") or is_operator_at(pieces, at)):
            return at
        if at >= broken and depth <= 0 and is_mark(piece, "|", ")", "]", "}", ";"):
            return at
        if is_mark(piece, "(", "[", "{"):
            depth += 1
        elif is_mark(piece, ")", "]", "}"):
            depth -= 1
    return len(pieces)


def open_bracket(pieces: Sequence[Piece], end: int, closing: str) -> int | None:
    """Find the innermost bracket of this kind that is still open before a piece."""
    opened: list[int] = []
    for at in range(min(end, len(pieces))):
        if is_mark(pieces[at], CLOSING[closing]):
            opened.append(at)
        elif is_mark(pieces[at], closing) and opened:
            opened.pop()
    return opened[-1] if opened else None
