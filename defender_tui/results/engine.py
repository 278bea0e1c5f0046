"""Runs KQL over tables in memory and gives the answer as the hunting service spells it."""

from __future__ import annotations

import importlib
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from defender_tui.kql.adapt.letter_case import has_case_mark, without_case_marks
from defender_tui.results.answer_json import row_json
from defender_tui.results.connection import open_connection, quote_name
from defender_tui.results.kql_errors import (
    KqlResultTooLarge,
    KqlSemanticError,
    KqlStopped,
    KqlTimedOut,
    KqlTooLarge,
)
from defender_tui.results.query_run import QueryRun

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from defender_tui.kql.schema import Table
    from defender_tui.results.compiling import CompiledQuery

ROW_LIMIT = 100_000
ANSWER = "defender_tui_answer"
_FETCH_ROWS = 5_000
_UNKNOWN_COLUMN = re.compile(r'[Cc]olumn "([^"]+)"')

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "datetime": "TIMESTAMP",
    "long": "BIGINT",
    "int": "INTEGER",
    "bool": "BOOLEAN",
    "real": "DOUBLE",
    "dynamic": "JSON",
    "decimal": "DECIMAL(38, 10)",
    "guid": "UUID",
    "timespan": "INTERVAL",
}


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The part of every table that a run sees: aware moments, both ends included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class KqlAnswer:
    """The rows of one query.

    `columns` are pairs of name and type word (`DateTime`, `String`, `SByte`...); `rows_json` is a
    UTF-8 JSON array of one object per row, in the query's order.
    """

    columns: tuple[tuple[str, str], ...]
    rows_json: bytes
    row_count: int
    elapsed_s: float
    is_cut: bool = False
    """Whether rows beyond the row limit were left out."""
    adapted: tuple[str, ...] = ()
    """What the answer rests on that is not exact, a sentence each; empty when it is exact."""


def load_compiler() -> None:
    """Import what turns KQL into SQL now; else the first run does, which then takes longer."""
    importlib.import_module("defender_tui.results.compiling")


