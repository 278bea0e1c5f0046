"""Statements on one database from many threads, which end when they are told to."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import duckdb

from defender_tui.core.errors import StoreError
from defender_tui.results.cancellation import Cancellation, ReadingCancelled, ResultClosed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Cancellation", "Fetch", "ReadingCancelled", "Readings", "ResultClosed", "Row"]

Row = tuple[object, ...]


class Fetch(Protocol):
    """What runs a statement, with the values that it names, and gives its rows."""

    def __call__(self, sql: str, values: Sequence[object] = ()) -> list[Row]: ...


_INTERRUPT_EVERY_S = 0.02


class Readings:
    """Takes over a connection; each statement runs on a cursor of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._busy: list[duckdb.DuckDBPyConnection] = []
        self._changed = threading.Condition()
        self._is_closed = False

    def fetch(
        self,
        sql: str,
        values: Sequence[object] = (),
        *,
        cancellation: Cancellation | None = None,
    ) -> list[Row]:
        """Run a statement and give its rows.

        Raises:
            ResultClosed, ReadingCancelled: before or meanwhile.
            StoreError: memory or disk are too small for it.
        """
        try:
            return self.run(sql, values, cancellation=cancellation)
        except duckdb.Error as cause:
            raise StoreError(
                f"The result cannot be read: {str(cause).partition(chr(10))[0]}",
                hint="Close other results, or ask for fewer rows.",
            ) from cause

    def run(
        self,
        sql: str,
        values: Sequence[object] = (),
        *,
        cancellation: Cancellation | None = None,
    ) -> list[Row]:
        """Do as `fetch` does, with what DuckDB raises left as it is.

        Raises:
            ResultClosed, ReadingCancelled: before or meanwhile.
            duckdb.Error: the statement failed.
        """
        cancellation = Cancellation() if cancellation is None else cancellation
        with self._cursor() as cursor, cancellation.guarding(cursor):
            try:
                return cursor.execute(sql, list(values)).fetchall()
            except duckdb.InterruptException:
                cancellation.check()
                self._check()
                raise

    def close(self) -> None:
        """End what runs, wait for it, and give the memory back; a second call does nothing."""
        with self._changed:
            self._is_closed = True
            while self._busy:
                # An interrupt that comes before its statement is lost, so it is repeated.
                for cursor in self._busy:
                    cursor.interrupt()
                self._changed.wait(_INTERRUPT_EVERY_S)
            for cursor in self._idle:
                cursor.close()
            self._idle.clear()
            self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._changed:
            self._check()
            cursor = self._idle.pop() if self._idle else self._connection.cursor()
            self._busy.append(cursor)
        try:
            yield cursor
        finally:
            with self._changed:
                self._busy.remove(cursor)
                self._idle.append(cursor)
                self._changed.notify_all()

    def _check(self) -> None:
        if self._is_closed:
            raise ResultClosed("The result is closed.", hint="Run the query again.")
