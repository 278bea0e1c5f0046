from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.results.spool import Spool
from defender_tui.results.view.shape import Comparison, Condition, Shape, SortKey
from defender_tui.results.view.view import ResultView

from .tables import Hostile, make_table

ROWS = [("alpha", "beta"), ("BETA", None), ("100%", "a_b"), ("beta", "alphabet")]


@pytest.fixture
def view(spool: Spool) -> Iterator[ResultView]:
    with make_table(spool, [("a", "String"), ("b", "String")], ROWS) as table:
        yield table.view(Shape())


def _hits(view: ResultView, text: str, *, forward: bool = True) -> list[tuple[int, int]]:
    """Walk from hit to hit, as somebody does who asks for the next."""
    hits = []
    at = view.find(text, (0, 0) if forward else (view.row_count, 0), forward=forward)
    while at is not None:
        hits.append(at)
        at = view.find(text, (at[0], at[1] + (1 if forward else -1)), forward=forward)
    return hits


def test_every_cell_with_the_text_is_met_in_reading_order_and_backwards(view: ResultView) -> None:
    assert [(0, 1), (1, 0), (3, 0), (3, 1)] == _hits(view, "bet")
    assert [(3, 1), (3, 0), (1, 0), (0, 1)] == _hits(view, "BET", forward=False)
    assert 3 == view.count_found("bet")


def test_one_column_can_be_searched_alone(view: ResultView) -> None:
    assert (3, 1) == view.find("bet", (1, 0), column=1)
    assert (0, 1) == view.find("bet", (2, 1), column=1, forward=False)
    assert (2, 1) == (view.count_found("bet", 1), view.count_found("bet", column=1) - 1)
    with pytest.raises(IndexError):
        view.find("bet", (0, 0), column=2)


def test_signs_of_patterns_stand_for_themselves_and_nothing_is_found_nowhere(
    view: ResultView,
) -> None:
    assert [(2, 0)] == _hits(view, "%")
    assert [(2, 1)] == _hits(view, "_")
    assert [] == _hits(view, "")
    assert (0, None) == (view.count_found("gamma"), view.find("gamma", (0, 0)))


def test_the_rows_of_a_filtered_and_sorted_view_are_searched_as_they_stand(spool: Spool) -> None:
    with make_table(spool, [("a", "String"), ("b", "String")], ROWS) as table:
        kept = Condition(1, Comparison.IS_NOT_NULL)
        view = table.view(Shape((kept,), (SortKey(0, descending=True),)))
        assert [("beta", "alphabet"), ("alpha", "beta"), ("100%", "a_b")] == view.page(0, 9)
        assert [(0, 0), (0, 1), (1, 1)] == _hits(view, "bet")


@given(text=st.text(st.sampled_from("aAbB1 .-%_\\'\"\n\x00é"), min_size=1, max_size=3))
def test_what_is_found_is_what_python_finds(hostile: Hostile, text: str) -> None:
    with hostile.table.view(Shape()) as view:
        rows = [
            row for row, cell in enumerate(hostile.texts) if cell and text.lower() in cell.lower()
        ]
        assert len(rows) == view.count_found(text, 0)
        assert (rows[0], 0) == view.find(text, (0, 0), column=0) if rows else True
        middle = 200
        after = next((row for row in rows if row >= middle), None)
        before = next((row for row in reversed(rows) if row <= middle), None)
        assert (None if after is None else (after, 0)) == view.find(text, (middle, 0), column=0)
        assert (None if before is None else (before, 0)) == view.find(
            text, (middle, 0), column=0, forward=False
        )
