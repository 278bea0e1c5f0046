"""How columns share the width."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.ui.widgets.grid_columns import GAP, GridColumn, place_columns

SEVERITY = GridColumn("severity", "Sev", width=4)
TITLE = GridColumn("title", "Incident", min_width=10, flexible=True)
OWNER = GridColumn("owner", "Owner", width=8, priority=1)
SERVICES = GridColumn("services", "Services", width=10, priority=2)
QUEUE = (SEVERITY, TITLE, OWNER, SERVICES)


def kept(columns: Sequence[GridColumn], available: int) -> list[str]:
    wanted = [column.width or 20 for column in columns]
    return [columns[at.index].key for at in place_columns(columns, wanted, available)]


def test_everything_shows_where_there_is_room() -> None:
    assert kept(QUEUE, 60) == ["severity", "title", "owner", "services"]


def test_columns_go_in_their_stated_order_when_it_gets_narrow() -> None:
    assert kept(QUEUE, 37) == ["severity", "title", "owner"]
    assert kept(QUEUE, 25) == ["severity", "title"]


def test_a_column_without_priority_stays_however_narrow_it_is() -> None:
    assert kept(QUEUE, 3) == ["severity", "title"]


def test_the_flexible_column_takes_what_is_left() -> None:
    placed = place_columns(QUEUE, [4, 20, 8, 10], 100)
    assert placed[1].width == 100 - 4 - 8 - 10 - 3 * GAP
    assert placed[-1].x + placed[-1].width == 100


def test_result_columns_run_past_the_edge_instead_of_shrinking() -> None:
    columns = [GridColumn(str(at), "Name", width=30) for at in range(5)]
    placed = place_columns(columns, [30] * 5, 80)
    assert [column.width for column in placed] == [30] * 5


@given(
    st.lists(
        st.builds(
            GridColumn,
            key=st.just("k"),
            title=st.just("t"),
            min_width=st.integers(1, 10),
            priority=st.integers(0, 3),
            flexible=st.booleans(),
        ),
        max_size=8,
    ),
    st.integers(0, 200),
)
def test_columns_keep_their_order_and_never_overlap(
    columns: list[GridColumn], available: int
) -> None:
    placed = place_columns(columns, [20] * len(columns), available, left=1)
    assert all(
        left.index < right.index and left.x + left.width + GAP == right.x
        for left, right in pairwise(placed)
    )
    assert all(column.width >= 1 for column in placed)
    stays = [at for at, column in enumerate(columns) if column.priority == 0]
    assert set(stays) <= {column.index for column in placed}
