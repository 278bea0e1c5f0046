"""How names are spelled in a draft."""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Edit, Piece, written
from defender_tui.kql.lexer import TokenKind
from defender_tui.kql.literals import unquote

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")


def name_text(piece: Piece) -> str:
    """The name that a piece spells, bare or as `['name']`."""
    return bare(piece.text)


def named(part: Sequence[Piece]) -> tuple[str, tuple[Piece, ...]]:
    """Cut `name = expression` in two; the name is empty where none is given."""
    if len(part) > 2 and part[1].text == "=":
        return name_text(part[0]), tuple(part[2:])
    return "", tuple(part)


def is_plain_name(piece: Piece) -> bool:
    """Whether a piece can be nothing but a name (or a keyword used as one)."""
    return bool(piece.text) and set(piece.text) <= _PLAIN and not piece.text.isdigit()


def spelled(name: str) -> str:
    """The name as KQL spells it, in brackets where it has to be."""
    is_plain = set(name) <= _PLAIN and not name[:1].isdigit()
    return name if is_plain else spelled_in_brackets(name)


def spelled_in_brackets(name: str) -> str:
    """The name as `['name']`."""
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


def bare(name: str) -> str:
    """The name without the brackets that it may be spelled in."""
    inner = name[1:-1].strip()
    is_bracketed = name[:1] == "[" and name[-1:] == "]" and inner[:1] in ("'", '"', "@")
    return unquote(inner) if is_bracketed else name


def numbered_names(draft: Draft) -> Draft:
    """Put names that begin with a digit in brackets, which the translator's grammar wants."""
    edits = [
        Edit(at, at + 1, written(spelled(piece.text), piece.origin))
        for at, piece in enumerate(draft.pieces)
        if piece.kind is TokenKind.NAME and piece.text[0].isdigit()
    ]
    return draft.edited(edits) if edits else draft
