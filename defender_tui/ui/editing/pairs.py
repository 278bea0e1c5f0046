"""Brackets and quotation marks that come in pairs; pure."""

from __future__ import annotations

_PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"', "'": "'"}
_QUOTES = frozenset("\"'")
_CLOSERS = frozenset(_PAIRS.values())
_ENDS = _CLOSERS | {",", ";"}


def closer_for(typed: str, before: str, after: str, *, is_in_text: bool) -> str:
    """Give what closes what was typed, when it should come along; else nothing.

    `before` and `after` are the line around the cursor. Before a word nothing is closed, nor within
    a string or a comment (`is_in_text`), nor a quotation mark that follows a word.
    """
    closer = _PAIRS.get(typed, "")
    is_before_word = bool(after) and not after[0].isspace() and after[0] not in _ENDS
    if not closer or is_in_text or is_before_word:
        return ""
    if typed in _QUOTES and (before[-1:].isalnum() and before[-1:] not in "hH"):
        return ""
    return closer


def is_typed_over(typed: str, after: str) -> bool:
    """Whether a closing sign that stands behind the cursor is stepped over rather than doubled."""
    return typed in _CLOSERS and after[:1] == typed


def is_empty_pair(before: str, after: str) -> bool:
    """Whether the cursor stands between the two signs of a pair."""
    return bool(before) and before[-1] in _PAIRS and after[:1] == _PAIRS[before[-1]]


def around(typed: str, selected: str) -> str:
    """Give selected text within a pair; empty when the sign opens none."""
    closer = _PAIRS.get(typed, "")
    return f"{typed}{selected}{closer}" if closer and selected else ""
