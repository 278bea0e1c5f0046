"""The rows of one answer, at rest in memory and read page by page."""

from __future__ import annotations

import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from defender_tui.results.column_types import ResultColumn, text_sql, typed_sql
from defender_tui.results.connection import quote_name, quote_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

Cells = tuple[str | None, ...]
_ROWS = "answer_rows"
_COUNTED_AT_ONCE = 50


class ResultTable:
    """Rows in the order of the answer; every cell is kept as the text that came.

    Methods block and may be called from any thread. `repaired_count` how many
    broken characters had to be replaced.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        columns: Sequence[ResultColumn],
        folder: Path,
        *,
        repaired_count: int = 0,
    ) -> None:
        """Take over a connection whose table `answer_rows` has text columns c0, c1, ...

        `folder` is where the connection may write.
        """
        self.columns = tuple(columns)
        self.repaired_count = repaired_count
        self._connection = connection
        self._folder = folder
        self._lock = threading.Lock()
        self._shown = ", ".join(
            text_sql(f"c{number}", column.type) for number, column in enumerate(self.columns)
        )
        self.row_count = self._counts(["*"])[0]
        self._uncast = self._count_uncast()

    @property
    def uncast_count(self) -> int:
        """How many cells hold a text that is no value of their column's type."""
        return sum(self._uncast.values())

    def uncast_in(self, column: int) -> int:
        """How many cells of one column hold a text that is no value of its type."""
        return self._uncast.get(column, 0)

    def page(self, offset: int, limit: int) -> list[Cells]:
        """Give up to `limit` rows from row `offset` (from 0) on; `None` stands for null."""
        if not self.columns:
            return [()] * max(0, min(limit, self.row_count - offset))
        return self._fetch(
            f"SELECT {self._shown} FROM {_ROWS} WHERE rowid >= $1 AND rowid < $2 ORDER BY rowid",
            [offset, offset + limit],
        )

    def cell(self, row: int, column: int) -> str | None:
        """Give one cell whole.

        Raises:
            IndexError: the table has no such row or column.
        """
        if not (0 <= row < self.row_count and 0 <= column < len(self.columns)):
            raise IndexError(f"no cell in row {row}, column {column}")
        shown = text_sql(f"c{column}", self.columns[column].type)
        return self._fetch(f"SELECT {shown} FROM {_ROWS} WHERE rowid = $1", [row])[0][0]

    def copy_to_parquet(self, file: Path, names: Sequence[str]) -> None:
        """Write all rows, typed, to a file in the table's own folder.

        A column in which some cells do not fit its type is written as text, so that none is lost.
        """
        values = ", ".join(
            f"{self._stored(number)} AS {quote_name(name)}" for number, name in enumerate(names)
        )
        with self._lock:
            self._connection.execute(
                f"COPY (SELECT {values} FROM {_ROWS} ORDER BY rowid)"
                f" TO {quote_text(str(file))} (FORMAT parquet, COMPRESSION zstd)"
            )

    @contextmanager
    def scratch_file(self, suffix: str) -> Iterator[Path]:
        """Give a path in the table's own folder, for the length of a `with`."""
        path = self._folder / f"{secrets.token_hex(8)}{suffix}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the memory back; a second call does nothing."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> ResultTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _stored(self, column: int) -> str:
        kind = self.columns[column].type
        fits = self.uncast_in(column) == 0
        return typed_sql(f"c{column}", kind) if fits else f"c{column}"

    def _count_uncast(self) -> dict[int, int]:
        """Count by column what does not fit, a few columns at a time: planning grows by squares."""
        typed = [number for number, one in enumerate(self.columns) if one.type != "string"]
        found: dict[int, int] = {}
        for first in range(0, len(typed), _COUNTED_AT_ONCE):
            batch = typed[first : first + _COUNTED_AT_ONCE]
            found.update(zip(batch, self._counts([self._misfit(n) for n in batch]), strict=True))
        return found

    def _misfit(self, number: int) -> str:
        cell, kind = f"c{number}", self.columns[number].type
        return f"CASE WHEN {cell} <> '' AND {typed_sql(cell, kind)} IS NULL THEN 1 END"

    def _counts(self, counted: Sequence[str]) -> tuple[int, ...]:
        counts = ", ".join(f"count({one})" for one in counted)
        with self._lock:
            row = self._connection.execute(f"SELECT {counts} FROM {_ROWS}").fetchone()
        return tuple(row or ())

    def _fetch(self, sql: str, values: list[int]) -> list[Cells]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()
