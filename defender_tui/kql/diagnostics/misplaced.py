"""Why a piece cannot stand where it does."""

from __future__ import annotations

from ..completion.position import Slot
from ..tokens import TokenKind
from ..vocabulary import load_vocabulary
from .breaking import CLOSING, is_mark, is_operator_at
from .diagnostic import Fix
from .findings import Findings
from .nearest import nearest
from .pieces import Statement

_JOINING = frozenset(("by", "on", "asc", "desc", "with", "to", "from", "step", "limit", "nulls"))
_VALUES = (TokenKind.STRING, TokenKind.NUMBER, TokenKind.TIMESPAN, TokenKind.LITERAL)


def explain_misplaced(pieces: Statement, at: int, slot: Slot, findings: Findings) -> None:
    """Note what is wrong with the piece at a place, with a fix where the cause is plain."""
    piece = pieces[at]
    place = (piece.start, piece.end)
    gap = pieces[at - 1].end if at else piece.start
    if is_mark(piece, *CLOSING):
        message = f"This {piece.text} closes nothing."
        findings.add(place, message, fix=Fix(*place, ""))
    elif is_operator_at(pieces, at) and not slot.function:
        findings.add(
            place, f"A | is missing before {piece.text}.", fix=Fix(*place, f"| {piece.text}")
        )
    elif slot.clause == "let" and not slot.operator:
        findings.add(place, "A ; is missing before this.", fix=Fix(gap, gap, ";"))
    elif piece.text == "=" and piece.kind is TokenKind.OPERATOR:
        findings.add(place, "Equality is written ==.", fix=Fix(*place, "=="))
    elif better := _meant(pieces, at):
        findings.replace_name(place, f"There is no operator {piece.text}", better)
    else:
        findings.add(place, f"{_shown(piece.text)} cannot stand here.")


def _meant(pieces: Statement, at: int) -> str | None:
    """The word between two operands that a misspelt one was meant to be."""
    piece = pieces[at]
    if piece.kind in _VALUES or not any(map(str.isalpha, piece.text)):
        return None
    words = {word for word in load_vocabulary().operators if any(map(str.isalpha, word))}
    return nearest(piece.text, words | _JOINING) or nearest(
        piece.text, load_vocabulary().tabular_operators
    )


def _shown(text: str) -> str:
    first = text.splitlines()[0]
    return first if len(first) <= 40 else f"{first[:39]}…"