class KqlEngine:
    """Tables in memory that KQL can read and cannot change.

    Runs may overlap in threads: each has a connection of its own. A `folder` takes what does not
    fit into memory; without one, such a query is refused.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._connection = open_connection(folder)
        self._fill_for: Callable[[frozenset[str]], None] | None = None
        self._filling = threading.Lock()
        self._schema: dict[str, list[str]] = {}
        self._time_columns: dict[str, str] = {}
        self._external: dict[str, str] = {}

    def create(self, tables: Iterable[Table]) -> None:
        """Make empty tables that queries can name.

        Of columns whose names differ only in case the first stays: DuckDB takes them for one.
        """
        for table in tables:
            columns = {c.name.casefold(): c for c in reversed(table.columns)}
            kept = [c for c in table.columns if columns[c.name.casefold()] is c]
            described = ", ".join(f"{quote_name(c.name)} {DUCKDB_TYPES[c.type]}" for c in kept)
            self._connection.execute(f"CREATE TABLE {quote_name(table.name)} ({described})")
            self._schema[table.name] = [c.name for c in kept]
            if table.time_column is not None:
                self._time_columns[table.name] = table.time_column

    def fill(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Run a SQL statement of the program's own; never text that came from outside."""
        self._connection.execute(statement, list(parameters))

    def fill_on_use(self, fill: Callable[[frozenset[str]], None]) -> None:
        """Have `fill` called before each run, never twice at once, with the tables it reads."""
        self._fill_for = fill

    def make(self, tables: Iterable[str]) -> None:
        """Fill those of the tables that there are before any run reads them."""
        self._fill_those(frozenset(tables) & self._schema.keys())

    def provide(self, address: str, table: str) -> None:
        """Have `externaldata` of this address read a table; it is empty for all others.

        Raises:
            KeyError: there is no such table.
        """
        if table not in self._schema:
            raise KeyError(table)
        self._external[address] = table

    def columns(self, table: str) -> tuple[str, ...]:
        """Name the columns of a table in order."""
        return tuple(self._schema[table])

    def run(
        self,
        text: str,
        run: QueryRun | None = None,
        *,
        now: datetime | None = None,
        window: TimeWindow | None = None,
        row_limit: int = ROW_LIMIT,
        size_limit_bytes: int | None = None,
        tables: Container[str] | None = None,
    ) -> KqlAnswer:
        """Answer a query; blocks until it is done, so call it in a thread.

        `now` is what `ago()` counts from. Rows beyond `row_limit` are left out; rows that are
        more than `size_limit_bytes` of JSON refuse the query. Of `tables`, when they are given, no
        others can be named.

        Raises:
            KqlError: it was refused, took too long or was stopped; the subclass says which.
        """
        run = QueryRun() if run is None else run
        started = time.monotonic()

        def prepare(cursor: duckdb.DuckDBPyConnection, tables: frozenset[str]) -> None:
            self._prepare(cursor, tables, window)

        with self._compiled(text, run, now, prepare, tables) as (cursor, compiled):
            rows = _AnswerRows(row_limit, size_limit_bytes)
            return self._answer(cursor, compiled, rows, started)

    @contextmanager
    def _compiled(
        self,
        text: str,
        run: QueryRun,
        now: datetime | None,
        prepare: Callable[[duckdb.DuckDBPyConnection, frozenset[str]], None],
        tables: Container[str] | None = None,
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, CompiledQuery]]:
        """Give a query's SELECT with a connection that may run it, for as long as the run goes.

        `prepare` is called with the tables before they are read.
        """
        from defender_tui.kql.adapt import Surroundings
        from defender_tui.results.compiling import compile_query

        schema = self._schema
        if tables is not None:
            schema = {name: columns for name, columns in schema.items() if name in tables}
        cursor = self._connection.cursor()
        try:
            with run.guarding(cursor.interrupt), _refusing(run):

                def probe(asked: CompiledQuery) -> list[tuple[object, ...]]:
                    prepare(cursor, asked.tables)
                    return _executed(cursor, asked.sql, asked.parameters).fetchall()

                surroundings = Surroundings(schema, self._time_columns, self._external)
                compiled = compile_query(text, surroundings, now, probe)
                prepare(cursor, compiled.tables)
                yield cursor, compiled
        finally:
            cursor.close()

    def _answer(
        self,
        cursor: duckdb.DuckDBPyConnection,
        compiled: CompiledQuery,
        rows: _AnswerRows,
        started: float,
    ) -> KqlAnswer:
        from duckdb_kql.types import rest_datatype

        columns = tuple(
            (name, kind) for name, kind, _ in keep_answer(cursor, compiled, rows.row_limit)
        )
        cursor.execute(f"SELECT {row_json(columns)} FROM {ANSWER}")
        marked = [name for name, _ in columns if has_case_mark(name)]
        while fetched := cursor.fetchmany(_FETCH_ROWS):
            rows.add([_unmarked(str(row[0]), marked) for row in fetched])
        return KqlAnswer(
            tuple((without_case_marks(name), rest_datatype(kind)) for name, kind in columns),
            rows.as_json(),
            rows.row_count,
            time.monotonic() - started,
            rows.is_cut,
            compiled.caveats,
        )

    def _prepare(
        self, cursor: duckdb.DuckDBPyConnection, tables: frozenset[str], window: TimeWindow | None
    ) -> None:
        """Fill the tables that are to be read, and cut them to the window."""
        self._fill_those(tables)
        if window is not None:
            self._narrow(cursor, tables, window)

    def _fill_those(self, tables: frozenset[str]) -> None:
        if self._fill_for is not None:
            with self._filling:
                self._fill_for(tables)

    def _narrow(
        self, cursor: duckdb.DuckDBPyConnection, tables: Iterable[str], window: TimeWindow
    ) -> None:
        """Put views that hold the window's rows only before the tables, on this connection."""
        for table in tables:
            column = self._time_columns.get(table)
            if column is None:
                continue
            name = quote_name(table)
            first, last = (_sql_moment(moment) for moment in (window.start, window.end))
            cursor.execute(
                f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM memory.main.{name}"
                f" WHERE {quote_name(column)} BETWEEN {first} AND {last}"
            )


