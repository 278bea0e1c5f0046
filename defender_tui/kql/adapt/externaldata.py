"""`externaldata`: the rows that are at hand for its addresses, or none.

Source: https://learn.microsoft.com/en-us/kusto/query/externaldata-operator
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from defender_tui.kql.adapt.draft import Change, Draft, Edit, Piece, partners, split_at, written
from defender_tui.kql.adapt.names import name_text, spelled, spelled_in_brackets
from defender_tui.kql.adapt.refusal import CannotAdapt
from defender_tui.kql.lexer import TokenKind
from defender_tui.kql.literals import unquote

EMPTY = "externaldata is empty here: nothing was read from {}."
_CASTS = {
    "string": "tostring",
    "bool": "tobool",
    "boolean": "tobool",
    "date": "todatetime",
    "datetime": "todatetime",
    "dynamic": "todynamic",
    "guid": "toguid",
    "int": "toint",
    "long": "tolong",
    "real": "toreal",
    "double": "toreal",
    "decimal": "todecimal",
    "timespan": "totimespan",
    "time": "totimespan",
}


@dataclass(frozen=True, slots=True)
class _Reference:
    """One `externaldata` with its columns and addresses; `end` is the index behind it."""

    columns: tuple[tuple[str, str], ...]
    addresses: tuple[str, ...]
    end: int


def externaldata(draft: Draft) -> Draft:
    """Put tables where outside data is asked for; nothing is ever fetched."""
    pieces = draft.pieces
    if not any(piece.text == "externaldata" for piece in pieces):
        return draft
    closing = partners(pieces)
    edits: list[Edit] = []
    changes: list[Change] = []
    unread: list[str] = []
    for at, piece in enumerate(pieces):
        if piece.text != "externaldata" or (edits and at < edits[-1].end):
            continue
        found = _read(pieces, at, closing)
        held = [draft.surroundings.external.get(address, "") for address in found.addresses]
        if not all(held):
            unread += found.addresses
        text = _table(found, held) if all(held) else _empty(found)
        edits.append(Edit(at, found.end, written(text, piece.origin)))
        changes.append(Change("externaldata", piece.origin))
    draft = draft.edited(edits, *changes)
    for address in unread:
        draft = draft.with_caveat(EMPTY.format(address))
    return draft


def _empty(reference: _Reference) -> str:
    columns = ", ".join(f"{spelled_in_brackets(name)}:{kind}" for name, kind in reference.columns)
    return f"datatable({columns})[]"


def _table(reference: _Reference, tables: Sequence[str]) -> str:
    columns = ", ".join(
        f"{bracketed} = {_CASTS[kind]}({bracketed})"
        for bracketed, kind in ((spelled_in_brackets(n), k) for n, k in reference.columns)
    )
    return f"union {', '.join(map(spelled, tables))} | project {columns}"


def _read(pieces: Sequence[Piece], at: int, closing: dict[int, int]) -> _Reference:
    """Read `externaldata (name:type, ...) [address, ...] with (...)`."""
    refused = CannotAdapt("externaldata", pieces[at].origin)
    opening = at + 1
    if opening not in closing:
        raise refused
    columns = []
    for part in split_at(pieces[opening + 1 : closing[opening]], ","):
        if len(part) != 3 or part[1].text != ":" or part[2].text.lower() not in _CASTS:
            raise refused
        columns.append((name_text(part[0]), part[2].text.lower()))
    end, addresses = _addresses(pieces, closing[opening] + 1, closing)
    if not addresses:
        raise refused
    if end < len(pieces) and pieces[end].text == "with" and end + 1 in closing:
        end = closing[end + 1] + 1
    return _Reference(tuple(columns), addresses, end)


def _addresses(
    pieces: Sequence[Piece], at: int, closing: dict[int, int]
) -> tuple[int, tuple[str, ...]]:
    """The addresses that stand in brackets at `at`, and the index behind them."""
    if at >= len(pieces):
        return at, ()
    if at not in closing:
        single = pieces[at].text
        return (at + 1, (name_text(pieces[at]),)) if single.startswith("[") else (at, ())
    inside = pieces[at + 1 : closing[at]]
    texts = tuple(unquote(p.text) for p in inside if p.kind is TokenKind.STRING)
    return closing[at] + 1, texts
