"""Operators that have no exact form here and that the translator does not name itself.

Source: https://learn.microsoft.com/en-us/kusto/query/fork-operator
"""

from __future__ import annotations

from defender_tui.kql.adapt.draft import Draft
from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.kql.adapt.refusal import CannotAdapt

_OPERATORS = frozenset(
    {
        "assert-schema", "consume", "facet", "fork", "macro-expand", "parse-kv",
        "project-by-names", "reduce", "scan",
    }
)  # fmt: skip


def refused(draft: Draft) -> Draft:
    """Refuse by name what is known to be beyond the engine, and the marks of adaptation itself.

    Raises:
        CannotAdapt: such an operator stands in the query.
    """
    before = ""
    for piece in draft.pieces:
        is_operator = before == "|" and piece.text in _OPERATORS
        if is_operator or piece.text.startswith(PREFIX):
            raise CannotAdapt(piece.text, piece.origin)
        before = piece.text
    return draft
