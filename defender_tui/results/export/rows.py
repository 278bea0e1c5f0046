"""What can be exported: a result, or a view of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from defender_tui.core.zones import Zone, zoned_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from defender_tui.results.column_types import ResultColumn

PAGE_ROWS = 5_000


class Rows(Protocol):
    """Rows in an order, read by page."""

    @property
    def columns(self) -> tuple[ResultColumn, ...]: ...

    @property
    def row_count(self) -> int: ...

    def page(self, offset: int, limit: int) -> Sequence[Sequence[str | None]]: ...


def iter_cells(
    rows: Rows, done: Callable[[int], None] | None = None, *, zone: Zone = Zone.UTC
) -> Iterator[Sequence[str | None]]:
    """Walk over the rows; after each page `done` hears how many were walked over.

    In the local zone moments get its offset; in UTC every cell is as it came.
    """
    kinds = [column.type for column in rows.columns]
    for first in range(0, rows.row_count, PAGE_ROWS):
        page = rows.page(first, PAGE_ROWS)
        yield from page if zone is Zone.UTC else (_zoned(cells, kinds, zone) for cells in page)
        if done is not None:
            done(first + len(page))


def _zoned(cells: Sequence[str | None], kinds: Sequence[str], zone: Zone) -> tuple[str | None, ...]:
    return tuple(
        zoned_time(cell, zone) if cell is not None and kind == "datetime" else cell
        for cell, kind in zip(cells, kinds, strict=True)
    )
