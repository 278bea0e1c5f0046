"""Result rows for the grid, a page at a time, read off the loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from rich.cells import cell_len
from textual.cache import LRUCache

from ...core.text import one_line
from ...core.zones import Zone, spelled_time
from ...results.column_types import NUMERIC, ResultColumn
from ...results.view.shape import Shape
from ..text import SafeLine, safe_line
from ..widgets.grid_columns import MAX_MEASURED_WIDTH, GridColumn
from ..widgets.grid_source import Cell

PAGE_ROWS = 200
_KEPT_PAGES = 16
_CUT_CHARACTERS = 4 * MAX_MEASURED_WIDTH
_NULL_CELLS = 4

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that were read together, safe to show; and the widest cell of each column.

    `numbers` are the rows' places in the answer.
    """

    rows: Sequence[Sequence[Cell]]
    widths: tuple[int, ...]
    numbers: Sequence[int]


class ResultRows(Protocol):
    """Rows in some order; their calls block and belong in a thread."""

    @property
    def row_count(self) -> int: ...

    def page(self, offset: int, limit: int) -> list[Cells]: ...


@runtime_checkable
class NumberedRows(ResultRows, Protocol):
    """Rows that know their places in the answer; those that do not stand as they came."""

    def row_numbers(self, offset: int, limit: int) -> list[int]: ...


class ResultTableRows(ResultRows, Protocol):
    """All rows of an answer, with their columns."""

    @property
    def columns(self) -> tuple[ResultColumn, ...]: ...


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads pages of rows as they are shown, times in a zone. Everything here blocks."""

    rows: ResultRows
    columns: tuple[ResultColumn, ...]
    zone: Zone = Zone.UTC

    def read(self, number: int) -> Page:
        """Read one page, each cell cut to what a grid can show."""
        offset = number * PAGE_ROWS
        found = self.rows.page(offset, PAGE_ROWS)
        if isinstance(self.rows, NumberedRows):
            numbers: Sequence[int] = self.rows.row_numbers(offset, PAGE_ROWS)
        else:
            numbers = range(offset, offset + len(found))
        times = [column.type == "datetime" for column in self.columns]
        rows = [
            [self._cell(value, is_time) for value, is_time in zip(row, times, strict=True)]
            for row in found
        ]
        widths = tuple(
            max((_NULL_CELLS if cell is None else _cells_of(cell) for cell in column), default=0)
            for column in zip(*rows, strict=True)
        )
        return Page(rows, widths or (0,) * len(self.columns), numbers)

    def _cell(self, value: str | None, is_time: bool) -> SafeLine | None:
        if value is None:
            return None
        text = spelled_time(value, self.zone) if is_time else value
        return safe_line(text, limit=_CUT_CHARACTERS)


class ResultSource:
    """A grid source over result rows. `on_missing` hears the page that the view lacks."""

    def __init__(self, reader: PageReader, first_page: Page) -> None:
        self.reader = reader
        self.on_missing: Callable[[int], None] | None = None
        self.marks: set[int] = set()
        self._shape = Shape()
        self._widths = first_page.widths
        self._pages: LRUCache[int, Page] = LRUCache(_KEPT_PAGES)
        self._pages[0] = first_page
        self.columns = self._fitted()

    @property
    def row_count(self) -> int:
        return self.reader.rows.row_count

    @property
    def zone(self) -> Zone:
        """The zone that times are shown in."""
        return self.reader.zone

    def cells(self, row: int) -> Sequence[Cell] | None:
        page = self._pages.get(row // PAGE_ROWS)
        return page.rows[row % PAGE_ROWS] if page else None

    def number_of(self, row: int) -> int | None:
        """Give a row's place in the answer; `None` while it is on its way."""
        page = self._pages.get(row // PAGE_ROWS)
        return page.numbers[row % PAGE_ROWS] if page and row < self.row_count else None

    def is_marked(self, row: int) -> bool:
        return bool(self.marks) and self.number_of(row) in self.marks

    def show_in(self, zone: Zone) -> None:
        """Show times in a zone; what was read comes anew when it is wanted."""
        self.reader = replace(self.reader, zone=zone)
        self._pages.clear()

    def want(self, first: int, last: int) -> None:
        for page in range(first // PAGE_ROWS, last // PAGE_ROWS + 1):
            if page not in self._pages and self.on_missing:
                self.on_missing(page)
                return

    def put(self, number: int, page: Page) -> bool:
        """Take in a page that was read; tells whether a column grew for it."""
        self._pages[number] = page
        widths = tuple(map(max, self._widths, page.widths))
        if widths == self._widths:
            return False
        self._widths = widths
        self.columns = self._fitted()
        return True

    def take_over(self, before: ResultSource, shape: Shape) -> None:
        """Stand in for the same answer's rows in another shape: as wide, same marks and zone."""
        if before.zone is not self.zone:
            # It was turned while these were read.
            self.show_in(before.zone)
        self.marks = before.marks
        self._shape = shape
        self._widths = tuple(map(max, self._widths, before._widths))
        self.columns = self._fitted()

    def _fitted(self) -> tuple[GridColumn, ...]:
        columns = fitted_columns(self.reader.columns, self._widths)
        return tuple(_marked(column, _mark(self._shape, at)) for at, column in enumerate(columns))


def open_source(table: ResultTableRows, zone: Zone = Zone.UTC) -> ResultSource:
    """Read the first page and measure the columns by it. Blocks."""
    return read_source(PageReader(table, table.columns, zone))


def read_source(reader: PageReader) -> ResultSource:
    """Read the first page of rows and measure the columns by it. Blocks."""
    return ResultSource(reader, reader.read(0))


def fitted_columns(
    columns: Sequence[ResultColumn], widths: Sequence[int]
) -> tuple[GridColumn, ...]:
    """Give grid columns as wide as title and cells need, numbers to the right."""
    return tuple(
        GridColumn(
            key=str(index),
            title=column.name,
            width=max(3, min(max(width, _cells_of(one_line(column.name))), MAX_MEASURED_WIDTH)),
            align="right" if column.type in NUMERIC else "left",
        )
        for index, (column, width) in enumerate(zip(columns, widths, strict=True))
    )


def _marked(column: GridColumn, mark: str) -> GridColumn:
    """Give a column its mark, and room for the title before it: the mark reaches into the gap."""
    needed = _cells_of(one_line(column.title)) + len(mark) - 1
    width = max(column.width or 0, min(needed, MAX_MEASURED_WIDTH))
    return replace(column, mark=mark, width=width)


def _cells_of(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _mark(shape: Shape, index: int) -> str:
    """Give the signs of a column: sorted down or up, as which key of several, filtered."""
    signs = ""
    for rank, key in enumerate(shape.order, 1):
        if key.column == index:
            signs += "▾" if key.descending else "▴"
            signs += str(rank) if len(shape.order) > 1 else ""
    is_filtered = any(condition.column == index for condition in shape.conditions)
    return signs + "•" * is_filtered
