"""`between (moment .. span)`, whose end is that long after the moment.

The translator sees that only where the moment is a literal or a call.

Source: https://learn.microsoft.com/en-us/kusto/query/between-operator
"""

from __future__ import annotations

import dataclasses

from duckdb_kql import ir
from duckdb_kql.translate.functions import SCALAR_FUNCTIONS, FunctionSpec

from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.results.lowering_tree import rebuilt

_AFTER = FunctionSpec(f"{PREFIX}after", "template", "(CAST({0} AS TIMESTAMP) + {1})", (2,))


def with_ends(query: ir.Query) -> ir.Query:
    """The query with the end of each such range spelled as a sum."""
    SCALAR_FUNCTIONS.setdefault(_AFTER.name, _AFTER)
    changed = rebuilt(query, _ended, nested=True)
    if not isinstance(changed, ir.Query):
        raise TypeError("a query stays a query")
    return changed


def _ended(node: ir.Node) -> ir.Node:
    if not isinstance(node, ir.Between) or not _is_span(node.high) or _is_span(node.low):
        return node
    # The cast makes a span as the first end fail rather than answer.
    return dataclasses.replace(node, high=ir.FunctionCall(_AFTER.name, (node.low, node.high)))


def _is_span(node: ir.Expr) -> bool:
    match node:
        case ir.Literal():
            return node.kind == "timespan"
        case ir.LetRef():
            return _is_span(node.value)
        case ir.UnaryOp():
            return _is_span(node.operand)
        case ir.BinaryOp(op=("*" | "/")):
            return _is_span(node.left) != _is_span(node.right)
        case ir.BinaryOp(op=("+" | "-")):
            return _is_span(node.left) and _is_span(node.right)
        case ir.FunctionCall(name=("totimespan" | "make_timespan")):
            return True
    return False
