"""Tokens that mean something, as completion and diagnostics read them."""

from __future__ import annotations

from typing import NamedTuple

from ..tokens import TokenKind


class Piece(NamedTuple):
    """One token; its text and what it is."""

    text: str
    kind: TokenKind


GAP = Piece("", TokenKind.WHITESPACE)
"""Stands where empty lines were."""
