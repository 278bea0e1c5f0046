"""Result rows as a grid's source."""

from __future__ import annotations

from dataclasses import dataclass, field

from defender_tui.core.zones import Zone
from defender_tui.results.column_types import ResultColumn
from defender_tui.results.view.shape import Comparison, Condition, Shape, SortKey
from defender_tui.ui.hunting.result_source import (
    PAGE_ROWS,
    PageReader,
    ResultSource,
    read_source,
)

COLUMNS = (ResultColumn("Timestamp", "datetime"), ResultColumn("n", "long"))


@dataclass
class Rows:
    """So many rows, the last of them first."""

    row_count: int = 3 * PAGE_ROWS
    read: list[int] = field(default_factory=list)

    def page(self, offset: int, limit: int) -> list[tuple[str | None, ...]]:
        self.read.append(offset)
        numbers = self.row_numbers(offset, limit)
        return [("2026-11-22T09:14:02.5000000Z", str(10**at) if at < 9 else None) for at in numbers]

    def row_numbers(self, offset: int, limit: int) -> list[int]:
        last = min(offset + limit, self.row_count)
        return [self.row_count - 1 - row for row in range(offset, last)]


def source_over(rows: Rows) -> ResultSource:
    return read_source(PageReader(rows, COLUMNS))


def test_cells_are_safe_and_nulls_stay_nulls() -> None:
    source = source_over(Rows())
    assert ["2026-11-22 09:14:02.5", None] == list(source.cells(0) or ())


def test_only_one_page_is_read_until_another_is_wanted() -> None:
    rows = Rows()
    source = source_over(rows)
    missing: list[int] = []
    source.on_missing = missing.append
    source.want(0, 40)
    assert ([0], []) == (rows.read, missing)
    source.want(PAGE_ROWS - 5, PAGE_ROWS + 20)
    assert [1] == missing
    assert source.cells(PAGE_ROWS) is None


def test_a_column_grows_with_a_later_page() -> None:
    source = source_over(Rows())
    before = source.columns[1].width
    assert source.put(2, source.reader.read(2))
    assert (4, 9) == (before, source.columns[1].width)
    assert not source.put(1, source.reader.read(1))


def test_marks_belong_to_rows_of_the_answer_wherever_they_stand() -> None:
    rows = Rows()
    before, after = source_over(rows), source_over(rows)
    before.marks.add(rows.row_count - 1)
    after.take_over(before, Shape())
    assert after.is_marked(0)
    assert not after.is_marked(1)
    assert after.number_of(PAGE_ROWS) is None


def test_rows_read_in_another_zone_are_spelled_anew() -> None:
    source, later = source_over(Rows()), source_over(Rows())
    source.show_in(Zone.LOCAL)
    assert source.cells(0) is None
    later.take_over(source, Shape())
    assert Zone.LOCAL is later.zone
    assert later.cells(0) is None


def test_sorted_and_filtered_columns_bear_a_mark_that_has_room() -> None:
    source = source_over(Rows())
    condition = Condition(1, Comparison.MORE, ("5",))
    source.take_over(source, Shape((condition,), (SortKey(1, descending=True), SortKey(0))))
    assert ["▴2", "▾1•"] == [column.mark for column in source.columns]
    source.take_over(source, Shape(order=(SortKey(0),)))
    assert ["▴", ""] == [column.mark for column in source.columns]
