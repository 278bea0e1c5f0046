"""make-series: values in equal steps along an axis, gaps filled with a default.

Source: https://learn.microsoft.com/en-us/kusto/query/make-series-operator
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb_kql import ir
from duckdb_kql.translate import to_sql
from duckdb_kql.translate.naming import expression_name

from defender_tui.results.connection import quote_name
from defender_tui.results.lowering_marks import parts, refusal, text
from defender_tui.results.lowering_pipeline import Pipeline

MAX_STEPS = 1_000_000
_AXES = {"TIMESTAMP": "datetime", "BIGINT": "long", "INTEGER": "long"}


@dataclass(frozen=True, slots=True)
class _Value:
    name: str
    aggregate: ir.Expr
    default: ir.Expr


def make_series(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Count the rows into steps, lay them on the grid of all steps, and gather each series."""
    kind, values, axis, start, stop, step, keys = call.args
    if text(kind):
        raise refusal("make-series kind=nonempty")
    given = [_value(part) for part in parts(values)]
    axis_name, axis_value = _named(axis, "make-series")
    named = [_named(part, "make-series") for part in parts(keys)]
    (bounds_step,) = parts(step)
    first, last = (parts(bound)[0] if parts(bound) else None for bound in (start, stop))
    held_axis = pipeline.hold(axis_value)[0]
    if pipeline.types()[held_axis] not in _AXES:
        raise refusal("make-series over such an axis")
    column = ir.ColumnRef(held_axis)
    if first is not None:
        pipeline.add(ir.Where(ir.BinaryOp(">=", column, first)))
        bucket = ir.FunctionCall("bin_at", (column, bounds_step, first))
    else:
        bucket = ir.FunctionCall("bin", (column, bounds_step))
    if last is not None:
        pipeline.add(ir.Where(ir.BinaryOp("<", column, last)))
    _lay_out(pipeline, given, (axis_name, bucket), named, (first, last, bounds_step))
    _gather(pipeline, given, axis_name, [name for name, _ in named])


def _lay_out(
    pipeline: Pipeline,
    values: Sequence[_Value],
    axis: tuple[str, ir.Expr],
    keys: Sequence[tuple[str, ir.Expr]],
    bounds: tuple[ir.Expr | None, ir.Expr | None, ir.Expr],
) -> None:
    """One row for each series and step, in order, with the aggregates or their defaults."""
    name = axis[0]
    key_names = [key for key, _ in keys]
    by = tuple(ir.NamedExpr(value, key) for key, value in (*keys, axis))
    pipeline.add(ir.Summarize(tuple(ir.NamedExpr(v.aggregate, v.name) for v in values), by))
    pipeline.add(ir.Where(ir.FunctionCall("isnotnull", (ir.ColumnRef(name),))))
    counted = pipeline.scope.share(pipeline.sql())
    at = quote_name(name)
    first = f"(SELECT min({at}) FROM {counted})" if bounds[0] is None else _scalar(bounds[0])
    last = f"(SELECT max({at}) FROM {counted})" if bounds[1] is None else _scalar(bounds[1])
    reach = "TRUE" if bounds[1] is None else f"{at} < {last}"
    step = _scalar(bounds[2])
    grid = f"SELECT * FROM (SELECT unnest(generate_series({first}, {last}, {step})) AS {at})"
    series = ", ".join(map(quote_name, key_names))
    every = f"SELECT DISTINCT {series} FROM {counted}" if key_names else f"FROM {counted} LIMIT 1"
    same = "".join(
        f" AND s.{quote_name(key)} IS NOT DISTINCT FROM c.{quote_name(key)}" for key in key_names
    )
    chosen = ", ".join(
        [
            *(f"s.{quote_name(key)}" for key in key_names),
            *(
                f"CASE WHEN c.{at} IS NULL THEN {_scalar(v.default)} ELSE c.{quote_name(v.name)}"
                f" END AS {quote_name(v.name)}"
                for v in values
            ),
            f"g.{at}",
        ]
    )
    order = ", ".join([*(f"s.{quote_name(key)}" for key in key_names), f"g.{at}"])
    pipeline.become(
        f"SELECT {chosen} FROM ({grid} WHERE {reach} LIMIT {MAX_STEPS}) AS g"
        f" CROSS JOIN ({every}) AS s LEFT JOIN {counted} AS c ON g.{at} = c.{at}{same}"
        f" ORDER BY {order}",
        [*key_names, *(value.name for value in values), name],
    )


def _gather(pipeline: Pipeline, values: Sequence[_Value], axis: str, keys: Sequence[str]) -> None:
    """One row for each series, its values and steps as arrays."""
    gathered = tuple(
        ir.NamedExpr(ir.FunctionCall("make_list_with_nulls", (ir.ColumnRef(name),)), name)
        for name in (*(value.name for value in values), axis)
    )
    # Grouped by something, no rows make no series; by nothing they would make an empty one.
    by = [*keys, *pipeline.hold(ir.Literal(1, "long"))]
    pipeline.add(ir.Summarize(gathered, tuple(ir.NamedExpr(ir.ColumnRef(key), key) for key in by)))


def _value(part: ir.Expr) -> _Value:
    name, aggregate, *default = parts(part)
    value = default[0] if default else ir.Literal(0, "long")
    return _Value(text(name) or _unnamed(aggregate), aggregate, value)


def _named(part: ir.Expr, construct: str) -> tuple[str, ir.Expr]:
    name, value = parts(part)
    found = text(name) or expression_name(value)
    if not found:
        raise refusal(construct, "Name its columns.")
    return found, value


def _unnamed(aggregate: ir.Expr) -> str:
    name = expression_name(aggregate)
    if name is None:
        raise refusal("make-series", "Name its columns.")
    return name


def _scalar(value: ir.Expr) -> str:
    """The SQL of a value that reads no row."""
    return f"({to_sql(ir.Query(ir.PrintSource((ir.NamedExpr(value, 'v'),))))})"
