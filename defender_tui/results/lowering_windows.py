"""Functions that look at the rows around a row, computed before the operator that calls them.

Source: https://learn.microsoft.com/en-us/kusto/query/window-functions
"""

from __future__ import annotations

from collections.abc import Sequence

from duckdb_kql import ir

from defender_tui.results.connection import quote_name
from defender_tui.results.lowering_marks import refusal, whole_number
from defender_tui.results.lowering_pipeline import Pipeline
from defender_tui.results.lowering_tree import rebuilt

WINDOWS = frozenset(
    {
        "next", "prev", "row_cumsum", "row_number", "row_rank_dense", "row_rank_min",
        "row_window_session",
    }
)  # fmt: skip
_REFUSED = ("row_rank_min", "row_window_session")


def with_windows(pipeline: Pipeline, operator: ir.Operator, group: str = "") -> ir.Operator:
    """Compute the window calls of an operator into hidden columns; give the one that reads those.

    `group` is the column whose values part the rows into tables of their own.
    """
    held: list[str] = []

    def compute(node: ir.Node) -> ir.Node:
        if not isinstance(node, ir.FunctionCall):
            return node
        if node.name in _REFUSED:
            raise refusal(node.name)
        if node.name not in WINDOWS:
            return node
        name = _computed(pipeline, node, group)
        held.append(name)
        return ir.ColumnRef(name)

    changed = rebuilt(operator, compute)
    if not isinstance(changed, ir.Operator):
        raise TypeError("an operator stays an operator")
    if held and isinstance(operator, ir.Project | ir.Extend | ir.Distinct):
        _refuse_unnamed(operator.expressions)
    return changed


def _refuse_unnamed(expressions: Sequence[ir.NamedExpr]) -> None:
    for named in expressions:
        call = named.expr
        if named.name is None and isinstance(call, ir.FunctionCall) and call.name in WINDOWS:
            raise refusal(call.name, "Give its column a name.")


def _computed(pipeline: Pipeline, call: ir.FunctionCall, group: str) -> str:
    """Add the column of one call, whose own arguments hold no window calls any more."""
    row = pipeline.number_rows()
    if call.name in ("prev", "next"):
        value = _neighbour(pipeline, call, row, group)
    else:
        value = _running(pipeline, call, row, group)
    name = pipeline.scope.fresh()
    columns = [*pipeline.columns, name]
    pipeline.become(
        f"SELECT *, {value} AS {quote_name(name)} FROM ({pipeline.sql()})"
        f" ORDER BY {quote_name(row)}",
        columns,
    )
    return name


def _neighbour(pipeline: Pipeline, call: ir.FunctionCall, row: str, group: str) -> str:
    """`prev(value, offset, default)` and `next(...)`; a text that is not there is empty."""
    if not 1 <= len(call.args) <= 3:
        raise refusal(call.name)
    offset = whole_number(call.args[1], call.name) if len(call.args) > 1 else 1
    (column,) = pipeline.hold(call.args[0])
    default = ""
    if len(call.args) > 2:
        (given,) = pipeline.hold(call.args[2])
        default = f", {quote_name(given)}"
    elif pipeline.types()[column] == "VARCHAR":
        default = ", ''"
    word = "lag" if call.name == "prev" else "lead"
    return f"{word}({quote_name(column)}, {offset}{default}) {_over(row, group)}"


def _running(pipeline: Pipeline, call: ir.FunctionCall, row: str, group: str) -> str:
    """The calls that count on from row to row until a condition makes them begin anew."""
    arguments = list(call.args)
    first = arguments.pop(0) if arguments else ir.Literal(1, "long")
    restart = arguments.pop(0) if arguments else None
    if arguments or (call.name != "row_number" and not call.args):
        raise refusal(call.name)
    (value,) = pipeline.hold(first)
    parts = [group] if group else []
    if restart is not None:
        parts.append(_segments(pipeline, restart, row, group))
    over = _over(row, *parts)
    if call.name == "row_number":
        return f"row_number() {over} - 1 + {quote_name(value)}"
    if call.name == "row_cumsum":
        return f"coalesce(sum({quote_name(value)}) {over}, 0)::{pipeline.types()[value]}"
    changed = pipeline.scope.fresh()
    columns = [*pipeline.columns, changed]
    pipeline.become(
        f"SELECT *, CASE WHEN row_number() {over} = 1 OR {quote_name(value)} IS DISTINCT FROM"
        f" lag({quote_name(value)}) {over} THEN 1 ELSE 0 END AS {quote_name(changed)}"
        f" FROM ({pipeline.sql()})",
        columns,
    )
    return f"CAST(sum({quote_name(changed)}) {over} AS BIGINT)"


def _segments(pipeline: Pipeline, restart: ir.Expr, row: str, group: str) -> str:
    """Add a column that grows at each row where counting begins anew, and give its name."""
    (begins,) = pipeline.hold(restart)
    name = pipeline.scope.fresh()
    columns = [*pipeline.columns, name]
    over = _over(row, *([group] if group else []))
    pipeline.become(
        f"SELECT *, count(*) FILTER (WHERE {quote_name(begins)}) {over} AS {quote_name(name)}"
        f" FROM ({pipeline.sql()})",
        columns,
    )
    return name


def _over(row: str, *parts: str) -> str:
    named = [quote_name(part) for part in parts if part]
    partition = f"PARTITION BY {', '.join(named)} " if named else ""
    return f"OVER ({partition}ORDER BY {quote_name(row)})"
