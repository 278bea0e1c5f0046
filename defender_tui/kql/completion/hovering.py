"""What the word under the cursor means."""

from __future__ import annotations

from dataclasses import dataclass

from ..lexer import tokenize
from ..schema import HuntingSchema
from ..tokens import Token, TokenKind
from .candidates import candidates
from .completion import Completion
from .cursor import locate
from .documentation import describe

_WORDLESS = (
    TokenKind.WHITESPACE,
    TokenKind.COMMENT,
    TokenKind.STRING,
    TokenKind.NUMBER,
    TokenKind.PUNCTUATION,
    TokenKind.UNFINISHED,
    TokenKind.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Hover:
    """A word by its offsets, and what is known of it; `text` is empty for a query's own names."""

    start: int
    end: int
    offer: Completion
    text: str


def hover(text: str, offset: int, schema: HuntingSchema) -> Hover | None:
    """Explain the word that the character at `offset` belongs to; `None` where there is none."""
    token = _token_at(text, offset)
    if token is None or token.kind in _WORDLESS:
        return None
    cursor = locate(text[: token.start], schema)
    word = token.text
    for offer in candidates(cursor.position, cursor.pieces):
        if offer.text.removeprefix("| ") == word:
            return Hover(token.start, token.end, offer, describe(offer, schema))
    return None


def _token_at(text: str, offset: int) -> Token | None:
    return next((t for t in tokenize(text, tables=()) if t.start <= offset < t.end), None)
