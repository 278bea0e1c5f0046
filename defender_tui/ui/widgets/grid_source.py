"""What a grid shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from textual.content import Content

from ..text import SafeLine

Cell: TypeAlias = Content | SafeLine | None
"""A cell as it is shown: text with styles, plain text (which is drawn faster), or a null."""


class GridSource(Protocol):
    """The rows behind a grid."""

    @property
    def row_count(self) -> int:
        """How many rows there are, loaded or not."""
        ...

    def cells(self, row: int) -> Sequence[Cell] | None:
        """Give a row's cells, one for each column; `None` while they are on their way."""
        ...

    def want(self, first: int, last: int) -> None:
        """Hear which rows (both included) are in view; then call `Grid.refresh_rows` once there."""
        ...


@runtime_checkable
class HasHeadings(GridSource, Protocol):
    """A source some of whose rows are headings, which run over all columns."""

    def heading(self, row: int) -> Content | None:
        """Give the words of a heading; `None` for a row with cells."""
        ...


@runtime_checkable
class HasMarks(GridSource, Protocol):
    """A source whose rows can be marked."""

    def is_marked(self, row: int) -> bool:
        """Whether a row bears the user's mark."""
        ...
