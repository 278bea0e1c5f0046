"""`evaluate ipv4_lookup(...)`: a join on networks that hold an address.

Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-lookup-plugin
"""

from __future__ import annotations

from defender_tui.kql.adapt.draft import Change, Draft, Edit, partners, split_at, written
from defender_tui.kql.adapt.refusal import CannotAdapt

_NAME = "ipv4_lookup"


def join_on_networks(draft: Draft) -> Draft:
    """Rewrite each `evaluate ipv4_lookup(Table, Address, Network)` as a join and a filter.

    Raises:
        CannotAdapt: it asks for unmatched rows, or for further keys.
    """
    pieces, closing = draft.pieces, partners(draft.pieces)
    for at in range(len(pieces) - 3, -1, -1):
        end = closing.get(at + 2)
        if pieces[at].text != "evaluate" or pieces[at + 1].text != _NAME or end is None:
            continue
        name = pieces[at + 1]
        parts = split_at(draft.pieces[at + 3 : end], ",")
        if len(parts) != 3:
            raise CannotAdapt(f"{_NAME} with more than three arguments", name.origin)
        table, address, network = parts
        edit = Edit(
            at,
            end + 1,
            (
                *written(" extend LookupSide = 1 | join kind=inner (", name.origin),
                *table,
                *written(" | extend LookupSide = 1, LookupNetwork =", name.origin),
                *network,
                *written(") on LookupSide | where ipv4_is_in_range(", name.origin),
                *address,
                *written(
                    ", LookupNetwork) | project-away LookupSide, LookupSide1, LookupNetwork",
                    name.origin,
                ),
            ),
        )
        draft = draft.edited([edit], Change(_NAME, name.origin))
    return draft
