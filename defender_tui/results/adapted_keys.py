"""Join keys in brackets, whose brackets the translator takes for part of the name."""

from __future__ import annotations

import dataclasses

from duckdb_kql import ir

from defender_tui.kql.adapt.names import bare
from defender_tui.results.lowering_tree import rebuilt


def with_bare_keys(query: ir.Query) -> ir.Query:
    """The query with each key `$left.['name']` read as the name."""
    changed = rebuilt(query, _bare, nested=True)
    if not isinstance(changed, ir.Query):
        raise TypeError("a query stays a query")
    return changed


def _bare(node: ir.Node) -> ir.Node:
    if not isinstance(node, ir.JoinKey):
        return node
    left, right = bare(node.left), bare(node.right)
    if (left, right) == (node.left, node.right):
        return node
    return dataclasses.replace(node, left=left, right=right)
