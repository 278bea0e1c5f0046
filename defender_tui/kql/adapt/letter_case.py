"""Columns whose names differ only in case, told apart for an engine that cannot.

All but one of such names get a mark, which the answer and every message drop again.

Source: https://learn.microsoft.com/en-us/kusto/query/schema-entities/entity-names
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from defender_tui.kql.adapt.draft import Draft, Edit, Piece
from defender_tui.kql.adapt.names import name_text, spelled
from defender_tui.kql.lexer import TokenKind

_MARK = re.compile(r"__case\d+_")
_BY_NAME = frozenset(
    {"column_ifexists", "getschema", "pack_all", "bag_unpack", "iscolumnexists", "narrow"}
)
"""Calls that read names as texts, or give them; a marked name would show in them."""
_PATTERNS = ("project-away", "project-keep", "project-reorder", "search")


def has_case_mark(text: str) -> bool:
    """Whether a name in the text is marked."""
    return _MARK.search(text) is not None


def without_case_marks(text: str) -> str:
    """The text with the names as they were written."""
    return _MARK.sub("", text)


def letter_case(draft: Draft) -> Draft:
    """Mark the names that another name equals but for its case."""
    texts = {piece.text for piece in draft.pieces}
    if texts & _BY_NAME or (texts & set(_PATTERNS) and _has_patterns(draft.pieces)):
        return draft
    columns = {
        column
        for table in texts & set(draft.surroundings.columns)
        for column in draft.surroundings.columns[table]
    }
    places = _names(draft)
    variants: defaultdict[str, list[str]] = defaultdict(list)
    for name in [*sorted(columns), *places]:
        if name not in variants[name.casefold()]:
            variants[name.casefold()].append(name)
    edits: list[Edit] = []
    for group in variants.values():
        for number, name in enumerate(group[1:], start=1):
            if name in columns:
                continue
            instead = spelled(f"__case{number}_{name}")
            edits += [
                Edit(at, at + 1, (replace(draft.pieces[at], text=instead),)) for at in places[name]
            ]
    return draft.edited(edits) if edits else draft


def _names(draft: Draft) -> dict[str, list[int]]:
    """Where each name that may be a column's stands; not tables, calls and members of bags."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    pieces = draft.pieces
    for at, piece in enumerate(pieces):
        if piece.kind is not TokenKind.NAME or piece.text in draft.surroundings.columns:
            continue
        before = pieces[at - 1].text if at else ""
        behind = pieces[at + 1].text if at + 1 < len(pieces) else ""
        is_side = at > 1 and pieces[at - 2].text in ("$left", "$right")
        if behind == "(" or (before == "." and not is_side) or piece.text.startswith("$"):
            continue
        found[name_text(piece)].append(at)
    return found


def _has_patterns(pieces: Sequence[Piece]) -> bool:
    """Whether an operator takes columns by a pattern, which a marked name would not match."""
    is_choice = False
    for before, piece, behind in zip(pieces, pieces[1:], [*pieces[2:], None], strict=False):
        if before.text == "|":
            is_choice = piece.text in _PATTERNS
        elif is_choice and piece.text == "*":
            is_alone = before.text in (",", *_PATTERNS) and not (
                behind is not None and behind.is_word and not behind.spaced
            )
            if not is_alone:
                return True
    return False
