"""Advice that saves quota: what runs, but could run better."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..literals import unquote
from ..schema import HuntingSchema
from ..tokens import TokenKind
from .diagnostic import Fix, Severity
from .findings import Findings
from .pieces import PlacedPiece, Statement

_WHOLE_WORD = re.compile(r"[A-Za-z0-9]{4,}\Z")
"""Terms of fewer than four characters are not in the index."""
_CONTAINS = {"contains": "has", "!contains": "!has", "contains_cs": "has_cs"}
_TIMES = ("Timestamp", "TimeGenerated", "ago", "ingestion_time")


def advise(statements: Sequence[Statement], schema: HuntingSchema, findings: Findings) -> None:
    """Note advice on each statement.

    Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-best-practices
    """
    for statement in statements:
        for at, piece in enumerate(statement):
            if piece.kind is TokenKind.STRING:
                continue
            if piece.text in _CONTAINS:
                _contains(statement, at, findings)
            elif piece.text == "join" and _begins(statement, at):
                _join(statement, at, findings)
            elif piece.text in ("search", "union") and _begins(statement, at):
                _everywhere(statement, at, findings)
    _time(statements, schema, findings)


def _begins(statement: Statement, at: int) -> bool:
    return at == 0 or statement[at - 1].text in ("|", "(", "=", "{", ";")


def _text(statement: Statement, at: int) -> str:
    return statement[at].text if at < len(statement) else ""


def _place(piece: PlacedPiece) -> tuple[int, int]:
    return piece.start, piece.end


def _contains(statement: Statement, at: int, findings: Findings) -> None:
    if at + 1 >= len(statement) or statement[at + 1].kind is not TokenKind.STRING:
        return
    value = unquote(statement[at + 1].text)
    if not _WHOLE_WORD.match(value):
        return
    better = _CONTAINS[statement[at].text]
    place = _place(statement[at])
    message = f"{better} finds whole words by the index and is much faster, if that is enough."
    findings.add(place, message, Severity.INFORMATION, Fix(*place, better))


def _join(statement: Statement, at: int, findings: Findings) -> None:
    options = {
        _text(statement, at + n) for n in range(1, 12) if not _is_past_options(statement, at, n)
    }
    if "kind" in options:
        return
    end = statement[at].end
    message = "Without a kind, only one row of each key on the left is joined (innerunique)."
    fix = Fix(end, end, " kind=inner")
    findings.add(_place(statement[at]), message, Severity.INFORMATION, fix)


def _is_past_options(statement: Statement, at: int, count: int) -> bool:
    between = statement[at + 1 : at + count + 1]
    return any(piece.text in ("(", "on", "|") for piece in between)


def _everywhere(statement: Statement, at: int, findings: Findings) -> None:
    word, follows = statement[at].text, _text(statement, at + 1)
    is_alone = at == 0 or statement[at - 1].text != "|"
    is_search = word == "search" and is_alone and not _names_tables(statement, at)
    if is_search or (word == "union" and follows == "*"):
        message = f"{word} goes through every table here; name those that are meant."
        findings.add(_place(statement[at]), message, Severity.INFORMATION)


def _names_tables(statement: Statement, at: int) -> bool:
    return any(
        piece.text == "in" and _text(statement, at + n + 2) == "("
        for n, piece in enumerate(statement[at + 1 : at + 5])
    )


def _time(statements: Sequence[Statement], schema: HuntingSchema, findings: Findings) -> None:
    """Note the first of the tenant's tables of events in a query that never looks at the time."""
    first: PlacedPiece | None = None
    for statement in statements:
        is_filtered = any(_is_time(statement, at) for at in range(len(statement)))
        if is_filtered:
            return
        tables = (p for p in statement if _is_event_table(p, schema))
        first = first or next(tables, None)
    if first is not None:
        message = "Nothing limits the time: | where Timestamp > ago(1d) reads less."
        findings.add(_place(first), message, Severity.INFORMATION)


def _is_time(statement: Statement, at: int) -> bool:
    """Whether a time is compared here."""
    if statement[at].text not in _TIMES:
        return False
    near = {_text(statement, n) for n in range(max(at - 1, 0), at + 3)}
    return statement[at].text == "ago" or bool(near & {">", ">=", "<", "<=", "between", "=="})


def _is_event_table(piece: PlacedPiece, schema: HuntingSchema) -> bool:
    if piece.kind is TokenKind.STRING:
        return False
    table = schema.table(piece.text)
    return table is not None and table.time_column is not None and not table.is_local
