"""Parts of an answer put together: every row as it came, in the order of the parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.core.errors import ProtocolError
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.joining import KeptPart, join_parts, keep_part
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable

_COLUMNS = (("T", "DateTime"), ("t", "String"), ("", "Int64"))
_CELLS = st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=8), st.just("=1+1"))
_ROWS = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=4)


def answer(
    spool: Spool,
    rows: list[tuple[str | None, ...]],
    columns: tuple[tuple[str, str], ...] = _COLUMNS,
) -> ResultTable:
    body = {
        "schema": [{"name": name, "type": kind} for name, kind in columns],
        "results": [dict(zip([name for name, _ in columns], row, strict=True)) for row in rows],
    }
    return read_answer_bytes(json.dumps(body).encode(), spool)


def kept(spool: Spool, rows: list[tuple[str | None, ...]]) -> KeptPart:
    return keep_part(answer(spool, rows), spool)


@given(st.lists(_ROWS, min_size=1, max_size=4))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_come_out_as_they_went_in(
    tmp_path: Path, parts: list[list[tuple[str | None, ...]]]
) -> None:
    with (
        Spool(tmp_path) as spool,
        join_parts([kept(spool, rows) for rows in parts], spool) as table,
    ):
        assert [row for rows in parts for row in rows] == table.page(0, 100)


def test_equal_rows_of_several_parts_all_stay(tmp_path: Path) -> None:
    row = ("2026-11-22T09:14:02.1234567Z", "a", "1")
    with (
        Spool(tmp_path) as spool,
        join_parts([kept(spool, [row, row]), kept(spool, [row])], spool) as table,
    ):
        assert [row] * 3 == table.page(0, 9)
        assert 0 == table.uncast_count


def test_parts_leave_no_file_behind(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        part = kept(spool, [("x", "y", "z")])
        part.drop()
        assert [] == list(spool.folder.glob("part-*"))


def test_parts_without_rows_or_columns_are_put_together(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        with join_parts([kept(spool, [])] * 2, spool) as table:
            assert (0, 3) == (table.row_count, len(table.columns))
        bare = [keep_part(answer(spool, [()] * count, ()), spool) for count in (2, 3)]
        with join_parts(bare, spool) as table:
            assert 5 == table.row_count


def test_parts_of_different_columns_are_refused(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        other = keep_part(answer(spool, [("x",)], (("Other", "String"),)), spool)
        with pytest.raises(ProtocolError, match="different columns"):
            join_parts([kept(spool, []), other], spool)
