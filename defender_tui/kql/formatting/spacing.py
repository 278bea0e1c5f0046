"""Whether a blank stands between two tokens of one line."""

from __future__ import annotations

from ..tokens import Token, TokenKind
from ..vocabulary import spelled

_COMPARISONS = frozenset(spelled("== != =~ !~ <= >= <> .. < > => |"))
_CLOSERS = frozenset((")", "]", ",", ";"))
_OPENERS = frozenset(("(", "["))
_STRINGS = (TokenKind.STRING, TokenKind.UNFINISHED, TokenKind.COMMENT)


def is_spaced(before: Token, after: Token, *, was_spaced: bool) -> bool:
    """Say whether there is a blank; what has no rule stays as its writer had it."""
    left = "" if before.kind in _STRINGS else before.text
    right = "" if after.kind in _STRINGS else after.text
    if right in _CLOSERS or left in _OPENERS:
        return False
    if left == "," or left in _COMPARISONS or right in _COMPARISONS:
        return True
    if before.kind is TokenKind.FUNCTION and right == "(":
        return False
    if before.kind is TokenKind.OPERATOR and left[-1:].isalpha() and right == "(":
        return True
    if left == "." or right == ".":
        return was_spaced and before.kind is TokenKind.NUMBER
    return was_spaced
