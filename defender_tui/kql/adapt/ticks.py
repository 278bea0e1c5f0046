"""Timespans shorter than a microsecond, which is the finest step that times have here.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/timespan
"""

from __future__ import annotations

import re
from dataclasses import replace

from defender_tui.kql.adapt.draft import Change, Draft, Edit
from defender_tui.kql.lexer import TokenKind

_TICKS = re.compile(r"(\d+)(?:ticks?)")
_TICKS_PER_MICROSECOND = 10


def ticks(draft: Draft) -> Draft:
    """Spell spans of whole microseconds, and round up those that only keep equal times equal."""
    edits: list[Edit] = []
    changes: list[Change] = []
    for at, piece in enumerate(draft.pieces):
        found = _TICKS.fullmatch(piece.text) if piece.kind is TokenKind.TIMESPAN else None
        if found is None:
            continue
        count = int(found[1])
        is_bin = at + 1 < len(draft.pieces) and draft.pieces[at + 1].text == ")"
        if count % _TICKS_PER_MICROSECOND and not (is_bin and count < _TICKS_PER_MICROSECOND):
            continue
        text = f"{max(count // _TICKS_PER_MICROSECOND, 1)}microsecond"
        edits.append(Edit(at, at + 1, (replace(piece, text=text),)))
        changes.append(Change(piece.text, piece.origin))
    return draft.edited(edits, *changes) if edits else draft
