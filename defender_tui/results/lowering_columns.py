"""Columns chosen by name patterns, and conditions on every column.

Source: https://learn.microsoft.com/en-us/kusto/query/project-reorder-operator
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from duckdb_kql import ir

from defender_tui.results.kql_errors import KqlSemanticError
from defender_tui.results.lowering_marks import ANY_COLUMN, text
from defender_tui.results.lowering_pipeline import Pipeline
from defender_tui.results.lowering_tree import rebuilt


def reorder(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Put the columns that the patterns name first, in the patterns' order."""
    shown = pipeline.shown
    first: list[str] = []
    for pattern, order in _patterns(call):
        found = [name for name in _matching(pattern, shown, "project-reorder") if name not in first]
        first += _ordered(found, order)
    _keep(pipeline, [*first, *(name for name in shown if name not in first)])


def keep(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Keep the columns that the patterns name, in the order that they have."""
    shown = pipeline.shown
    wanted = {
        name for pattern, _ in _patterns(call) for name in _matching(pattern, shown, "project-keep")
    }
    _keep(pipeline, [name for name in shown if name in wanted])


def away(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Take the columns away that the patterns name; a pattern may name none."""
    shown = pipeline.shown
    unwanted = {
        name for pattern, _ in _patterns(call) for name in _matching(pattern, shown, "project-away")
    }
    _keep(pipeline, [name for name in shown if name not in unwanted])


def distinct(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Keep one of the rows that are alike in every column."""
    del call
    pipeline.add(ir.Distinct(tuple(ir.NamedExpr(ir.ColumnRef(n)) for n in pipeline.columns)))


def with_every_column(pipeline: Pipeline, operator: ir.Operator) -> ir.Operator:
    """Write out the conditions of an operator that are about any column."""
    shown: list[str] = []

    def written_out(node: ir.Node) -> ir.Node:
        if not isinstance(node, ir.FunctionCall) or node.name != ANY_COLUMN:
            return node
        names = shown or pipeline.shown
        shown[:] = names
        word, value = text(node.args[0]), node.args[1]
        conditions = [
            ir.BinaryOp(word, ir.FunctionCall("tostring", (ir.ColumnRef(name),)), value)
            for name in names
            if name != "$table"
        ]
        return _any(conditions)

    changed = rebuilt(operator, written_out)
    if not isinstance(changed, ir.Operator):
        raise TypeError("an operator stays an operator")
    return changed


def _any(conditions: Sequence[ir.Expr]) -> ir.Expr:
    """One of the conditions, paired as a flat tree, since a deep one would not be translated."""
    if not conditions:
        return ir.Literal(False, "bool")
    level = list(conditions)
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [ir.BinaryOp("or", *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def _patterns(call: ir.FunctionCall) -> list[tuple[str, str]]:
    texts = [text(argument) for argument in call.args]
    return list(zip(texts[::2], texts[1::2], strict=True))


def _matching(pattern: str, names: Sequence[str], operator: str) -> list[str]:
    if "*" in pattern:
        literal = re.sub(r"([\[?])", r"[\1]", pattern)
        return [name for name in names if fnmatchcase(name, literal)]
    if pattern not in names:
        raise KqlSemanticError(
            f"'{operator}' operator: Failed to resolve column named '{pattern}'."
            " Fix semantic errors in your query.",
            name=pattern,
        )
    return [pattern]


def _ordered(names: list[str], order: str) -> list[str]:
    if not order:
        return names
    key = _granny if order.startswith("granny") else _plain
    return sorted(names, key=key, reverse=order.endswith("desc"))


def _plain(name: str) -> list[tuple[int, str]]:
    return [(0, name)]


def _granny(name: str) -> list[tuple[int, str]]:
    """Digits count as the number that they spell: `a20` comes before `a100`."""
    pieces = re.split(r"(\d+)", name)
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]


def _keep(pipeline: Pipeline, names: Sequence[str]) -> None:
    kept = [*names, *pipeline.hidden]
    pipeline.add(ir.Project(tuple(ir.NamedExpr(ir.ColumnRef(name)) for name in kept)))
