"""Runs KQL over tables in memory and gives the answer as the hunting service spells it."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
from duckdb_kql.types import kusto_type, rest_datatype

from defender_tui.results.answer_json import row_json
from defender_tui.results.compiling import CompiledQuery, compile_query
from defender_tui.results.connection import open_connection, quote_name
from defender_tui.results.kql_errors import (
    KqlSemanticError,
    KqlStopped,
    KqlTimedOut,
    KqlTooLarge,
)
from defender_tui.results.query_run import QueryRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from defender_tui.kql.schema import Table

ROW_LIMIT = 100_000
_ANSWER = "defender_tui_answer"
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
    ) -> KqlAnswer:
        """Answer a query; blocks until it is done, so call it in a thread.

        `now` is what `ago()` counts from. Rows beyond `row_limit` are left out.

        Raises:
            KqlError: it was refused, took too long or was stopped; the subclass says which.
        """
        run = QueryRun() if run is None else run
        started = time.monotonic()
        cursor = self._connection.cursor()
        try:
            with run.guarding(cursor.interrupt), _refusing(run):
                compiled = compile_query(text, self._schema, now)
                if self._fill_for is not None:
                    with self._filling:
                        self._fill_for(compiled.tables)
                return self._answer(cursor, compiled, window, row_limit, started)
        finally:
            cursor.close()

    def _answer(
        self,
        cursor: duckdb.DuckDBPyConnection,
        compiled: CompiledQuery,
        window: TimeWindow | None,
        row_limit: int,
        started: float,
    ) -> KqlAnswer:
        if window is not None:
            self._narrow(cursor, compiled.tables, window)
        cursor.execute(
            f"CREATE TEMP TABLE {_ANSWER} AS SELECT * FROM ({compiled.sql}) LIMIT {row_limit}",
            dict(compiled.parameters) or None,
        )
        described = cursor.execute(f"DESCRIBE {_ANSWER}").fetchall()
        columns = tuple((str(row[0]), str(kusto_type(row[1]))) for row in described)
        cursor.execute(f"SELECT {row_json(columns)} FROM {_ANSWER}")
        row_count = 0
        pieces: list[str] = []
        while rows := cursor.fetchmany(_FETCH_ROWS):
            row_count += len(rows)
            pieces.append(",\n".join(str(row[0]) for row in rows))
        return KqlAnswer(
            tuple((name, rest_datatype(kind)) for name, kind in columns),
            ("[" + ",\n".join(pieces) + "]").encode(),
            row_count,
            time.monotonic() - started,
        )

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
                f"CREATE TEMP VIEW {name} AS SELECT * FROM memory.main.{name}"
                f" WHERE {quote_name(column)} BETWEEN {first} AND {last}"
            )


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
        raise _binding_refusal(str(cause)) from cause
    except duckdb.Error as cause:
        reason = str(cause).partition("\n")[0]
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
