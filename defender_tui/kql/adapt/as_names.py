"""`as Name`, which lets later operators of the query read the rows by a name.

Source: https://learn.microsoft.com/en-us/kusto/query/as-operator
"""

from __future__ import annotations

from defender_tui.kql.adapt.draft import Change, Draft, Edit, written
from defender_tui.kql.adapt.operators import operator_end, without_parameters
from defender_tui.kql.adapt.refusal import CannotAdapt
from defender_tui.kql.adapt.statements import statement_start


def as_names(draft: Draft) -> Draft:
    """Turn rows that get a name into a `let` before their statement; drop names nobody reads."""
    while (at := _first(draft)) is not None:
        draft = _named(draft, at)
    return draft


def _first(draft: Draft) -> int | None:
    pieces = draft.pieces
    for at, piece in enumerate(pieces[:-1]):
        if piece.text == "as" and at and pieces[at - 1].text == "|":
            return at
    return None


def _named(draft: Draft, at: int) -> Draft:
    pieces = draft.pieces
    end = operator_end(pieces, at + 1)
    _, body = without_parameters(pieces[at + 1 : end])
    if len(body) != 1:
        raise CannotAdapt("as", pieces[at].origin)
    name = body[0].text
    change = Change("as", pieces[at].origin)
    is_read = any(piece.text == name for piece in (*pieces[: at - 1], *pieces[end:]))
    if not is_read:
        return draft.edited([Edit(at - 1, end)], change)
    start = statement_start(pieces, at)
    if _is_nested(draft, start, at):
        raise CannotAdapt("as", pieces[at].origin)
    if pieces[start].text == "let":
        start += 3
        place = start - 3
    else:
        place = start
    origin = pieces[at].origin
    rows = (*written(f"let {name} =", origin), *pieces[start : at - 1], *written(";", origin))
    edits = [Edit(place, place, rows), Edit(start, end, written(name, origin))]
    if place == start:
        edits = [Edit(start, end, (*rows, *written(name, origin)))]
    return draft.edited(edits, change)


def _is_nested(draft: Draft, start: int, at: int) -> bool:
    """Whether a bracket is still open at `at`."""
    texts = [piece.text for piece in draft.pieces[start:at]]
    return sum(text in ("(", "[", "{") for text in texts) > sum(
        text in (")", "]", "}") for text in texts
    )
