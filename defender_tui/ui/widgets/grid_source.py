"""What a grid shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from textual.content import Content


class GridSource(Protocol):
    """The rows behind a grid."""

    @property
    def row_count(self) -> int:
        """How many rows there are, loaded or not."""
        ...

    def cells(self, row: int) -> Sequence[Content] | None:
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
