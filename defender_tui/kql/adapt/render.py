"""`render`, which says how to draw the rows and changes none of them.

Source: https://learn.microsoft.com/en-us/kusto/query/render-operator
"""

from __future__ import annotations

from collections.abc import Sequence

from defender_tui.kql.adapt.draft import Draft, Piece
from defender_tui.kql.adapt.operators import Operator, rewrite_operators


def render(draft: Draft) -> Draft:
    """Leave it out."""
    return rewrite_operators(draft, ("render",), _nothing)


def _nothing(operator: Operator) -> Sequence[Piece] | None:
    return () if operator.body else None
