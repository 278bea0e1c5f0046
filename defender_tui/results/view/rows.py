"""The rows of a result in a shape, page by page."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from defender_tui.core.errors import StoreError
from defender_tui.results.cancellation import Cancellation, ResultClosed
from defender_tui.results.column_types import text_sql
from defender_tui.results.connection import quote_text
from defender_tui.results.view.conditions import ConditionSql
from defender_tui.results.view.ordering import order_sql
from defender_tui.results.view.values import as_int, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.reading import Fetch, Readings, Row
    from defender_tui.results.table import Cells
    from defender_tui.results.view.shape import Shape


class ShapedRows:
    """The rows that a shape leaves, in its order.

    The order is kept as a table of row numbers, so that any page is read as quickly as the first.
    """

    def __init__(
        self,
        readings: Readings,
        columns: Sequence[ResultColumn],
        shape: Shape,
        *,
        name: str,
        row_count: int,
        uncast_in: Callable[[int], int],
        cancellation: Cancellation,
        picked: Sequence[int] | None = None,
    ) -> None:
        """Select and sort the rows of the table `answer_rows` into one called `name`.

        `row_count` is that of `answer_rows`. Of `picked` rows, when they are given, only those are
        taken, in their order, whatever the shape is.
        """
        self.shape = shape
        self.columns = tuple(columns)
        self._readings = readings
        self._cancellation = Cancellation()
        self._is_closed = False
        self._name = name
        self._shown = ", ".join(
            text_sql(f"c{number}", column.type) for number, column in enumerate(self.columns)
        )
        # Rows as they came need no table of their numbers.
        self._is_whole = not shape.conditions and picked is None
        self._is_plain = self._is_whole and not shape.order
        if self._is_plain:
            self.row_count = row_count
        else:
            try:
                if picked is None:
                    self._arrange(uncast_in, cancellation)
                else:
                    self._pick(picked)
                self.row_count = as_int(self._fetch(f"SELECT count(*) FROM {name}")[0][0])
            except StoreError:
                # What is cancelled at its end has made the table all the same.
                with suppress(ResultClosed):
                    self._drop(name)
                raise

    def page(self, offset: int, limit: int) -> list[Cells]:
        """Give up to `limit` rows from row `offset` (from 0) of the view on; null is `None`."""
        if not self.columns:
            return [()] * max(0, min(limit, self.row_count - offset))
        rows = self._fetch(
            f"SELECT {self._shown} FROM {self._numbered} WHERE pos >= $1 AND pos < $2 ORDER BY pos",
            [offset, offset + limit],
        )
        return [tuple(as_text(cell) for cell in row) for row in rows]

    def row_numbers(self, offset: int, limit: int) -> list[int]:
        """Give the rows of the table that stand in a page, in the page's order."""
        if self._is_plain:
            self._check()
            return list(range(max(0, offset), min(offset + limit, self.row_count)))
        rows = self._fetch(
            f"SELECT row FROM {self._name} WHERE rowid >= $1 AND rowid < $2 ORDER BY rowid",
            [offset, offset + limit],
        )
        return [as_int(row) for (row,) in rows]

    def cell(self, row: int, column: int) -> str | None:
        """Give one cell whole.

        Raises:
            IndexError: the view has no such row or column.
        """
        if not (0 <= row < self.row_count and 0 <= column < len(self.columns)):
            raise IndexError(f"no cell in row {row}, column {column}")
        return self._cells_at(row, self._text(column))[0]

    def count_where(self, conditions: Sequence[str]) -> list[int]:
        """Count the rows that meet each of some SQL conditions over the cells c0, c1, ..."""
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in conditions)
        (row,) = self._fetch(f"SELECT {counts} FROM {self._unordered}")
        return [as_int(count) for count in row]

    def copy_to(
        self,
        file: Path,
        values: Sequence[str],
        options: str,
        *,
        cancellation: Cancellation | None = None,
    ) -> None:
        """Write SQL values over the cells c0, c1, ..., row by row, to a file of the folder.

        The folder is the result's, `options` are those of DuckDB's `COPY`.

        Raises:
            duckdb.Error: the file cannot be written.
        """
        self._check()
        # Rows as they came are in order as they stand, which spares sorting them.
        rows = "answer_rows" if self._is_plain else f"{self._numbered} ORDER BY pos"
        self._readings.run(
            f"COPY (SELECT {', '.join(values)} FROM {rows}) TO {quote_text(str(file))} ({options})",
            cancellation=self._cancellation if cancellation is None else cancellation,
        )

    def cancel(self) -> None:
        """End what this view is reading without a `cancellation` of its own; returns at once."""
        ended, self._cancellation = self._cancellation, Cancellation()
        ended.cancel()

    def close(self) -> None:
        """Give the memory back; a second call does nothing, nor one after the table's close."""
        if self._is_closed:
            return
        self._is_closed = True
        self.cancel()
        with suppress(ResultClosed):
            self._drop(self._name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _numbered(self) -> str:
        """The rows with `pos`, their place in the view."""
        if self._is_plain:
            return "(SELECT rowid AS pos, * FROM answer_rows)"
        return (
            f"(SELECT placed.rowid AS pos, answer_rows.* FROM {self._name} AS placed"
            " JOIN answer_rows ON answer_rows.rowid = placed.row)"
        )

    @property
    def _unordered(self) -> str:
        """The rows in no order, by the shortest way."""
        return "answer_rows" if self._is_whole else self._numbered

    def _arrange(self, uncast_in: Callable[[int], int], cancellation: Cancellation) -> None:
        conditions = ConditionSql(self.columns, self._readings, uncast_in)
        met = conditions.all_of(self.shape.conditions)
        order = order_sql(self.columns, self.shape.order, uncast_in)
        self._readings.fetch(
            f"CREATE TABLE {self._name} AS"
            f" SELECT rowid AS row FROM answer_rows WHERE {met} ORDER BY {order}",
            conditions.values,
            cancellation=cancellation,
        )

    def _pick(self, rows: Sequence[int]) -> None:
        self._fetch(
            f"CREATE TABLE {self._name} AS SELECT unnest($1::BIGINT[]) AS row", [list(rows)]
        )

    def _cells_at(self, row: int, expressions: str) -> Cells:
        rows = self._fetch(f"SELECT {expressions} FROM {self._numbered} WHERE pos = $1", [row])
        return tuple(as_text(cell) for cell in rows[0])

    def _text(self, column: int) -> str:
        return text_sql(f"c{column}", self._kind(column))

    def _kind(self, column: int) -> str:
        if not 0 <= column < len(self.columns):
            raise IndexError(f"no column {column}")
        return self.columns[column].type

    def _fetching(self, cancellation: Cancellation | None) -> Fetch:
        """What runs the statements of one call, all ended by one cancellation."""
        self._check()
        used = self._cancellation if cancellation is None else cancellation

        def fetch(sql: str, values: Sequence[object] = ()) -> list[Row]:
            try:
                return self._readings.fetch(sql, values, cancellation=used)
            except StoreError:
                # Between two statements the view's tables may be gone.
                self._check()
                raise

        return fetch

    def _fetch(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._fetching(None)(sql, values)

    def _drop(self, name: str) -> None:
        self._readings.fetch(f"DROP TABLE IF EXISTS {name}")

    def _check(self) -> None:
        if self._is_closed:
            raise ResultClosed("The view of the result is closed.")
