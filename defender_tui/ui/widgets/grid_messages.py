"""What a grid tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from .grid import Grid


class RowHighlighted(Message, namespace="grid"):
    """The cursor came to a row, or the row under it changed with its source."""

    def __init__(self, grid: Grid, row: int) -> None:
        super().__init__()
        self.grid = grid
        self.row = row

    @property
    def control(self) -> Grid:
        return self.grid


class RowOpened(Message, namespace="grid"):
    """Enter or a double click on a row, with the row cursor."""

    def __init__(self, grid: Grid, row: int) -> None:
        super().__init__()
        self.grid = grid
        self.row = row

    @property
    def control(self) -> Grid:
        return self.grid


class TitleClicked(Message, namespace="grid"):
    """A click on a column's title; `column` counts the source's cells from 0."""

    def __init__(self, grid: Grid, column: int) -> None:
        super().__init__()
        self.grid = grid
        self.column = column

    @property
    def control(self) -> Grid:
        return self.grid


class CellOpened(Message, namespace="grid"):
    """Enter or a double click on a cell, with the cell cursor; `column` counts from 0."""

    def __init__(self, grid: Grid, row: int, column: int) -> None:
        super().__init__()
        self.grid = grid
        self.row = row
        self.column = column

    @property
    def control(self) -> Grid:
        return self.grid
