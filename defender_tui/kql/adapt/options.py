"""`set` statements: options of the service that change no rows here.

Source: https://learn.microsoft.com/en-us/kusto/query/set-statement
"""

from __future__ import annotations

from defender_tui.kql.adapt.draft import Change, Draft, Edit

_MEANT = frozenset({"query_now"})
"""Options that the translator honours."""


def options(draft: Draft) -> Draft:
    """Drop the options that tune how the service runs a query."""
    edits: list[Edit] = []
    changes: list[Change] = []
    pieces = draft.pieces
    for at, piece in enumerate(pieces[:-1]):
        before = pieces[at - 1].text if at else ";"
        if piece.text != "set" or before != ";" or pieces[at + 1].text.lower() in _MEANT:
            continue
        if not pieces[at + 1].is_word:
            continue
        end = next((i for i in range(at, len(pieces)) if pieces[i].text == ";"), None)
        if end is None:
            continue
        edits.append(Edit(at, end + 1))
        changes.append(Change("set", piece.origin))
    return draft.edited(edits, *changes) if edits else draft
