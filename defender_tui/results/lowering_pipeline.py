"""A pipeline that grows operator by operator, part of it as SQL of the engine's own.

What the translator has a node for is added as that node. For the rest the pipeline so far is
turned into SQL, the engine's own SELECT goes around it, and that becomes the source of a pipeline
without operators.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from duckdb_kql import KqlSchemaError, ir
from duckdb_kql.schema import output_columns, resolve_let_refs
from duckdb_kql.translate import to_sql

from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.results.connection import quote_name
from defender_tui.results.functions.calls import resolve_calls
from defender_tui.results.kql_errors import TOO_LARGE, KqlTooLarge
from defender_tui.results.query_check import QueryCheck, Rendered

MAX_SQL_CHARACTERS = 2_000_000
"""SQL that has grown beyond this, by pipelines inside pipelines, is refused."""

Lets = tuple[tuple[str, ir.Query], ...]
Ask = Callable[[str], list[tuple[object, ...]]]
"""Runs a SELECT over the tables and gives its rows."""


@dataclass(slots=True)
class Scope:
    """What all pipelines of one query share: the tables, and SQL that several of them read."""

    schema: Mapping[str, list[str]]
    ask: Ask
    check: QueryCheck
    shared: list[tuple[str, str]] = field(default_factory=list)
    _count: int = 0

    def fresh(self) -> str:
        """A name that no column and no table has."""
        self._count += 1
        return f"{PREFIX}{self._count}"

    def share(self, sql: str) -> str:
        """Have SQL run once, and give the name to read its rows by."""
        name = self.fresh()
        self.shared.append((name, sql))
        return quote_name(name)

    def complete(self, sql: str) -> str:
        """The SQL together with what it reads of the shared."""
        if len(sql) + sum(len(text) for _, text in self.shared) > MAX_SQL_CHARACTERS:
            raise KqlTooLarge(TOO_LARGE)
        if not self.shared:
            return sql
        bound = ", ".join(f"{quote_name(n)} AS MATERIALIZED ({text})" for n, text in self.shared)
        return f"WITH {bound} SELECT * FROM ({sql})"


@dataclass(slots=True)
class Pipeline:
    """The pipeline so far; `lets` are the tables that are bound around it."""

    scope: Scope
    query: ir.Query
    lets: Lets = ()

    @property
    def columns(self) -> list[str]:
        """The names of its columns in order, those that adaptation added among them."""
        whole = self._whole()
        try:
            return output_columns(whole, dict(self.scope.schema))
        except KqlSchemaError:
            # The check says it in the service's words.
            self.scope.check.check(whole)
            raise

    @property
    def shown(self) -> list[str]:
        """The names of its columns without those that adaptation added."""
        return [name for name in self.columns if not is_hidden(name)]

    @property
    def hidden(self) -> list[str]:
        """The names of the columns that adaptation added and still needs."""
        return [name for name in self.columns if is_hidden(name)]

    def add(self, *operators: ir.Operator) -> None:
        """Let operators follow, over the columns as they are now."""
        for operator in operators:
            resolved = resolve_let_refs(operator, self.columns)
            self.query = ir.Query(self.query.source, [*self.query.operators, resolved])

    def sql(self) -> str:
        """The pipeline as one SELECT, once it has been checked."""
        whole = self._whole()
        self.scope.check.check(whole)
        return str(to_sql(whole, dict(self.scope.schema)))

    def become(self, sql: str, columns: Sequence[str]) -> None:
        """Go on with the rows of this SELECT, which has these columns."""
        if len(sql) > MAX_SQL_CHARACTERS:
            raise KqlTooLarge(TOO_LARGE)
        self.query = ir.Query(Rendered(sql, tuple(columns), "adapted"))

    def number_rows(self) -> str:
        """Add a column that counts the rows in their order from 1, and give its name."""
        name = self.scope.fresh()
        columns = self.columns
        self.become(
            f"SELECT *, row_number() OVER () AS {quote_name(name)} FROM ({self.sql()})",
            [*columns, name],
        )
        return name

    def hold(self, *expressions: ir.Expr) -> list[str]:
        """Add hidden columns with the values of these expressions, and give their names."""
        names = [self.scope.fresh() for _ in expressions]
        if names:
            named = zip(names, expressions, strict=True)
            self.add(ir.Extend(tuple(ir.NamedExpr(value, name) for name, value in named)))
        return names

    def drop(self, names: Sequence[str]) -> None:
        """Take columns away, as far as they are there."""
        present = [name for name in self.columns if name in names]
        if present:
            self.add(ir.ProjectAway(tuple(present)))

    def types(self) -> dict[str, str]:
        """The DuckDB type of each column."""
        described = self.scope.ask(self.scope.complete(f"DESCRIBE {self.sql()}"))
        return {str(row[0]): str(row[1]) for row in described}

    def asked(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a SELECT over what is shared and the tables."""
        return self.scope.ask(self.scope.complete(sql))

    def _whole(self) -> ir.Query:
        bound: list[tuple[str, ir.Query | ir.Expr]] = [*self.lets]
        query = ir.Query(self.query.source, list(self.query.operators), bound)
        return resolve_calls(query, self.scope.schema)


def is_hidden(name: str) -> bool:
    """Whether adaptation made a column of this name."""
    return name.startswith(PREFIX)
