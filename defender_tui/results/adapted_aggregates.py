"""Functions of aggregates, such as `strcat_array(make_set(x), ",")`, computed after the aggregates.

Source: https://learn.microsoft.com/en-us/kusto/query/summarize-operator
"""

from __future__ import annotations

import dataclasses
from itertools import count

from duckdb_kql import ir
from duckdb_kql.translate.functions import AGGREGATE_FUNCTIONS

from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.results.lowering_tree import rebuilt


def with_plain_aggregates(query: ir.Query) -> ir.Query:
    """The query with each such function in an `extend` behind its `summarize`.

    The first aggregate goes by the name of the result, so that the columns keep their order.
    """
    numbers = count()

    def split(node: ir.Node) -> ir.Node:
        if not isinstance(node, ir.Query):
            return node
        operators: list[ir.Operator] = []
        for operator in node.operators:
            if isinstance(operator, ir.Summarize):
                operators += _split(operator, numbers)
            else:
                operators.append(operator)
        if len(operators) == len(node.operators):
            return node
        return dataclasses.replace(node, operators=operators)

    changed = rebuilt(query, split, nested=True)
    if not isinstance(changed, ir.Query):
        raise TypeError("a query stays a query")
    return changed


def _split(operator: ir.Summarize, numbers: count[int]) -> list[ir.Operator]:
    plain: list[ir.NamedExpr] = []
    computed: list[ir.NamedExpr] = []
    hidden: list[str] = []
    for named in operator.aggregates:
        if named.name is None or not _is_function_of_aggregates(named.expr):
            plain.append(named)
            continue
        name, taken = named.name, [named.name]

        def column(node: ir.Node, taken: list[str] = taken) -> ir.Node:
            if not isinstance(node, ir.FunctionCall) or not _is_aggregate(node):
                return node
            held = taken.pop() if taken else f"{PREFIX}aggregate{next(numbers)}"
            if held.startswith(PREFIX):
                hidden.append(held)
            plain.append(ir.NamedExpr(node, held))
            return ir.ColumnRef(held)

        outer = rebuilt(named.expr, column)
        if not isinstance(outer, ir.Expr):
            raise TypeError("an expression stays an expression")
        computed.append(ir.NamedExpr(outer, name))
    if not computed:
        return [operator]
    split: list[ir.Operator] = [
        dataclasses.replace(operator, aggregates=tuple(plain)),
        ir.Extend(tuple(computed)),
    ]
    return [*split, ir.ProjectAway(tuple(hidden))] if hidden else split


def _is_aggregate(call: ir.FunctionCall) -> bool:
    return call.name.lower() in AGGREGATE_FUNCTIONS


def _is_function_of_aggregates(node: ir.Expr) -> bool:
    """Whether a call that is no aggregate itself has one among its arguments."""
    if not isinstance(node, ir.FunctionCall) or _is_aggregate(node):
        return False
    return any(
        isinstance(argument, ir.FunctionCall)
        and (_is_aggregate(argument) or _is_function_of_aggregates(argument))
        for argument in node.args
    )
