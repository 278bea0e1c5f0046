from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.results.spool import Spool
from defender_tui.results.view.shape import Shape, SortKey

from .tables import make_table, one_column

SORTS = [
    ("String", ["b", None, "", "a", "B"], ["", "B", "a", "b", None]),
    ("Int64", ["10", "9", "soon", None, "-1"], ["-1", "9", "10", "soon", None]),
    ("Double", ["1e3", "2.5", "", "-0.5"], ["-0.5", "2.5", "1e3", ""]),
    ("Boolean", [1, "False", "True", None, 0], ["false", "false", "true", "true", None]),
    (
        "DateTime",
        ["2026-05-01T10:00:00.1234562Z", "2026-05-01T10:00:00.123456Z", "0001-01-01T00:00:00Z"],
        ["0001-01-01T00:00:00Z", "2026-05-01T10:00:00.123456Z", "2026-05-01T10:00:00.1234562Z"],
    ),
    (
        "DateTime",
        ["2026-05-01T10:00:00+02:00", "later", "2026-05-01T09:00:00Z", ""],
        ["2026-05-01T10:00:00+02:00", "2026-05-01T09:00:00Z", "later", ""],
    ),
    (
        "TimeSpan",
        ["1.00:00:00", "23:59:59", "odd", "-00:00:01", None, "00:00:00.0000001"],
        ["-00:00:01", "00:00:00.0000001", "23:59:59", "1.00:00:00", "odd", None],
    ),
    ("Object", [{"b": 1}, [2], "bare", None], ["[2]", "bare", '{"b":1}', None]),
]


@pytest.mark.parametrize(("kind", "cells", "ordered"), SORTS)
def test_rows_are_sorted_by_the_type_of_the_column(
    spool: Spool, kind: str, cells: list[object], ordered: list[str | None]
) -> None:
    with one_column(spool, kind, cells) as table, table.view(Shape((), (SortKey(0),))) as view:
        assert ordered == [cell for (cell,) in view.page(0, 99)]


def test_the_other_way_round_misfits_and_nulls_stay_last(spool: Spool) -> None:
    cells = ["1", None, "later", "3", "sooner", "2"]
    with one_column(spool, "Int64", cells) as table:
        view = table.view(Shape((), (SortKey(0, descending=True),)))
        assert ["3", "2", "1", "sooner", "later", None] == [cell for (cell,) in view.page(0, 9)]


def test_ties_stay_in_the_order_of_the_answer_and_further_keys_break_them(spool: Spool) -> None:
    rows = [("b", 1), ("a", 2), ("b", 2), ("a", 1), ("b", 1)]
    with make_table(spool, [("s", "String"), ("n", "Int64")], rows) as table:
        by_text = table.view(Shape((), (SortKey(0),)))
        by_both = table.view(Shape((), (SortKey(0, descending=True), SortKey(1))))
        assert [1, 3, 0, 2, 4] == by_text.row_numbers(0, 9)
        assert [0, 4, 2, 3, 1] == by_both.row_numbers(0, 9)


def test_pages_put_together_are_all_sorted_rows_once(spool: Spool) -> None:
    with one_column(spool, "Int64", [number * 7919 % 5000 for number in range(5000)]) as table:
        view = table.view(Shape((), (SortKey(0),)))
        pages = [row for first in range(0, 5000, 700) for row in view.page(first, 700)]
        assert [(str(number),) for number in range(5000)] == pages
        assert "4999" == view.cell(4999, 0)
        assert ([], []) == (view.page(5000, 10), view.row_numbers(5000, 10))


def test_columns_are_told_apart_whatever_they_are_called(spool: Spool) -> None:
    names = ["A", "a", "", 'q"', "it's", "rowid", "pos", "c0", "row; DROP TABLE answer_rows"]
    rows = [[f"{row}{column}" for column in range(len(names))] for row in range(2)]
    with make_table(spool, [(name, "String") for name in names], rows) as table:
        for column in range(len(names)):
            view = table.view(Shape((), (SortKey(column, descending=True),)))
            assert [tuple(rows[1]), tuple(rows[0])] == view.page(0, 9)
            assert (1, column) == view.find(f"0{column}", (0, 0))
            assert f"1{column}" == view.profile(column).greatest


def test_there_is_no_cell_and_no_key_outside_of_the_view(spool: Spool) -> None:
    with one_column(spool, "Int64", [3, 1]) as table:
        view = table.view(Shape((), (SortKey(0),)))
        for row, column in ((2, 0), (-1, 0), (0, 1)):
            with pytest.raises(IndexError):
                view.cell(row, column)
        with pytest.raises(IndexError):
            table.view(Shape((), (SortKey(1),)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(cells=st.lists(st.none() | st.text(max_size=4), max_size=60), descending=st.booleans())
def test_any_texts_are_sorted_as_python_sorts_their_bytes(
    spool: Spool, cells: list[str | None], descending: bool
) -> None:
    present = [at for at, cell in enumerate(cells) if cell is not None]
    present.sort(key=lambda at: (cells[at] or "").encode(), reverse=descending)
    expected = present + [at for at, cell in enumerate(cells) if cell is None]
    with one_column(spool, "String", cells) as table:
        view = table.view(Shape((), (SortKey(0, descending),)))
        assert expected == view.row_numbers(0, 99)
        assert [(cells[at],) for at in expected] == view.page(0, 99)
