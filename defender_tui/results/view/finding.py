"""A text in the cells of a view: the nearest, and how many."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from defender_tui.results.column_types import text_sql
from defender_tui.results.view.conditions import holding
from defender_tui.results.view.values import as_int

if TYPE_CHECKING:
    from collections.abc import Sequence

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.reading import Fetch


class Finding:
    """Searches once for each text and keeps the rows: the next and the previous cost nothing.

    One search runs at a time; a second one waits for it.
    """

    def __init__(self, columns: Sequence[ResultColumn], source: str, name: str) -> None:
        """`source` is a relation with `pos` and the cells; the rows are kept in a table `name`."""
        self._shown = [text_sql(f"c{n}", column.type) for n, column in enumerate(columns)]
        self._source = source
        self._name = name
        self._lock = threading.Lock()
        self._sought: tuple[str, int | None] | None = None
        self._count = 0

    def nearest(
        self,
        fetch: Fetch,
        text: str,
        start: tuple[int, int],
        *,
        column: int | None,
        forward: bool,
    ) -> tuple[int, int] | None:
        """Give row and column of the nearest hit, as `ResultView.find` says."""
        with self._lock:
            self._search(fetch, text, column)
            row, first = start
            found = self._row_from(fetch, row, forward=forward)
            if found == row:
                columns = self._columns_with(fetch, text, row, column)
                fitting = [at for at in columns if (at >= first if forward else at <= first)]
                if fitting:
                    return row, fitting[0 if forward else -1]
                found = self._row_from(fetch, row + (1 if forward else -1), forward=forward)
            if found is None:
                return None
            return found, self._columns_with(fetch, text, found, column)[0 if forward else -1]

    def count(self, fetch: Fetch, text: str, column: int | None) -> int:
        """Count the rows with the text."""
        with self._lock:
            self._search(fetch, text, column)
            return self._count

    def _search(self, fetch: Fetch, text: str, column: int | None) -> None:
        if self._sought == (text, column):
            return
        self._sought = None
        cells = self._shown if column is None else [self._shown[column]]
        pattern, template = holding(text)
        found = " OR ".join(template.format(cell, "$1") for cell in cells)
        # A text is sought as soon as it is typed: before that there is nothing to find.
        met = f"({found})" if text and cells else "$1 IS NULL"
        fetch(
            f"CREATE OR REPLACE TABLE {self._name} AS"
            f" SELECT pos FROM {self._source} WHERE {met} ORDER BY pos",
            [pattern],
        )
        self._count = as_int(fetch(f"SELECT count(*) FROM {self._name}")[0][0])
        self._sought = (text, column)

    def _row_from(self, fetch: Fetch, row: int, *, forward: bool) -> int | None:
        wanted = "min(pos), count(*)" if forward else "max(pos), count(*)"
        side = ">=" if forward else "<="
        ((found, count),) = fetch(f"SELECT {wanted} FROM {self._name} WHERE pos {side} $1", [row])
        return as_int(found) if count else None

    def _columns_with(self, fetch: Fetch, text: str, row: int, column: int | None) -> list[int]:
        if column is not None:
            return [column]
        pattern, template = holding(text)
        each = ", ".join(template.format(cell, "$2") for cell in self._shown)
        ((*held,),) = fetch(f"SELECT {each} FROM {self._source} WHERE pos = $1", [row, pattern])
        return [number for number, is_held in enumerate(held) if is_held]
