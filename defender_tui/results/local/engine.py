"""The engine for tables that were opened here."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defender_tui.kql.adapt.letter_case import without_case_marks
from defender_tui.results.column_types import ResultColumn, kql_type
from defender_tui.results.connection import open_connection, quote_name, quote_text
from defender_tui.results.engine import ANSWER, KqlEngine, keep_answer
from defender_tui.results.kql_errors import KqlSemanticError
from defender_tui.results.local.cells import TICKS, microseconds_sql, text_of
from defender_tui.results.local.exactness import Exactness, exactness_of
from defender_tui.results.local.storing import Rows, StoredColumn, StoredTable
from defender_tui.results.table import ResultTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from defender_tui.kql.schema import Table
    from defender_tui.results.query_run import QueryRun

_CUT_TIMES = "Times were read to the microsecond; their seventh digit is lost."


@dataclass(frozen=True, slots=True)
class LocalAnswer:
    """The rows of one query; whoever holds it closes the table.

    `adapted` says what the answer rests on that is not exact, a sentence each.
    """

    table: ResultTable
    elapsed_s: float
    is_cut: bool
    adapted: tuple[str, ...]


class LocalEngine(KqlEngine):
    """Tables that come and go; a query's rows become a result table of their own.

    It reads and writes `folder` and no other. `result_folder`, which holds it, is where the tables
    of answers may write.
    """

    def __init__(self, folder: Path, result_folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder
        self._result_folder = result_folder
        self._stored: dict[str, StoredTable] = {}

    @property
    def folder(self) -> Path:
        """The one folder that is read."""
        return self._folder

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection of its own to the tables, for SQL of the program's own."""
        with self._connection.cursor() as cursor:
            yield cursor

    def declare(self, tables: Sequence[Table]) -> None:
        """Have queries know these tables, filled or not, and no others."""
        self._schema = {table.name: [c.name for c in table.columns] for table in tables}
        self._time_columns = {
            table.name: table.time_column for table in tables if table.time_column is not None
        }

    def stored(self, name: str) -> StoredTable | None:
        """Give what is kept under a name; `None` before it was filled."""
        return self._stored.get(name)

    def keep(self, cursor: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> StoredTable:
        """Make a table of rows that the cursor can read.

        Raises:
            duckdb.Error: they cannot be read, or do not fit into memory.
        """
        table = f"memory.main.{quote_name(name)}"
        values = ", ".join(f"{one.sql} AS {quote_name(one.name)}" for one in rows.columns)
        cursor.execute(f"CREATE TABLE {table} AS SELECT {values} FROM {rows.source}")
        stored = StoredTable(*_described(cursor, table), notes=rows.notes)
        self._stored[name] = stored
        return stored

    def drop(self, name: str) -> None:
        """Give up a table and its memory; does nothing when there is none."""
        if self._stored.pop(name, None) is not None:
            with self.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS memory.main.{quote_name(name)}")

    def close(self) -> None:
        """Give up everything; nothing may be running."""
        self._connection.close()

    def answer(
        self,
        text: str,
        run: QueryRun,
        *,
        fill: Callable[[frozenset[str]], None],
        now: datetime | None = None,
        window: tuple[datetime, datetime] | None = None,
        row_limit: int,
    ) -> LocalAnswer:
        """Answer a query; blocks. `fill` is called with the names of tables before they are read.

        A `window` of aware moments, both ends included, cuts tables that have a time column.

        Raises:
            KqlError: it was refused, took too long or was stopped; the subclass says which.
        """
        started = time.monotonic()
        exactness = exactness_of(text)
        read: dict[str, StoredTable] = {}

        def prepare(cursor: duckdb.DuckDBPyConnection, tables: frozenset[str]) -> None:
            fill(tables)
            for name in tables:
                stored = self._stored.get(name)
                if stored is None:
                    raise KqlSemanticError(f"The table {name} was closed.", name=name)
                read[name] = stored
                time_column = self._time_columns.get(name)
                within = _within(time_column, window) if time_column and window else ""
                _put_before(cursor, name, stored, exactness, within)

        with self._compiled(text, run, now, prepare) as (cursor, compiled):
            columns = keep_answer(cursor, compiled, row_limit)
            found = cursor.execute(f"SELECT count(*) FROM {ANSWER}").fetchone()
            is_cut = found is not None and int(found[0]) > row_limit
            table = self._as_table(cursor, columns, row_limit)
            caveats = (*compiled.caveats, *_notes(read, exactness, table.columns))
        return LocalAnswer(table, time.monotonic() - started, is_cut, caveats)

    def _as_table(
        self,
        cursor: duckdb.DuckDBPyConnection,
        columns: Sequence[tuple[str, str, str]],
        row_limit: int,
    ) -> ResultTable:
        """Take the kept answer over into a result table, by way of a file that is gone after."""
        values = ", ".join(
            f"{text_of(quote_name(name), kind, stored_as)} AS c{number}"
            for number, (name, kind, stored_as) in enumerate(columns)
        )
        path = self._folder / f"{secrets.token_hex(8)}.parquet"
        file = quote_text(str(path))
        try:
            cursor.execute(
                f"COPY (SELECT {values} FROM {ANSWER} LIMIT {row_limit}) TO {file}"
                " (FORMAT parquet, COMPRESSION snappy)"
            )
            connection = open_connection(self._result_folder, threads=1)
            try:
                connection.execute(f"CREATE TABLE answer_rows AS FROM read_parquet({file})")
                named = [ResultColumn(self._as_written(n), kql_type(k)) for n, k, _ in columns]
                return ResultTable(connection, named, self._result_folder)
            except BaseException:
                connection.close()
                raise
        finally:
            path.unlink(missing_ok=True)

    def _as_written(self, name: str) -> str:
        """A name without the mark of adaptation, unless a table's own column looks like that."""
        is_own = any(name in columns for columns in self._schema.values())
        return name if is_own else without_case_marks(name)


def _put_before(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    stored: StoredTable,
    exactness: Exactness,
    within: str,
) -> None:
    """Put a view before a table that the query may not see as it is."""
    values = [_seen(column, exactness) for column in stored.columns]
    plain = [quote_name(column.name) for column in stored.columns]
    if values == plain and not within:
        return
    shown = ", ".join(f"{v} AS {p}" for v, p in zip(values, plain, strict=True))
    table = quote_name(name)
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT {shown} FROM memory.main.{table}{within}"
    )


