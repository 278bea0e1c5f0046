"""`union withsource=Name` with a name that the translator's grammar takes for something else.

Source: https://learn.microsoft.com/en-us/kusto/query/union-operator
"""

from __future__ import annotations

from defender_tui.kql.adapt.draft import Change, Draft, Edit, written
from defender_tui.kql.adapt.keywords import is_keyword
from defender_tui.kql.adapt.names import name_text, spelled_in_brackets
from defender_tui.kql.adapt.operators import operator_end

_PARAMETERS = frozenset({"withsource", "with_source"})
_STAND_IN = "__source_of_row"


def union_sources(draft: Draft) -> Draft:
    """Give the column of sources a plain name, and its own one behind the union."""
    edits: list[Edit] = []
    changes: list[Change] = []
    pieces = draft.pieces
    for at in range(2, len(pieces)):
        is_named = pieces[at - 1].text == "=" and pieces[at - 2].text.lower() in _PARAMETERS
        name = name_text(pieces[at])
        if not is_named or (name == pieces[at].text and not is_keyword(name)):
            continue
        words = (piece.text for piece in reversed(pieces[:at]))
        if next((word for word in words if word in ("union", "find")), "") != "union":
            continue
        origin = pieces[at].origin
        end = operator_end(pieces, at + 1)
        renamed = f"| project-rename {spelled_in_brackets(name)} = {_STAND_IN}"
        edits.append(Edit(at, at + 1, written(_STAND_IN, origin)))
        edits.append(Edit(end, end, written(renamed, origin)))
        changes.append(Change("withsource", origin))
    return draft.edited(edits, *changes) if edits else draft
