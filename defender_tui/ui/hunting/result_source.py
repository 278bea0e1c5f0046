"""Result rows for the grid, a page at a time, read off the loop."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.cells import cell_len
from textual.cache import LRUCache
from textual.content import Content

from ...core.text import one_line
from ...results.column_types import NUMERIC, ResultColumn
from ..text import shown
from ..widgets.grid_columns import MAX_MEASURED_WIDTH, GridColumn

PAGE_ROWS = 200
_KEPT_PAGES = 32
_CUT_CHARACTERS = 4 * MAX_MEASURED_WIDTH
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:(\.\d*[1-9])0*|\.0*)?Z?")
_NULL = Content.styled("null", "italic $text-muted")

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that were read together, and for each column the widest of them in cells."""

    rows: Sequence[Cells]
    widths: tuple[int, ...]


class ResultRows(Protocol):
    """What the grid needs of a result table; its calls block and belong in a thread."""

    row_count: int
    columns: tuple[ResultColumn, ...]

    def page(self, offset: int, limit: int) -> list[Cells]: ...


class ResultSource:
    """A grid source over a result table. `on_missing` hears the page that the view lacks."""

    def __init__(self, table: ResultRows, first_page: Page) -> None:
        self.columns = fitted_columns(table.columns, first_page.widths)
        self.on_missing: Callable[[int], None] | None = None
        self._table = table
        self._is_time = [column.type == "datetime" for column in table.columns]
        self._widths = first_page.widths
        self._pages: LRUCache[int, Sequence[Cells]] = LRUCache(_KEPT_PAGES)
        self._pages[0] = first_page.rows

    @property
    def row_count(self) -> int:
        return self._table.row_count

    def cells(self, row: int) -> Sequence[Content] | None:
        page = self._pages.get(row // PAGE_ROWS)
        if page is None:
            return None
        return [
            _cell(value, is_time=is_time)
            for value, is_time in zip(page[row % PAGE_ROWS], self._is_time, strict=True)
        ]

    def want(self, first: int, last: int) -> None:
        for page in range(first // PAGE_ROWS, last // PAGE_ROWS + 1):
            if page not in self._pages and self.on_missing:
                self.on_missing(page)
                return

    def put(self, number: int, page: Page) -> bool:
        """Take in a page that `load_page` read; tells whether a column grew for it."""
        self._pages[number] = page.rows
        widths = tuple(map(max, self._widths, page.widths))
        if widths == self._widths:
            return False
        self._widths = widths
        self.columns = fitted_columns(self._table.columns, widths)
        return True


def load_page(table: ResultRows, number: int) -> Page:
    """Read one page, each cell cut to what a grid can show. Blocks."""
    rows = [
        tuple(value and value[:_CUT_CHARACTERS] for value in row)
        for row in table.page(number * PAGE_ROWS, PAGE_ROWS)
    ]
    return Page(rows, _widths(table.columns, rows))


def open_source(table: ResultRows) -> ResultSource:
    """Read the first page and measure the columns by it. Blocks."""
    return ResultSource(table, load_page(table, 0))


def fitted_columns(
    columns: Sequence[ResultColumn], widths: Sequence[int]
) -> tuple[GridColumn, ...]:
    """Give grid columns as wide as title and cells need, numbers to the right."""
    return tuple(
        GridColumn(
            key=str(index),
            title=column.name,
            width=max(3, min(max(width, _cells_of(column.name)), MAX_MEASURED_WIDTH)),
            align="right" if column.type in NUMERIC else "left",
        )
        for index, (column, width) in enumerate(zip(columns, widths, strict=True))
    )


def _widths(columns: Sequence[ResultColumn], rows: Sequence[Cells]) -> tuple[int, ...]:
    return tuple(
        max(
            (_cells_of(_text(row[index], is_time=column.type == "datetime")) for row in rows),
            default=0,
        )
        for index, column in enumerate(columns)
    )


def _cells_of(text: str) -> int:
    return cell_len(one_line(text[:_CUT_CHARACTERS]))


def _cell(value: str | None, *, is_time: bool) -> Content:
    return _NULL if value is None else shown(_text(value, is_time=is_time))


def _text(value: str | None, *, is_time: bool) -> str:
    if value is None:
        return "null"
    found = _TIME.fullmatch(value) if is_time else None
    return f"{found[1]} {found[2]}{found[3] or ''}" if found else value
