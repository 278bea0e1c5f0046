"""What a query reads: every source is a known table, every column one that its input has.

The KQL translator hands a name that it does not know on to DuckDB, which would take it for a file
or an address, and DuckDB ignores the case of names, which KQL does not. So the translator's tree is
walked first.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from duckdb_kql import KqlSchemaError, ir
from duckdb_kql.schema import match_wildcard, output_columns, surviving_branches

from defender_tui.results.kql_errors import (
    TOO_LARGE,
    KqlSemanticError,
    KqlTooLarge,
    KqlUnsupported,
)

MAX_RANGE_ROWS = 10_000_000
_FIX = "Fix semantic errors in your query."
_READS_EXPRESSIONS = (
    ir.Where,
    ir.Project,
    ir.Extend,
    ir.Sort,
    ir.Top,
    ir.Summarize,
    ir.Distinct,
    ir.Parse,
)
_BRANCHING = (ir.Query, ir.LetRef, ir.RowContext, ir.GraphCall)


class Rendered(ir.CommandSource):
    """Rows of a SELECT that the engine wrote itself, over a pipeline that has been checked."""


@dataclass(slots=True)
class QueryCheck:
    """A walk over one query; `tables` collects the tables that it reads.

    `schema` gives the columns of each table.
    """

    schema: Mapping[str, list[str]]
    tables: set[str] = field(default_factory=set)

    def check(self, query: ir.Query) -> None:
        """Walk the query and everything nested in it.

        Raises:
            KqlSemanticError: it reads a table or a column that does not exist.
            KqlUnsupported: it reaches for another database or cluster.
            KqlTooLarge: a `range` has more numbers than fit into memory.
        """
        self._query(query, {})

    def _query(self, query: ir.Query, lets: Mapping[str, list[str] | None]) -> None:
        scope = dict(lets)
        for name, bound in query.lets:
            if isinstance(bound, ir.Query):
                self._query(bound, scope)
                scope[name] = self._columns(bound, scope)
        first = query.operators[0] if query.operators else None
        self._source(query.source, scope, first)
        for done, operator in enumerate(query.operators):
            nested = _nested_queries(operator)
            if isinstance(operator, ir.Union) and operator.isfuzzy:
                nested = surviving_branches(operator, self._known(scope))
            for inner in nested:
                self._query(inner, scope)
            read = ir.Query(query.source, query.operators[:done])
            columns = self._columns(read, scope)
            if columns is not None:
                _check_operator(operator, frozenset(columns))

    def _source(
        self, source: ir.Source, scope: Mapping[str, object], first: ir.Operator | None
    ) -> None:
        if isinstance(source, Rendered):
            return
        if isinstance(source, ir.CommandSource):
            raise KqlUnsupported("Management commands cannot be run as hunting queries.")
        if isinstance(source, ir.TableRef | ir.WildcardTableRef) and (
            source.database is not None or getattr(source, "cluster", None) is not None
        ):
            raise KqlUnsupported(
                "Other databases and clusters cannot be reached from here.",
                name=source.database,
            )
        if isinstance(source, ir.WildcardTableRef):
            try:
                self.tables.update(match_wildcard(source, dict(self.schema)))
            except KqlSchemaError as cause:
                raise _unknown_table(source.pattern, first) from cause
        elif isinstance(source, ir.RangeSource):
            _check_length(source)
        elif isinstance(source, ir.TableRef):
            if source.name in scope:
                return
            if source.name not in self.schema:
                raise _unknown_table(source.name, first)
            self.tables.add(source.name)
        else:
            for inner in _nested_queries(source):
                self._query(inner, _as_lets(scope))

    def _known(self, scope: Mapping[str, list[str] | None]) -> dict[str, list[str]]:
        bound = {name: columns for name, columns in scope.items() if columns is not None}
        return {**self.schema, **bound}

    def _columns(self, query: ir.Query, scope: Mapping[str, list[str] | None]) -> list[str] | None:
        """The columns that a query gives; `None` when they depend on its rows."""
        if isinstance(query.source, ir.TableRef) and scope.get(query.source.name, []) is None:
            return None
        try:
            return output_columns(query, self._known(scope))
        except KqlSchemaError as cause:
            if cause.hint and "differ only in case" in cause.hint:
                raise KqlUnsupported(
                    "The local engine cannot tell apart columns whose names differ only in case;"
                    " a tenant can.",
                    name=cause.name,
                ) from cause
            return None


def _as_lets(scope: Mapping[str, object]) -> dict[str, list[str] | None]:
    return {
        name: [str(column) for column in columns] if isinstance(columns, list) else None
        for name, columns in scope.items()
    }


def _check_operator(operator: ir.Operator, columns: frozenset[str]) -> None:
    word = _word(operator)
    if isinstance(operator, _READS_EXPRESSIONS):
        for name in _column_names(operator):
            if name not in columns:
                raise KqlSemanticError(
                    f"'{word}' operator: Failed to resolve scalar expression named '{name}'."
                    f" {_FIX}",
                    name=name,
                )
        return
    for name in _named_columns(operator):
        if name not in columns:
            raise KqlSemanticError(
                f"'{word}' operator: Failed to resolve column named '{name}'. {_FIX}", name=name
            )


def _check_length(source: ir.RangeSource) -> None:
    """Refuse a range that DuckDB, which makes it as one list past any limit, would choke on."""
    start, stop, step = (_number(end) for end in (source.start, source.stop, source.step))
    if start is None or stop is None or not step:
        return
    if (stop - start) / step > MAX_RANGE_ROWS:
        raise KqlTooLarge(TOO_LARGE, hint=f"Let range give {MAX_RANGE_ROWS:,} rows at most.")


def _number(expression: ir.Expr) -> float | None:
    """The value of a number that is spelled out; `None` for everything else."""
    if not isinstance(expression, ir.Literal) or expression.kind not in ("int", "long", "real"):
        return None
    try:
        return float(str(expression.value))
    except ValueError:
        return None


def _named_columns(operator: ir.Operator) -> list[str]:
    match operator:
        case ir.ProjectAway():
            return [name for name in operator.columns if "*" not in name]
        case ir.ProjectRename():
            return [old for old, _ in operator.renames]
        case ir.Join() | ir.Lookup():
            return [key.left for key in operator.keys]
    return []


def _unknown_table(name: str, first: ir.Operator | None) -> KqlSemanticError:
    where = "" if first is None else f"'{_word(first)}' operator: "
    return KqlSemanticError(
        f"{where}Failed to resolve table or column expression named '{name}'. {_FIX}", name=name
    )


def _word(operator: ir.Operator) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(operator).__name__).lower()


def _nested_queries(node: object) -> tuple[ir.Query, ...]:
    """The queries directly inside a node, not those inside of them."""
    if isinstance(node, ir.Query):
        return (node,)
    return tuple(query for child in _children(node) for query in _nested_queries(child))


def _column_names(node: object) -> Iterator[str]:
    if isinstance(node, ir.ColumnRef):
        yield node.name
    elif not isinstance(node, _BRANCHING):
        for child in _children(node):
            yield from _column_names(child)


def _children(node: object) -> Iterator[object]:
    if isinstance(node, list | tuple):
        yield from node
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for part in dataclasses.fields(node):
            yield getattr(node, part.name)
