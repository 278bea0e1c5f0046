"""A result in a shape, and what is asked about it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

from defender_tui.results.cancellation import Cancellation, ResultClosed
from defender_tui.results.view.charting import chart_data
from defender_tui.results.view.finding import Finding
from defender_tui.results.view.profiling import distinct_values, profile_column
from defender_tui.results.view.rows import ShapedRows
from defender_tui.results.view.timeline import count_by_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.reading import Fetch, Readings
    from defender_tui.results.view.chart import ChartData, ChartSpec
    from defender_tui.results.view.facts import ColumnProfile, Distinct
    from defender_tui.results.view.shape import Shape
    from defender_tui.results.view.timeline import Timeline


class ResultView(ShapedRows):
    """The rows that a shape leaves, in its order. `ResultTable.view` makes it.

    Methods block and may be called from any thread, several at a time. Once the view or its table
    is closed they raise `ResultClosed`, and `ReadingCancelled` when `cancel` ends them.
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
        super().__init__(
            readings,
            columns,
            shape,
            name=name,
            row_count=row_count,
            uncast_in=uncast_in,
            cancellation=cancellation,
            picked=picked,
        )
        self._found = f"{name}_found"
        self._finding = Finding(self.columns, self._numbered, self._found)
        self._scratch_numbers = count()

    def find(
        self,
        text: str,
        start: tuple[int, int],
        *,
        column: int | None = None,
        forward: bool = True,
        cancellation: Cancellation | None = None,
    ) -> tuple[int, int] | None:
        """Give row and column of the nearest cell that holds a text, in any case, from `start` on.

        The cell at `start` counts itself; to go on from a hit, start one column beside it (which
        may lie outside of the row). `column` asks for the cells of one column only. It does not
        wrap around: `None` when there is no more. An empty text is found nowhere.
        """
        fetch = self._fetching(cancellation)
        with self._searching():
            return self._finding.nearest(fetch, text, start, column=column, forward=forward)

    def count_found(
        self, text: str, column: int | None = None, *, cancellation: Cancellation | None = None
    ) -> int:
        """Count the rows in which a text is found; after a `find` of it that costs nothing."""
        fetch = self._fetching(cancellation)
        with self._searching():
            return self._finding.count(fetch, text, column)

    def distinct(
        self, column: int, limit: int, *, cancellation: Cancellation | None = None
    ) -> Distinct:
        """Count the values of a column; the `limit` most frequent are given."""
        fetch = self._fetching(cancellation)
        return distinct_values(fetch, self._unordered, column, self._kind(column), limit=limit)

    def profile(self, column: int, *, cancellation: Cancellation | None = None) -> ColumnProfile:
        """Describe a column."""
        fetch = self._fetching(cancellation)
        return profile_column(fetch, self._unordered, column, self._kind(column))

    def timeline(
        self,
        column: int,
        buckets: int,
        *,
        by: int | None = None,
        cancellation: Cancellation | None = None,
    ) -> Timeline:
        """Count rows by the moments in a column, in at most `buckets` spans of one round length.

        `by` counts the rows of its most frequent values apart.
        """
        self._kind(column)
        group = None if by is None else self._text(by)
        fetch = self._fetching(cancellation)
        return count_by_time(fetch, self._unordered, f"c{column}", buckets=buckets, group=group)

    def chart(self, spec: ChartSpec, *, cancellation: Cancellation | None = None) -> ChartData:
        """Give the points that a chart draws."""
        fetch = self._fetching(cancellation)

        @contextmanager
        def keep(query: str) -> Iterator[tuple[Fetch, str]]:
            name = f"{self._name}_points_{next(self._scratch_numbers)}"
            try:
                fetch(f"CREATE TABLE {name} AS {query}")
                yield fetch, name
            finally:
                with suppress(ResultClosed):
                    self._drop(name)

        return chart_data(keep, self._numbered, self.columns, spec)

    @contextmanager
    def _searching(self) -> Iterator[None]:
        """Leave nothing of a search behind that outlived the view."""
        try:
            yield
        finally:
            if self._is_closed:
                with suppress(ResultClosed):
                    self._drop(self._found)

    def close(self) -> None:
        """Give the memory back; a second call does nothing, nor one after the table's close."""
        super().close()
        with suppress(ResultClosed):
            self._drop(self._found)
