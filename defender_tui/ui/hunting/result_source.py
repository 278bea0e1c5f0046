"""Result rows for the grid, a page at a time, read off the loop."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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


class ResultRows(Protocol):
    """What the grid needs of a result table; its calls block and belong in a thread."""

    row_count: int
    columns: tuple[ResultColumn, ...]

    def page(self, offset: int, limit: int) -> list[Cells]: ...


class ResultSource:
    """A grid source over a result table. `on_missing` hears the page that the view lacks."""

    def __init__(self, table: ResultRows, first_page: list[Cells]) -> None:
        self.columns = measured_columns(table.columns, first_page)
        self.on_missing: Callable[[int], None] | None = None
        self._table = table
        self._is_time = [column.type == "datetime" for column in table.columns]
        self._pages: LRUCache[int, list[Cells]] = LRUCache(_KEPT_PAGES)
        self._pages[0] = first_page

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

    def put(self, page: int, rows: list[Cells]) -> None:
        """Take in a page that `load_page` read."""
        self._pages[page] = rows


def load_page(table: ResultRows, page: int) -> list[Cells]:
    """Read one page, each cell cut to what a grid can show. Blocks."""
    rows = table.page(page * PAGE_ROWS, PAGE_ROWS)
    return [tuple(value and value[:_CUT_CHARACTERS] for value in row) for row in rows]


def open_source(table: ResultRows) -> ResultSource:
    """Read the first page and measure the columns by it. Blocks."""
    return ResultSource(table, load_page(table, 0))


def measured_columns(
    columns: Sequence[ResultColumn], rows: Sequence[Cells]
) -> tuple[GridColumn, ...]:
    """Give grid columns as wide as title and first rows need, numbers to the right."""
    return tuple(
        GridColumn(
            key=str(index),
            title=column.name,
            width=_width(column, [row[index] for row in rows]),
            align="right" if column.type in NUMERIC else "left",
        )
        for index, column in enumerate(columns)
    )


def _width(column: ResultColumn, values: Sequence[str | None]) -> int:
    is_time = column.type == "datetime"
    texts = [column.name, *(_text(value, is_time=is_time) for value in values)]
    widest = max(cell_len(one_line(text[:_CUT_CHARACTERS])) for text in texts)
    return max(3, min(widest, MAX_MEASURED_WIDTH))


def _cell(value: str | None, *, is_time: bool) -> Content:
    return _NULL if value is None else shown(_text(value, is_time=is_time))


def _text(value: str | None, *, is_time: bool) -> str:
    if value is None:
        return "null"
    found = _TIME.fullmatch(value) if is_time else None
    return f"{found[1]} {found[2]}{found[3] or ''}" if found else value
