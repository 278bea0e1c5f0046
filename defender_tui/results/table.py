"""The rows of one answer, at rest in memory and read page by page."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from defender_tui.results.cancellation import Cancellation
from defender_tui.results.column_types import ResultColumn, text_sql, typed_sql
from defender_tui.results.connection import quote_text
from defender_tui.results.reading import Readings
from defender_tui.results.view.shape import Shape
from defender_tui.results.view.values import as_int, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from defender_tui.results.view.shape import Condition
    from defender_tui.results.view.view import ResultView

Cells = tuple[str | None, ...]
_ROWS = "answer_rows"
# Every text is a value of these: a dynamic one may be a bare text.
_FITTING = {"string", "dynamic", "timespan"}
_COUNTED_AT_ONCE = 50


class ResultTable:
    """Rows in the order of the answer; every cell is kept as the text that came.

    Methods block and may be called from any thread, several at a time; after `close` they raise
    `ResultClosed`, those that run meanwhile too. `repaired_count` says how many broken characters
    had to be replaced, `size_bytes` how much memory the rows take.
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
        self._readings = Readings(connection)
        self._folder = folder
        self._view_numbers = count()
        self._shown = ", ".join(
            text_sql(f"c{number}", column.type) for number, column in enumerate(self.columns)
        )
        self.row_count = self._counts(["*"])[0]
        self._uncast = self._count_uncast()
        memory = self._readings.fetch("SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()")
        self.size_bytes = as_int(memory[0][0])

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
        rows = self._readings.fetch(
            f"SELECT {self._shown} FROM {_ROWS} WHERE rowid >= $1 AND rowid < $2 ORDER BY rowid",
            [offset, offset + limit],
        )
        return [tuple(as_text(cell) for cell in row) for row in rows]

    def cell(self, row: int, column: int) -> str | None:
        """Give one cell whole.

        Raises:
            IndexError: the table has no such row or column.
        """
        if not (0 <= row < self.row_count and 0 <= column < len(self.columns)):
            raise IndexError(f"no cell in row {row}, column {column}")
        shown = text_sql(f"c{column}", self.columns[column].type)
        rows = self._readings.fetch(f"SELECT {shown} FROM {_ROWS} WHERE rowid = $1", [row])
        return as_text(rows[0][0])

    def view(self, shape: Shape, *, cancellation: Cancellation | None = None) -> ResultView:
        """Select and sort: give the rows that a shape leaves, to be closed by the caller.

        Raises:
            ConfigError: a condition's value is missing, not of its column's type, or no pattern.
            IndexError: there is no such column.
            ReadingCancelled: `cancellation` was cancelled meanwhile.
        """
        # Whoever only prints rows does without.
        from defender_tui.results.view.view import ResultView

        return ResultView(
            self._readings,
            self.columns,
            shape,
            name=f"view_{next(self._view_numbers)}",
            row_count=self.row_count,
            uncast_in=self.uncast_in,
            cancellation=Cancellation() if cancellation is None else cancellation,
        )

    def check(self, condition: Condition) -> None:
        """Insist that the rows can be held against a condition; none is read.

        Raises:
            ConfigError: its value is missing, not of its column's type, or no pattern.
            IndexError: there is no such column.
        """
        # Whoever only prints rows does without.
        from defender_tui.results.view.conditions import ConditionSql

        ConditionSql(self.columns, self._readings, self.uncast_in).all_of([condition])

    def picked(self, rows: Sequence[int]) -> ResultView:
        """Give some rows by their numbers, in that order, to be closed by the caller."""
        # Whoever only prints rows does without.
        from defender_tui.results.view.view import ResultView

        return ResultView(
            self._readings,
            self.columns,
            Shape(),
            name=f"view_{next(self._view_numbers)}",
            row_count=self.row_count,
            uncast_in=self.uncast_in,
            cancellation=Cancellation(),
            picked=rows,
        )

    def copy_texts_to_parquet(self, file: Path) -> None:
        """Write all rows, every cell as the text that came, to a file below the table's folder.

        Its columns are c0, c1, ...; of a table without columns nothing can be written.

        Raises:
            duckdb.Error: the file cannot be written.
        """
        values = ", ".join(f"c{number}" for number in range(len(self.columns)))
        self._readings.run(
            f"COPY (SELECT {values} FROM {_ROWS} ORDER BY rowid)"
            f" TO {quote_text(str(file))} (FORMAT parquet, COMPRESSION snappy)"
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
        """End what is read and give the memory back, that of the views too; twice does no harm."""
        self._readings.close()

    def __enter__(self) -> ResultTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _count_uncast(self) -> dict[int, int]:
        """Count by column what does not fit, a few columns at a time: planning grows by squares."""
        typed = [number for number, one in enumerate(self.columns) if one.type not in _FITTING]
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
        (row,) = self._readings.fetch(f"SELECT {counts} FROM {_ROWS}")
        return tuple(as_int(number) for number in row)
