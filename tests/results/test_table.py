from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from defender_tui.results.connection import open_connection
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable


def _table(spool: Spool, rows: int) -> ResultTable:
    schema = [{"name": "n", "type": "Int64"}, {"name": "text", "type": "String"}]
    results = [{"n": number, "text": f"row {number}"} for number in range(rows)]
    return read_answer_bytes(json.dumps({"schema": schema, "results": results}).encode(), spool)


def test_a_page_may_begin_and_end_anywhere(spool: Spool) -> None:
    with _table(spool, 12) as table:
        assert [("10", "row 10"), ("11", "row 11")] == table.page(10, 5)
        assert [] == table.page(12, 5)
        assert [] == table.page(3, 0)


def test_pages_put_together_are_all_rows_in_order(spool: Spool) -> None:
    with _table(spool, 5_000) as table:
        read = [row for first in range(0, 5_000, 700) for row in table.page(first, 700)]
    assert [str(number) for number in range(5_000)] == [row[0] for row in read]


def test_a_cell_is_given_whole(spool: Spool) -> None:
    text = "é" * 1_000_000
    body = json.dumps({"schema": [{"name": "a", "type": "String"}], "results": [{"a": text}]})
    with read_answer_bytes(body.encode(), spool) as table:
        assert text == table.cell(0, 0)


@pytest.mark.parametrize(("row", "column"), [(3, 0), (-1, 0), (0, 2), (0, -1)])
def test_there_is_no_cell_outside_of_the_table(spool: Spool, row: int, column: int) -> None:
    with _table(spool, 3) as table, pytest.raises(IndexError):
        table.cell(row, column)


def test_threads_may_read_at_the_same_time(spool: Spool) -> None:
    with _table(spool, 2_000) as table, ThreadPoolExecutor(8) as pool:
        firsts = list(pool.map(lambda row: table.page(row, 1)[0][0], range(0, 2_000, 10)))
    assert [str(row) for row in range(0, 2_000, 10)] == firsts


def test_a_table_says_how_much_memory_its_rows_take(spool: Spool) -> None:
    with _table(spool, 10) as small, _table(spool, 60_000) as large:
        assert 0 < small.size_bytes < large.size_bytes
        assert 60_000 * 16 < large.size_bytes < 60_000 * 200


def test_what_spilled_to_the_disk_goes_with_its_connection(spool: Spool) -> None:
    connection = open_connection(spool.folder, threads=1, memory_limit="20MB")
    connection.execute("CREATE TABLE t AS SELECT repeat('x', 90) || range AS a FROM range(500_000)")
    assert [path.name for path in spool.folder.glob("spill-*")]
    connection.close()
    assert ["lock"] == [path.name for path in spool.folder.iterdir()]


def test_closing_twice_does_no_harm(spool: Spool) -> None:
    table = _table(spool, 1)
    table.close()
    table.close()
