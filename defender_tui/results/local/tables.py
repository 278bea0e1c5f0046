"""The tables that are open here, by name, and queries over them."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.kql.schema import HuntingSchema, Table
from defender_tui.results.local.names import check_name
from defender_tui.results.local.storing import described

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from defender_tui.results.answer_spool import AnswerSpool
    from defender_tui.results.local.engine import LocalAnswer, LocalEngine
    from defender_tui.results.query_run import QueryRun
    from defender_tui.results.table import ResultTable

ROW_LIMIT = 1_000_000
"""Rows that a local answer has at most; one that was cut says so."""


@dataclass(frozen=True, slots=True)
class LocalTable:
    """A table that a query can name. `file` is where it was read from, `None` for a result."""

    table: Table
    row_count: int
    file: Path | None = None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What queries call it."""
        return self.table.name


class LocalTables:
    """Open results and files that were opened, as tables of KQL.

    Methods may be called from any thread. Those that add or take away a name never wait long, nor
    what only tells; the others block. A result is copied when a query first reads it.
    """

    def __init__(self, spool: AnswerSpool) -> None:
        self._spool = spool
        self._tables: dict[str, LocalTable] = {}
        self._results: dict[str, ResultTable] = {}
        self._claimed: set[str] = set()
        self._gone: list[str] = []
        self._copied: dict[str, ResultTable] = {}
        self._naming = threading.Lock()
        self._engine: LocalEngine | None = None
        self._changing = threading.Lock()
        self._runs: list[QueryRun] = []
        self._run_ended = threading.Condition()
        self._result_number = 0

    @property
    def tables(self) -> tuple[LocalTable, ...]:
        """What is open, in the order of opening."""
        with self._naming:
            return tuple(self._tables.values())

    @property
    def schema(self) -> HuntingSchema:
        """What is open, as completion and diagnostics want to know it."""
        return HuntingSchema(tuple(one.table for one in self.tables))

    def add_result(self, table: ResultTable) -> LocalTable:
        """Let queries read a result, under the next of r1, r2, ...

        Raises:
            ConfigError: it has no columns.
        """
        with self._naming:
            return self._add_result(table, self._next_result_name())

    def show_results(self, results: Mapping[str, ResultTable]) -> None:
        """Let queries read these results, by their names (r1, r2, ...), and no others.

        One without columns is left out.
        """
        with self._naming:
            shown = self._results.items()
            for name in [one for one, held in shown if results.get(one) is not held]:
                self._forget(name)
            for name, table in results.items():
                if table.columns and name not in self._tables:
                    self._add_result(table, name)

    def _add_result(self, table: ResultTable, name: str) -> LocalTable:
        from defender_tui.results.local.from_result import known_columns

        if not table.columns:
            raise ConfigError("A result without columns cannot be queried.")
        found = described(name, known_columns(table), area="results")
        opened = self._tables[name] = LocalTable(found, table.row_count)
        self._results[name] = table
        return opened

    def open_file(self, file: Path, name: str) -> LocalTable:
        """Read a file of rows (CSV, TSV, JSON, NDJSON, Parquet) whole, once.

        Raises:
            ConfigError: the name is taken or is none, or the file is of no such form.
            StoreError: the file cannot be read, is broken or too large.
        """
        from defender_tui.results.local.reading import keep_file

        with self._claiming(name), self._changing:
            stored = keep_file(self._opened_engine(), self._spool.open(), file, name)
            found = described(name, [(c.name, c.kind) for c in stored.columns], area="files")
            opened = LocalTable(found, stored.row_count, file, stored.notes)
            with self._naming:
                self._tables[name] = opened
        return opened

    def forget(self, name: str) -> None:
        """Take a table away from queries; its copy goes with the next of them, or `tidy`."""
        with self._naming:
            self._forget(name)

    def _forget(self, name: str) -> None:
        if self._tables.pop(name, None) is not None:
            self._results.pop(name, None)
            self._gone.append(name)

    def tidy(self) -> None:
        """Give back the memory of what was taken away."""
        with self._changing:
            if self._engine is not None:
                self._drop_gone(self._engine)

    def run(
        self,
        query: str,
        run: QueryRun,
        *,
        now: datetime | None = None,
        window: tuple[datetime, datetime] | None = None,
        row_limit: int = ROW_LIMIT,
    ) -> LocalAnswer:
        """Answer a query; `now` is what `ago()` counts from.

        Of tables with a time column no more is seen than a `window` of aware moments.

        Raises:
            KqlError: it was refused, took too long or was stopped; the subclass says which.
            StoreError: a result that it reads is closed, or the disk is full.
        """
        with self._running(run) as engine:
            with self._naming:
                results = dict(self._results)

            def fill(names: frozenset[str]) -> None:
                self._copy(engine, {name: results[name] for name in names if name in results})

            return engine.answer(query, run, fill=fill, now=now, window=window, row_limit=row_limit)

    @contextmanager
    def _running(self, run: QueryRun) -> Iterator[LocalEngine]:
        """Give the engine, which stays as long as the run lasts."""
        with self._changing:
            engine = self._opened_engine()
            engine.declare([one.table for one in self.tables])
            with self._run_ended:
                self._runs.append(run)
        try:
            yield engine
        finally:
            with self._run_ended:
                self._runs.remove(run)
                self._run_ended.notify_all()

    def close(self) -> None:
        """Stop what runs, wait for it, and take everything away."""
        with self._naming:
            self._tables.clear()
            self._results.clear()
        with self._run_ended:
            for run in self._runs:
                run.stop()
            self._run_ended.wait_for(lambda: not self._runs)
        with self._changing:
            engine, self._engine = self._engine, None
            self._copied.clear()
            if engine is not None:
                engine.close()
                shutil.rmtree(engine.folder, ignore_errors=True)

    def _copy(self, engine: LocalEngine, results: Mapping[str, ResultTable]) -> None:
        """Make the typed copies that there are not yet."""
        from defender_tui.results.local.from_result import rows_of_result

        with self._changing:
            for name, table in results.items():
                if engine.stored(name) is not None:
                    if self._copied.get(name) is table:
                        continue
                    # A query that began before the name went to another result copied that one.
                    engine.drop(name)
                with (
                    _saying(
                        f"The result {name} cannot be read: it was closed, or the disk is full."
                    ),
                    engine.cursor() as cursor,
                    rows_of_result(cursor, table, engine.folder, name) as rows,
                ):
                    engine.keep(cursor, name, rows)
                    self._copied[name] = table

    def _opened_engine(self) -> LocalEngine:
        if self._engine is None:
            from defender_tui.results.local.engine import LocalEngine

            parent = self._spool.open().folder
            folder = parent / f"local-{secrets.token_hex(8)}"
            try:
                folder.mkdir(mode=0o700)
            except OSError as cause:
                raise StoreError(
                    f"Tables cannot be kept in {parent}: {cause.strerror or cause}.",
                    hint="Make the folder writable for this user.",
                ) from cause
            self._engine = LocalEngine(folder, parent)
        self._drop_gone(self._engine)
        return self._engine

    def _drop_gone(self, engine: LocalEngine) -> None:
        with self._naming:
            gone, self._gone = self._gone, []
        for name in gone:
            engine.drop(name)
            self._copied.pop(name, None)

    @contextmanager
    def _claiming(self, name: str) -> Iterator[None]:
        """Hold a name while its table is being read."""
        with self._naming:
            check_name(name, self._taken())
            self._claimed.add(name)
        try:
            yield
        finally:
            with self._naming:
                self._claimed.discard(name)

    def _taken(self) -> set[str]:
        return {*self._tables, *self._claimed}

    def _next_result_name(self) -> str:
        taken = {name.casefold() for name in self._taken()}
        while True:
            self._result_number += 1
            name = f"r{self._result_number}"
            if name not in taken:
                return name


@contextmanager
def _saying(what: str) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise
    except (duckdb.Error, OSError) as cause:
        raise StoreError(what, hint="Run its query again, or make room.") from cause
