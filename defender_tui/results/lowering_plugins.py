"""bag_unpack and pivot: columns that are known once the rows have been asked.

Source: https://learn.microsoft.com/en-us/kusto/query/bag-unpack-plugin
Source: https://learn.microsoft.com/en-us/kusto/query/pivot-plugin
"""

from __future__ import annotations

from collections.abc import Sequence

from duckdb_kql import ir

from defender_tui.results.connection import quote_name
from defender_tui.results.kql_errors import KqlSemanticError
from defender_tui.results.lowering_marks import parts, refusal, text
from defender_tui.results.lowering_pipeline import Pipeline
from defender_tui.results.lowering_tree import calls

MAX_COLUMNS = 500
_CONVERSIONS = {
    "bool": "tobool",
    "datetime": "todatetime",
    "guid": "toguid",
    "int": "toint",
    "long": "tolong",
    "real": "toreal",
    "string": "tostring",
    "timespan": "totimespan",
}
_JSON_TYPES = {
    "BIGINT": "long",
    "BOOLEAN": "bool",
    "DOUBLE": "real",
    "UBIGINT": "long",
    "VARCHAR": "string",
}
_CONDITIONAL = {
    "any": "take_anyif",
    "avg": "avgif",
    "count": "countif",
    "dcount": "dcountif",
    "max": "maxif",
    "min": "minif",
    "sum": "sumif",
    "take_any": "take_anyif",
}


def bag_unpack(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Put the members of a bag in place of it, each in a column of its own."""
    declared, bag, *options = call.args
    if not isinstance(bag, ir.ColumnRef) or len(options) > 2:
        raise refusal("evaluate bag_unpack")
    prefix = text(options[0]) if options else ""
    on_conflict = text(options[1]) if len(options) > 1 else "error"
    kept = [name for name in pipeline.shown if name != bag.name]
    types = _declared_types(parts(declared), kept, prefix)
    members = types if types is not None else _members(pipeline, bag.name)
    added: list[ir.NamedExpr] = []
    for member, kind in sorted(members.items()):
        name = f"{prefix}{member}"
        if name in kept:
            if on_conflict == "keep_source":
                continue
            if on_conflict != "replace_source":
                raise KqlSemanticError(
                    f"bag_unpack: the column '{name}' is there already."
                    " Fix semantic errors in your query.",
                    name=name,
                )
            kept.remove(name)
        value: ir.Expr = ir.PathAccess(bag, (ir.PathStep(name=member),))
        if kind in _CONVERSIONS:
            value = ir.FunctionCall(_CONVERSIONS[kind], (value,))
        added.append(ir.NamedExpr(value, name))
    columns = [*(ir.NamedExpr(ir.ColumnRef(name)) for name in kept), *added]
    hidden = [ir.NamedExpr(ir.ColumnRef(name)) for name in pipeline.hidden]
    if not columns:
        raise refusal("evaluate bag_unpack", "Nothing is left of its rows.")
    pipeline.add(ir.Project((*columns, *hidden)))


def _declared_types(
    declared: Sequence[ir.Expr], kept: list[str], prefix: str
) -> dict[str, str] | None:
    """The members that the query asks for by name and type; `None` where it asks for all."""
    texts = [text(part) for part in declared]
    if not texts:
        return None
    pairs = dict(zip(texts[::2], texts[1::2], strict=True))
    if "*" not in pairs:
        kept[:] = [name for name in kept if name in pairs]
    return {
        name.removeprefix(prefix): kind
        for name, kind in pairs.items()
        if name != "*" and name not in kept
    }


def _members(pipeline: Pipeline, bag: str) -> dict[str, str]:
    """The members of all bags with the type that their values have; `dynamic` if several."""
    column = quote_name(bag)
    rows = pipeline.asked(
        "SELECT k, list(DISTINCT t) FROM (SELECT k, json_type(json_extract(d, '$.\"' || k || '\"'))"
        f" AS t FROM (SELECT d, unnest(json_keys(d)) AS k FROM (SELECT TRY_CAST({column} AS JSON)"
        f" AS d FROM ({pipeline.sql()})) WHERE json_type(d) = 'OBJECT'))"
        f" WHERE t <> 'NULL' GROUP BY k LIMIT {MAX_COLUMNS + 1}"
    )
    if len(rows) > MAX_COLUMNS:
        raise refusal("evaluate bag_unpack", "The bags have too many members.")
    found: dict[str, str] = {}
    for key, kinds in rows:
        known = {_JSON_TYPES.get(str(kind), "dynamic") for kind in _listed(kinds)}
        found[str(key)] = known.pop() if len(known) == 1 else "dynamic"
    return found


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def pivot(pipeline: Pipeline, call: ir.FunctionCall) -> None:
    """Turn the values of a column into columns, each with the aggregate over its rows."""
    declared, column, *rest = call.args
    if parts(declared) or not isinstance(column, ir.ColumnRef):
        raise refusal("evaluate pivot")
    aggregate = rest[0] if rest else ir.FunctionCall("count")
    if not isinstance(aggregate, ir.FunctionCall) or aggregate.name not in _CONDITIONAL:
        raise refusal("evaluate pivot", "It needs another aggregate.")
    read = {node.name for argument in aggregate.args for node in _column_refs(argument)}
    keys = [node.name for node in rest[1:] if isinstance(node, ir.ColumnRef)]
    if len(keys) < len(rest) - 1:
        raise refusal("evaluate pivot")
    if not keys:
        keys = [n for n in pipeline.shown if n != column.name and n not in read]
    (held,) = pipeline.hold(ir.FunctionCall("tostring", (column,)))
    values = _values(pipeline, held)
    aggregates = tuple(
        ir.NamedExpr(
            ir.FunctionCall(
                _CONDITIONAL[aggregate.name],
                (
                    *aggregate.args[:1],
                    ir.BinaryOp("==", ir.ColumnRef(held), ir.Literal(value, "string")),
                ),
            ),
            value,
        )
        for value in values
    )
    by = tuple(ir.NamedExpr(ir.ColumnRef(key), key) for key in keys)
    pipeline.add(ir.Summarize(aggregates, by))


def _values(pipeline: Pipeline, column: str) -> list[str]:
    name = quote_name(column)
    rows = pipeline.asked(
        f"SELECT DISTINCT {name} FROM ({pipeline.sql()}) ORDER BY 1 LIMIT {MAX_COLUMNS + 1}"
    )
    values = [str(row[0]) for row in rows if row[0] not in (None, "")]
    if len(values) > MAX_COLUMNS or len(values) < len(rows):
        raise refusal("evaluate pivot", "Its values do not make columns.")
    return values


def _column_refs(node: ir.Expr) -> list[ir.ColumnRef]:
    found = [node] if isinstance(node, ir.ColumnRef) else []
    inner = [a for call in calls(node) for a in call.args if isinstance(a, ir.ColumnRef)]
    return [*found, *inner]
