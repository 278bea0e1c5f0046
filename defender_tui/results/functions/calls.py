"""Calls that are resolved before the query becomes SQL: other spellings, and columns by name.

Works on the translator's tree, where the columns at each operator are known.

Source: https://learn.microsoft.com/en-us/kusto/query/column-ifexists-function
Source: https://learn.microsoft.com/en-us/kusto/query/ingestion-time-function
Source: https://learn.microsoft.com/en-us/kusto/query/pack-all-function
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

from duckdb_kql import KqlSchemaError, ir
from duckdb_kql.schema import output_columns

from defender_tui.results.functions.respelling import packed_columns, respelled, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_T = TypeVar("_T")

_ROW_CALLS = frozenset({"column_ifexists", "ingestion_time", "iscolumnexists", "pack_all"})
_TIME_COLUMNS = ("Timestamp", "TimeGenerated")


def resolve_calls(query: ir.Query, schema: Mapping[str, list[str]]) -> ir.Query:
    """Give the query with only calls that have SQL of their own, as far as it is known.

    `schema` gives the columns of each table. What cannot be resolved is left for the translator
    to refuse.
    """
    return _Resolver(dict(schema)).query(query)


class _Resolver:
    """A walk that keeps what is shared in the tree shared, since the translator counts on it."""

    def __init__(self, known: dict[str, list[str]]) -> None:
        self._known = known
        self._columns: Callable[[], list[str] | None] = _no_columns
        self._done: dict[int, tuple[object, object]] = {}

    def query(self, query: ir.Query) -> ir.Query:
        known = dict(self._known)
        lets: list[tuple[str, ir.Query | ir.Expr]] = []
        for name, bound in query.lets:
            inner = _Resolver(known)
            if isinstance(bound, ir.Query):
                resolved = inner.query(bound)
                lets.append((name, resolved))
                columns = _columns_of(resolved, known)
                if columns is not None:
                    known[name] = columns
            else:
                lets.append((name, _as(ir.Expr, inner.node(bound))))
        resolver = _Resolver(known)
        source = _as(ir.Source, resolver.node(query.source))
        operators: list[ir.Operator] = []
        for operator in query.operators:
            before = ir.Query(source, list(operators))
            operators.append(_Resolver(known).operator(operator, before))
        return dataclasses.replace(query, source=source, operators=operators, lets=lets)

    def operator(self, operator: ir.Operator, before: ir.Query) -> ir.Operator:
        self._columns = lambda: _columns_of(before, self._known)
        if isinstance(operator, ir.Summarize):
            aggregates = tuple(each for named in operator.aggregates for each in spread(named))
            operator = dataclasses.replace(operator, aggregates=aggregates)
        return _as(ir.Operator, self.node(operator))

    def node(self, node: object) -> object:
        known = self._done.get(id(node))
        if known is not None:
            return known[1]
        resolved = self._fresh(node)
        # The node is kept beside its result, so that its id is not given to another.
        self._done[id(node)] = (node, resolved)
        return resolved

    def _fresh(self, node: object) -> object:
        if isinstance(node, ir.Query):
            return _Resolver(self._known).query(node)
        if isinstance(node, tuple | list):
            parts = [self.node(part) for part in node]
            if all(new is old for new, old in zip(parts, node, strict=True)):
                return node
            return type(node)(parts)
        if not isinstance(node, ir.Node):
            return node
        changes = {}
        for each in dataclasses.fields(node):  # type: ignore[arg-type]
            old = getattr(node, each.name)
            new = self.node(old)
            if new is not old:
                changes[each.name] = new
        if changes:
            node = dataclasses.replace(node, **changes)  # type: ignore[type-var]
        return self._call(node) if isinstance(node, ir.FunctionCall) else node

    def _call(self, call: ir.FunctionCall) -> ir.Expr:
        if call.name in _ROW_CALLS or call.name == "columnifexists":
            return self._row_call(call)
        return respelled(call)

    def _row_call(self, call: ir.FunctionCall) -> ir.Expr:
        columns = self._columns()
        if columns is None:
            return call
        match call.name, call.args:
            case "ingestion_time", ():
                time_column = next((name for name in _TIME_COLUMNS if name in columns), None)
                if time_column is None:
                    return ir.Literal(None, "datetime")
                return ir.ColumnRef(time_column)
            case "pack_all", ():
                return packed_columns(tuple(ir.ColumnRef(name) for name in columns))
            case "iscolumnexists", (ir.Literal(value=name),):
                return ir.Literal(name in columns, "bool")
            case (("column_ifexists" | "columnifexists"), (ir.Literal(value=name), default)):
                return ir.ColumnRef(str(name)) if name in columns else default
        return call


def _no_columns() -> list[str] | None:
    return None


def _columns_of(query: ir.Query, known: dict[str, list[str]]) -> list[str] | None:
    try:
        return output_columns(query, known)
    except KqlSchemaError:
        return None


def _as(kind: type[_T], node: object) -> _T:
    if not isinstance(node, kind):
        raise TypeError(f"expected {kind.__name__}, found {type(node).__name__}")
    return node
