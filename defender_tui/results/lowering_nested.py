"""The operators that hold a pipeline of their own, and top-nested.

Source: https://learn.microsoft.com/en-us/kusto/query/mv-apply-operator
Source: https://learn.microsoft.com/en-us/kusto/query/top-nested-operator
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duckdb_kql import ir
from duckdb_kql.translate.naming import expression_name

from defender_tui.results.connection import quote_name
from defender_tui.results.lowering_groups import Group
from defender_tui.results.lowering_marks import body, parts, refusal, text, whole_number
from defender_tui.results.lowering_pipeline import Pipeline

Run = Callable[[Pipeline, ir.Operator, Group], None]
"""Lets an operator of a nested pipeline follow, marks among them."""


def mv_apply(pipeline: Pipeline, call: ir.FunctionCall, run: Run) -> None:
    """Expand arrays, and run the nested pipeline over the elements of each row's."""
    index_name, limit, items, nested = call.args
    group = pipeline.number_rows()
    targets = [_target(pipeline, item) for item in parts(items)]
    names = [target.name or target.column for target in targets]
    index = text(index_name) or None
    held = [target.column for target in targets if target.name is not None]
    carried = [name for name in pipeline.columns if name not in (*names, group)]
    pipeline.add(ir.MvExpand(tuple(targets), index, whole_number(limit, "mv-apply")))
    pipeline.drop([name for name in held if name.startswith("__adapted_")])
    carried = [name for name in carried if name in pipeline.columns]
    columns = pipeline.columns
    shared = pipeline.scope.share(pipeline.sql())
    pipeline.become(f"SELECT * FROM {shared}", columns)
    part = Group("mv-apply", group, carried, whole=f"SELECT * FROM {shared}")
    for operator in body(nested):
        run(pipeline, operator, part)
    shown = [name for name in pipeline.columns if name not in (*carried, group)]
    ordered = [*(name for name in carried if name in pipeline.columns), *shown]
    pipeline.add(ir.Project(tuple(ir.NamedExpr(ir.ColumnRef(name)) for name in ordered)))


def _target(pipeline: Pipeline, item: ir.Expr) -> ir.MvExpandTarget:
    name_text, value, kind = parts(item)
    name, to_type = text(name_text), text(kind) or None
    if isinstance(value, ir.ColumnRef):
        return ir.MvExpandTarget(value.name, name or None, to_type)
    name = name or expression_name(value) or ""
    if not name:
        raise refusal("mv-apply", "Give the array a name.")
    (held,) = pipeline.hold(value)
    return ir.MvExpandTarget(held, name, to_type)


def partition(pipeline: Pipeline, call: ir.FunctionCall, run: Run) -> None:
    """Run the nested pipeline over the rows of each value of a column."""
    column, nested = call.args
    (group,) = pipeline.hold(ir.ColumnRef(text(column)))
    part = Group("partition", group, [name for name in pipeline.hidden if name != group])
    for operator in body(nested):
        run(pipeline, operator, part)
    pipeline.drop([group])


def top_nested(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Keep the best keys of each level, within those kept above it."""
    keys: list[str] = []
    names: list[str] = []
    kept = ""
    for level in call.args:
        count, key_name, key, value_name, value, order = parts(level)
        name = text(key_name) or expression_name(key)
        if name is None:
            raise refusal("top-nested", "Name its columns.")
        (held,) = pipeline.hold(key)
        keys.append(held)
        aggregate = text(value_name) or f"aggregated_{name}"
        names += [name, aggregate]
        best = whole_number(count, "top-nested")
        kept = _level(pipeline, keys, names, value, best, text(order), kept)
    if len(set(names)) < len(names):
        raise refusal("top-nested", "Two of its columns have one name.")
    pipeline.become(f"SELECT {_renamed(names)} FROM ({kept})", names)


def _level(
    pipeline: Pipeline,
    keys: Sequence[str],
    names: Sequence[str],
    value: ir.Expr,
    best: int | None,
    order: str,
    above: str,
) -> str:
    """The SELECT of one level: columns `c0`, `c1`, ... are the keys and values down to it."""
    grouped = Pipeline(pipeline.scope, pipeline.query, pipeline.lets)
    result = pipeline.scope.fresh()
    by = tuple(ir.NamedExpr(ir.ColumnRef(key), key) for key in keys)
    grouped.add(ir.Summarize((ir.NamedExpr(value, result),), by))
    depth = len(keys) - 1
    last = f"g.{quote_name(keys[-1])} AS c{2 * depth}, g.{quote_name(result)} AS c{2 * depth + 1}"
    partition = ", ".join(f"c{2 * at}" for at in range(depth))
    over = f"{f'PARTITION BY {partition} ' if partition else ''}ORDER BY c{2 * depth + 1}"
    ranked = f"{over} {'ASC NULLS FIRST' if order == 'asc' else 'DESC NULLS LAST'}"
    cut = "" if best is None else f" QUALIFY row_number() OVER ({ranked}) <= {max(best, 0)}"
    if not above:
        return f"SELECT {last} FROM ({grouped.sql()}) AS g{cut}"
    same = " AND ".join(
        f"a.c{2 * at} IS NOT DISTINCT FROM g.{quote_name(key)}" for at, key in enumerate(keys[:-1])
    )
    return f"SELECT a.*, {last} FROM ({above}) AS a JOIN ({grouped.sql()}) AS g ON {same}{cut}"


def _renamed(names: Sequence[str]) -> str:
    return ", ".join(f"c{at} AS {quote_name(name)}" for at, name in enumerate(names))
