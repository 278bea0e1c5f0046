"""Literals that no value of the compared column can equal."""

from __future__ import annotations

from ..completion.position import Slot
from ..tokens import TokenKind
from .diagnostic import Fix, Severity
from .findings import Findings
from .pieces import Statement

_COMPARED = frozenset(("==", "!=", "<", ">", "<=", ">=", "in", "!in"))
_NUMBERS = frozenset(("int", "long", "real", "double", "decimal"))
_TYPES = {TokenKind.STRING: "string", TokenKind.NUMBER: "number", TokenKind.TIMESPAN: "timespan"}


def check_literal(pieces: Statement, at: int, slot: Slot, findings: Findings) -> None:
    """Check a literal against the column it is compared with.

    Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/
    """
    piece = pieces[at]
    column, given = slot.compared, _TYPES.get(piece.kind)
    if slot.comparison not in _COMPARED or not column or given is None or slot.function:
        return
    kind = slot.scope.columns.get(column)
    if kind != slot.expected:
        return
    place = (piece.start, piece.end)
    if kind in _NUMBERS and given == "string":
        bare = piece.text.strip("\"'")
        fix = Fix(*place, bare) if bare.isdecimal() else None
        message = f"{column} is a number ({kind}), this is a string."
        findings.add(place, message, Severity.WARNING, fix)
    elif kind == "datetime" and given == "number":
        message = f"{column} is a datetime, this is a number."
        findings.add(place, message, Severity.WARNING)
    elif kind == "datetime":
        message = f"{column} is a datetime, this is a {given}."
        bare = piece.text.strip("\"'")
        is_date = given == "string" and bare[:4].isdecimal()
        fix = Fix(*place, f"datetime({bare})") if is_date else None
        findings.add(place, message, Severity.WARNING, fix)
    elif kind == "bool" and given == "string":
        bare = piece.text.strip("\"'").lower()
        fix = Fix(*place, bare) if bare in ("true", "false") else None
        findings.add(place, f"{column} is true or false, this is a string.", Severity.WARNING, fix)