def _within(time_column: str, window: tuple[datetime, datetime]) -> str:
    first, last = (f"TIMESTAMPTZ '{one.isoformat()}' AT TIME ZONE 'UTC'" for one in window)
    return f" WHERE CAST({quote_name(time_column)} AS TIMESTAMP) BETWEEN {first} AND {last}"


def _notes(
    read: Mapping[str, StoredTable], exactness: Exactness, columns: Sequence[ResultColumn]
) -> list[str]:
    notes = [note for name in sorted(read) for note in read[name].notes]
    had_ticks = any(one.stored_as == TICKS for table in read.values() for one in table.columns)
    shows_time = any(column.type == "datetime" for column in columns)
    if exactness is Exactness.MICROSECONDS and had_ticks and shows_time:
        notes.append(_CUT_TIMES)
    return notes


def _seen(column: StoredColumn, exactness: Exactness) -> str:
    name = quote_name(column.name)
    if column.stored_as == TICKS and exactness is Exactness.MICROSECONDS:
        return microseconds_sql(name)
    if column.has_null_text and exactness is not Exactness.CELLS:
        return f"coalesce({name}, '')"
    return name


def _described(
    cursor: duckdb.DuckDBPyConnection, table: str
) -> tuple[tuple[StoredColumn, ...], int]:
    from duckdb_kql.types import kusto_type

    rows = cursor.execute(f"DESCRIBE {table}").fetchall()
    found = [(str(row[0]), str(kusto_type(row[1])), str(row[1])) for row in rows]
    counted = ", ".join(
        f"count({quote_name(name)})" if kind == "string" else "0" for name, kind, _ in found
    )
    counts = cursor.execute(f"SELECT count(*), {counted} FROM {table}").fetchone() or (0,)
    columns = tuple(
        StoredColumn(name, kind, stored_as, kind == "string" and texts < counts[0])
        for (name, kind, stored_as), texts in zip(found, counts[1:], strict=True)
    )
    return columns, int(counts[0])