class _AnswerRows:
    """The rows of an answer as JSON, up to a number of rows and bytes."""

    def __init__(self, row_limit: int, size_limit_bytes: int | None) -> None:
        self.row_limit = row_limit
        self.row_count = 0
        self.is_cut = False
        self._room_bytes = size_limit_bytes
        self._pieces: list[bytes] = []

    def add(self, rows: Sequence[str]) -> None:
        """Take the next rows.

        Raises:
            KqlResultTooLarge: they no longer fit.
        """
        kept = rows[: self.row_limit - self.row_count]
        self.is_cut = self.is_cut or len(kept) < len(rows)
        if not kept:
            return
        self.row_count += len(kept)
        self._pieces.append(",\n".join(kept).encode())
        if self._room_bytes is not None:
            self._room_bytes -= len(self._pieces[-1])
            if self._room_bytes < 0:
                raise KqlResultTooLarge("Result size limit exceeded")

    def as_json(self) -> bytes:
        """Give them as an array."""
        return b"[" + b",\n".join(self._pieces) + b"]"


def _unmarked(row: str, marked: Sequence[str]) -> str:
    """A row of JSON with its marked names as they were written; values hold no such spelling."""
    for name in marked:
        row = row.replace(f'"{name}":', f'"{without_case_marks(name)}":')
    return row


def keep_answer(
    cursor: duckdb.DuckDBPyConnection, compiled: CompiledQuery, row_limit: int
) -> list[tuple[str, str, str]]:
    """Keep the rows on the connection; give name, KQL type and DuckDB's type of each column."""
    from duckdb_kql.types import kusto_type

    # One row more than is given tells whether any was left out.
    _executed(
        cursor,
        f"CREATE TEMP TABLE {ANSWER} AS SELECT * FROM ({compiled.sql}) LIMIT {row_limit + 1}",
        compiled.parameters,
    )
    described = cursor.execute(f"DESCRIBE {ANSWER}").fetchall()
    return [(str(row[0]), str(kusto_type(row[1])), str(row[1])) for row in described]


def _executed(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]
) -> duckdb.DuckDBPyConnection:
    return cursor.execute(sql, dict(parameters) or None)


def _sql_moment(moment: datetime) -> str:
    return f"TIMESTAMPTZ '{moment.isoformat()}' AT TIME ZONE 'UTC'"


@contextmanager
def _refusing(run: QueryRun) -> Iterator[None]:
    """Say DuckDB's errors in the service's words."""
    try:
        yield
    except duckdb.InterruptException as cause:
        if run.is_stopped:
            raise KqlStopped("The query was stopped.") from cause
        raise KqlTimedOut("Query exceeded the timeout period.") from cause
    except duckdb.OutOfMemoryException as cause:
        raise KqlTooLarge("Query stopped due to excessive resource consumption.") from cause
    except duckdb.BinderException as cause:
        raise _binding_refusal(without_case_marks(str(cause))) from cause
    except duckdb.Error as cause:
        reason = without_case_marks(str(cause)).partition("\n")[0]
        raise KqlSemanticError(f"Failed to evaluate the query: {reason}") from cause


def _binding_refusal(reason: str) -> KqlSemanticError:
    named = _UNKNOWN_COLUMN.search(reason)
    if named is None:
        first = reason.partition("\n")[0]
        return KqlSemanticError(f"Failed to evaluate the query: {first}")
    name = named.group(1)
    return KqlSemanticError(
        f"Failed to resolve scalar expression named '{name}'. Fix semantic errors in your query.",
        name=name,
    )
