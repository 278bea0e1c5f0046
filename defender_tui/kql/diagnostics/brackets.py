"""Brackets that have no partner, or one of another form."""

from __future__ import annotations

from collections.abc import Iterable

from .breaking import CLOSING, is_mark
from .diagnostic import Fix
from .findings import Findings
from .pieces import PlacedPiece, Statement

_OF_STATEMENTS = frozenset(("scan", "macro-expand"))
"""Operators that hold a `;` in round brackets."""


def check_brackets(statement: Statement, findings: Findings) -> None:
    """Note each bracket of a statement that is not closed, or closes nothing that is open."""
    opened: list[PlacedPiece] = []
    may_hold_steps = any(piece.text in _OF_STATEMENTS for piece in statement)
    closes = {opening: closing for closing, opening in CLOSING.items()}
    for piece in statement:
        place = (piece.start, piece.end)
        if is_mark(piece, *closes):
            opened.append(piece)
        elif opened and is_mark(piece, ";") and not (may_hold_steps or _has_brace(opened)):
            due = "".join(closes[outer.text] for outer in reversed(opened))
            message = f"A {due[0]} is missing before this."
            findings.add(place, message, fix=Fix(piece.start, piece.start, due))
            _note_open(opened, findings)
            opened.clear()
        elif not is_mark(piece, *CLOSING):
            continue
        elif not opened:
            findings.add(place, f"This {piece.text} closes nothing.", fix=Fix(*place, ""))
        elif opened[-1].text == CLOSING[piece.text]:
            opened.pop()
        else:
            _note_mismatch(opened, piece, closes, findings)
    _note_open(opened, findings)


def _has_brace(opened: Iterable[PlacedPiece]) -> bool:
    return any(piece.text == "{" for piece in opened)


def _note_open(opened: Iterable[PlacedPiece], findings: Findings) -> None:
    for piece in opened:
        findings.add((piece.start, piece.end), f"This {piece.text} is never closed.")


def _note_mismatch(
    opened: list[PlacedPiece], piece: PlacedPiece, closes: dict[str, str], findings: Findings
) -> None:
    """Note a bracket that closes another one than the innermost."""
    inner, place = opened[-1], (piece.start, piece.end)
    due = closes[inner.text]
    if any(outer.text == CLOSING[piece.text] for outer in opened):
        while opened[-1].text != CLOSING[piece.text]:
            _note_open([opened.pop()], findings)
        opened.pop()
        message = f"A {due} is missing before this {piece.text}."
        findings.add(place, message, fix=Fix(piece.start, piece.start, due))
        return
    message = f"This {piece.text} closes nothing; {inner.text} is open."
    findings.add(place, message, fix=Fix(*place, due))
