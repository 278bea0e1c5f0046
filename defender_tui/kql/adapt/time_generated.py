"""`TimeGenerated`, the name that Sentinel has for the time of an event.

Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-microsoft-defender
"""

from __future__ import annotations

from defender_tui.kql.adapt.draft import Change, Draft, Edit, written

NAME = "TimeGenerated"
_BEFORE = frozenset({"", ";", "(", "{", "=", ",", "union", "join", "lookup"})
_BEHIND = frozenset({"", ";", ")", "}", "|", ",", "on"})


def time_generated(draft: Draft) -> Draft:
    """Give the tables that are read a column `TimeGenerated`, where the query asks for one."""
    pieces = draft.pieces
    if not any(piece.text == NAME for piece in pieces):
        return draft
    edits: list[Edit] = []
    for at, piece in enumerate(pieces):
        columns = draft.surroundings.columns.get(piece.text)
        time = draft.surroundings.time_columns.get(piece.text)
        if columns is None or time is None or NAME in columns:
            continue
        before = pieces[at - 1].text if at else ""
        behind = pieces[at + 1].text if at + 1 < len(pieces) else ""
        is_parameter = at > 1 and pieces[at - 2].text == "="
        if behind not in _BEHIND or not (before in _BEFORE or is_parameter):
            continue
        text = f"{piece.text} | extend {NAME} = {time}"
        is_whole = behind in ("|", ";", "", ")", "}") and before in ("", ";", "(", "{", "=")
        is_whole = is_whole and not (before == "(" and behind == ")" and _is_list(draft, at))
        edits.append(Edit(at, at + 1, written(text if is_whole else f"({text})", piece.origin)))
    if not edits:
        return draft
    return draft.edited(edits, Change(NAME, pieces[edits[0].start].origin))


def _is_list(draft: Draft, at: int) -> bool:
    return at > 1 and draft.pieces[at - 2].text in ("search", "find")
