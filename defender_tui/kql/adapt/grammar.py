"""Spellings that Kusto takes and the translator's grammar does not.

The grammar reads `]-` and `-[` as parts of a graph's edge, knows no `date(...)`, and wants a
statement between two semicolons.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/datetime
"""

from __future__ import annotations

from dataclasses import replace

from defender_tui.kql.adapt.draft import Change, Draft, Edit, Piece
from defender_tui.kql.lexer import TokenKind

_EDGES = (("]", "-"), ("-", "["), ("-", "-"))


def grammar(draft: Draft) -> Draft:
    """Spell them so that the translator reads them."""
    edits: list[Edit] = []
    changes: list[Change] = []
    before = ";"
    for at, piece in enumerate(draft.pieces):
        instead: tuple[Piece, ...] | None = None
        if piece.text == ";" and before == ";":
            instead = ()
        elif piece.kind is TokenKind.LITERAL and piece.text.startswith("date("):
            instead = (replace(piece, text=f"datetime{piece.text.removeprefix('date')}"),)
        elif not piece.spaced and (before[-1:], piece.text[:1]) in _EDGES:
            instead = (replace(piece, spaced=True),)
        if instead is not None:
            edits.append(Edit(at, at + 1, instead))
            changes.append(Change(piece.text, piece.origin))
        before = piece.text
    return draft.edited(edits, *changes) if edits else draft
