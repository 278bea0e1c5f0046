"""Which brackets open a block of lines rather than a stretch of one."""

from __future__ import annotations

from collections.abc import Sequence

from ..tokens import Token, TokenKind

OPENING = {"(": ")", "[": "]", "{": "}"}
_LONGEST_INLINE = 60


def is_opening(token: Token) -> bool:
    """Whether a token is a bracket that opens."""
    return token.kind is TokenKind.PUNCTUATION and token.text in OPENING


def is_closing(token: Token) -> bool:
    """Whether a token is a bracket that closes."""
    return token.kind is TokenKind.PUNCTUATION and token.text in OPENING.values()


def is_pipe(token: Token) -> bool:
    """Whether a token is the mark between operators."""
    return token.kind is TokenKind.PUNCTUATION and token.text == "|"


def find_blocks(tokens: Sequence[Token]) -> frozenset[int]:
    """Give the places in `tokens`, which hold the blanks too, of brackets that open a block.

    A bracket with a pipe or a `;` right in it is one, unless it is short and stands on one line.
    """
    blocks: set[int] = set()
    opened: list[int] = []
    marks: list[int] = []
    for at, token in enumerate(tokens):
        if is_opening(token):
            opened.append(at)
            marks.append(0)
        elif is_closing(token) and opened:
            begun, count = opened.pop(), marks.pop()
            if count and (count > 1 or not _is_short(tokens[begun : at + 1])):
                blocks.add(begun)
        elif marks and (is_pipe(token) or token.text == ";"):
            marks[-1] += 1
    return frozenset(blocks)


def _is_short(tokens: Sequence[Token]) -> bool:
    """Whether a group is on one line and fits there, however it is spaced."""
    if any("\n" in token.text or token.kind is TokenKind.COMMENT for token in tokens):
        return False
    words = [token for token in tokens if token.kind is not TokenKind.WHITESPACE]
    return sum(len(token.text) for token in words) + len(words) <= _LONGEST_INLINE
