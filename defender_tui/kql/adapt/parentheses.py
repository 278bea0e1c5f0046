"""Pipelines in brackets at the beginning of a pipeline, put there without the brackets.

`(A | b) | c` and `A | b | c` are the same query, and so is `materialize(A | b)` but for how often
it is run.

Source: https://learn.microsoft.com/en-us/kusto/query/tabular-expression-statements
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Change, Draft, Edit, Piece, partners
from defender_tui.kql.lexer import TokenKind

_SOURCES = frozenset({"union", "externaldata", "datatable", "print", "range", "search", "find"})


def parentheses(draft: Draft) -> Draft:
    """Take the brackets away from every pipeline that begins one."""
    while True:
        edits, changes = _redundant(draft.pieces)
        if not edits:
            return draft
        draft = draft.edited(edits, *changes)


def _redundant(pieces: Sequence[Piece]) -> tuple[list[Edit], list[Change]]:
    """What to take away in one go: of brackets directly in each other the outer ones only."""
    closing = partners(pieces)
    edits: list[Edit] = []
    changes: list[Change] = []
    taken = -1
    for start, piece in enumerate(pieces):
        opening = start + (piece.text == "materialize")
        if opening not in closing or pieces[opening].text != "(" or opening <= taken:
            continue
        end = closing[opening]
        behind = pieces[end + 1].text if end + 1 < len(pieces) else ";"
        if not _begins_pipeline(pieces, start):
            continue
        if behind != "|" and not _is_tabular(pieces, opening, closing):
            continue
        if behind in (")", "}"):
            is_all = start > 0 and pieces[start - 1].text in ("(", "{")
            if not is_all and opening == start:
                continue
        elif behind not in ("|", ";"):
            continue
        edits += [Edit(start, opening + 1), Edit(end, end + 1)]
        changes.append(Change(piece.text, piece.origin))
        taken = opening + 1
    return edits, changes


def _begins_pipeline(pieces: Sequence[Piece], at: int) -> bool:
    """Whether what stands at `at` begins a statement, the value of a `let`, or a bracket."""
    before = pieces[at - 1].text if at else ";"
    if before == "=":
        return at >= 3 and pieces[at - 3].text == "let"
    return before in (";", "{", "(")


def _is_tabular(pieces: Sequence[Piece], opening: int, closing: dict[int, int]) -> bool:
    """Whether a bracket holds a pipeline: a pipe outside inner brackets, or a source."""
    end, first = closing[opening], pieces[opening + 1]
    if first.text in _SOURCES or first.text == "materialize":
        return True
    at = opening + 1
    while at < end:
        if pieces[at].text == "|":
            return True
        if pieces[at].text == ",":
            return False
        at = closing.get(at, at) + 1
    if first.text == "(" and closing.get(opening + 1) == end - 1:
        return _is_tabular(pieces, opening + 1, closing)
    is_name = end == opening + 2 and first.kind is TokenKind.NAME
    before = pieces[opening - 1].text if opening else ";"
    return is_name and before in (";", "{", "materialize")
