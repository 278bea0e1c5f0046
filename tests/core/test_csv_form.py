from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.csv_form import csv_text, guarded_cell

cells = st.text() | st.sampled_from("=+-@\t\r").flatmap(lambda mark: st.text().map(mark.__add__))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert f"'{cell}" == guarded_cell(cell)


def test_a_number_in_a_column_of_numbers_stays_one() -> None:
    assert "-1.5e3" == guarded_cell("-1.5e3", is_number=True)
    assert "'-1+cmd" == guarded_cell("-1+cmd", is_number=True)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_every_cell_comes_back_from_a_csv_and_none_begins_a_formula(rows: list[list[str]]) -> None:
    text = csv_text(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [["a", "b"], *([guarded_cell(cell) for cell in row] for row in rows)] == read
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in read for cell in row)
