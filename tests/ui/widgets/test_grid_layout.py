"""How a person's arrangement of columns comes to stand on the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.ui.widgets.grid_columns import GAP, GridColumn, PlacedColumn, place_columns
from defender_tui.ui.widgets.grid_layout import (
    MAX_WIDTH,
    MIN_WIDTH,
    GridLayout,
    frozen_columns,
    pieces_in_view,
)

COLUMNS = tuple(GridColumn(key, key, width=10) for key in "abcd")


def placed(layout: GridLayout, width: int = 80) -> tuple[PlacedColumn, ...]:
    return place_columns(COLUMNS, [10] * 4, width, left=1, order=layout.order_of(COLUMNS))


def test_columns_are_moved_and_hidden_by_their_keys() -> None:
    assert [0, 1, 2, 3] == GridLayout().order_of(COLUMNS)
    assert [2, 0, 3] == GridLayout(first=("c", "a"), hidden=frozenset({"b"})).order_of(COLUMNS)
    assert [3, 0, 1, 2] == GridLayout(first=("gone", "d")).order_of(COLUMNS)


def test_never_are_all_columns_hidden() -> None:
    assert [0, 1, 2, 3] == GridLayout(hidden=frozenset("abcd")).order_of(COLUMNS)


def test_a_width_stays_within_reason() -> None:
    assert {"a": MIN_WIDTH} == GridLayout().resized("a", -5).widths
    assert {"a": 20, "b": MAX_WIDTH} == GridLayout(widths={"a": 20}).resized("b", 900).widths


def test_frozen_columns_take_half_of_the_view_at_most() -> None:
    columns = placed(GridLayout())
    assert (2, 1 + 2 * (10 + GAP)) == frozen_columns(columns, 2, 80)
    assert (1, 1 + 10 + GAP) == frozen_columns(columns, 2, 40)
    assert (0, 0) == frozen_columns(columns, 2, 20)


def test_frozen_columns_stay_while_the_others_pass_under_them() -> None:
    pieces = pieces_in_view(placed(GridLayout()), left=15, width=40, frozen=1, gutter=1)
    assert [0, 2, 3] == [piece.index for piece in pieces]
    # Of the third, which begins at 25 - 15 = 10, three cells are behind the first one.
    assert (3, 9) == (pieces[1].skip, pieces[1].take)


@given(
    st.lists(st.integers(3, 60), max_size=9),
    st.integers(0, 200),
    st.integers(10, 200),
    st.integers(0, 4),
)
def test_pieces_fill_the_view_from_left_to_right_without_a_hole(
    widths: list[int], left: int, width: int, frozen: int
) -> None:
    columns = [GridColumn(str(at), "t", width=one) for at, one in enumerate(widths)]
    whole = place_columns(columns, widths, width, left=1)
    count, _ = frozen_columns(whole, frozen, width)
    end = max((one.x + one.width + GAP for one in whole), default=1)
    pieces = pieces_in_view(whole, left=min(left, max(end - width, 0)), width=width,
                            frozen=count, gutter=1)  # fmt: skip
    assert all(piece.take > 0 for piece in pieces)
    assert all(piece.skip + piece.take <= piece.width + GAP for piece in pieces)
    assert sum(piece.take for piece in pieces) == min(width, end) - 1
