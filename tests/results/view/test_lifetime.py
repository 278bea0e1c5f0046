"""Views and tables that are closed or cancelled, also while somebody reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from defender_tui.results.cancellation import Cancellation, ReadingCancelled, ResultClosed
from defender_tui.results.connection import open_connection
from defender_tui.results.reading import Fetch, Readings, Row
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.results.view.finding import Finding
from defender_tui.results.view.shape import Comparison, Condition, Shape, SortKey
from defender_tui.results.view.view import ResultView

from .tables import one_column

DOWN = Shape((), (SortKey(0, descending=True),))
READINGS: list[Callable[[ResultView], object]] = [
    lambda view: view.page(0, 1),
    lambda view: view.row_numbers(0, 1),
    lambda view: view.cell(0, 0),
    lambda view: view.find("1", (0, 0)),
    lambda view: view.count_found("1"),
    lambda view: view.distinct(0, 1),
    lambda view: view.profile(0),
]


@pytest.mark.parametrize("shape", [Shape(), DOWN])
def test_a_closed_view_says_so_and_leaves_the_others_alone(spool: Spool, shape: Shape) -> None:
    with one_column(spool, "Int64", [1, 2]) as table:
        closed, other = table.view(shape), table.view(shape)
        closed.find("1", (0, 0))
        closed.close()
        closed.close()
        for read in READINGS:
            with pytest.raises(ResultClosed):
                read(closed)
        assert 2 == len(other.page(0, 9))
    other.close()
    for read in READINGS:
        with pytest.raises(ResultClosed):
            read(other)
    with pytest.raises(ResultClosed):
        table.page(0, 1)


@pytest.mark.parametrize("is_closing", [True, False])
def test_what_would_run_for_ever_ends_when_it_is_closed_or_cancelled(
    spool: Spool, is_closing: bool
) -> None:
    readings, cancellation = Readings(open_connection(spool.folder)), Cancellation()
    started = threading.Event()

    def read() -> None:
        started.set()
        readings.fetch(
            "SELECT sum(sqrt(range)) FROM range(1e15::BIGINT)", cancellation=cancellation
        )

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        started.wait()
        for _ in range(50):
            assert [(1,)] == readings.fetch("SELECT 1")
        assert not reading.done()
        if is_closing:
            readings.close()
        else:
            cancellation.cancel()
        with pytest.raises(ResultClosed if is_closing else ReadingCancelled):
            reading.result()
    readings.close()


def tables_in(table: ResultTable) -> list[object]:
    rows = table._readings.fetch("SELECT table_name FROM duckdb_tables()")
    return [name for (name,) in rows]


def test_a_search_that_outlives_its_view_leaves_nothing_behind(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with one_column(spool, "String", ["a", "b"]) as table:
        view = table.view(Shape())
        search = Finding._search

        def closing(finding: Finding, fetch: Fetch, text: str, column: int | None) -> None:
            view.close()
            search(finding, fetch, text, column)

        monkeypatch.setattr(Finding, "_search", closing)
        assert 1 == view.count_found("a", cancellation=Cancellation())
        assert ["answer_rows"] == tables_in(table)


def test_a_selection_that_was_cancelled_at_its_end_leaves_nothing_behind(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancellation, run = Cancellation(), Readings.run

    def cancelled_after(
        readings: Readings,
        sql: str,
        values: Sequence[object] = (),
        *,
        cancellation: Cancellation | None = None,
    ) -> list[Row]:
        rows = run(readings, sql, values)
        if cancellation is not None and sql.startswith("CREATE"):
            cancellation.cancel()
            cancellation.check()
        return rows

    with one_column(spool, "Int64", [1, 2]) as table:
        monkeypatch.setattr(Readings, "run", cancelled_after)
        with pytest.raises(ReadingCancelled):
            table.view(DOWN, cancellation=cancellation)
        monkeypatch.undo()
        assert ["answer_rows"] == tables_in(table)


def test_a_selection_that_was_cancelled_is_not_made(spool: Spool) -> None:
    cancellation = Cancellation()
    with one_column(spool, "Int64", [1, 2]) as table:
        cancellation.cancel()
        with pytest.raises(ReadingCancelled):
            table.view(DOWN, cancellation=cancellation)
        with pytest.raises(ReadingCancelled):
            table.view(DOWN).find("1", (0, 0), cancellation=cancellation)
        assert cancellation.is_cancelled
        assert 2 == table.view(DOWN).row_count


def test_cancelling_a_view_ends_what_runs_and_not_what_comes(spool: Spool) -> None:
    with one_column(spool, "Int64", range(1000)) as table, table.view(DOWN) as view:
        view.cancel()
        assert [("999",)] == view.page(0, 1)


def test_readers_in_many_threads_survive_that_the_table_is_closed(spool: Spool) -> None:
    table = one_column(spool, "Int64", range(5_000))
    view = table.view(DOWN)

    def read(first: int) -> int:
        seen = 0
        try:
            while True:
                assert [(str(4_999 - first),)] == view.page(first, 1)
                assert (first, 0) == view.find(str(4_999 - first), (first, 0), column=0)
                seen += 1
        except ResultClosed:
            return seen

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, first) for first in range(0, 4_000, 1_000)]
        assert [("4999",)] == view.page(0, 1)
        table.close()
        assert all(seen.result() >= 0 for seen in reading)


def test_views_are_made_and_closed_side_by_side(spool: Spool) -> None:
    with one_column(spool, "Int64", range(300)) as table, ThreadPoolExecutor(4) as pool:

        def count_above(least: int) -> int:
            with table.view(Shape((Condition(0, Comparison.MORE, (str(least),)),))) as view:
                return view.row_count

        assert [299 - least for least in range(40)] == list(pool.map(count_above, range(40)))
