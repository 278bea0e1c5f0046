"""Rows as a Markdown table.

Source: https://github.github.com/gfm/#tables-extension-
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.core.text import one_line
from defender_tui.core.zones import Zone
from defender_tui.results.column_types import NUMERIC
from defender_tui.results.export.rows import iter_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from defender_tui.results.export.rows import Rows

_MEANING = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|~&"})


def markdown_lines(
    rows: Rows, done: Callable[[int], None] | None = None, *, zone: Zone = Zone.UTC
) -> Iterator[str]:
    """Walk over the lines of a table. Every cell is one line that means nothing to Markdown."""
    yield _line([column.name for column in rows.columns])
    yield _line_of("---:" if column.type in NUMERIC else "---" for column in rows.columns)
    for cells in iter_cells(rows, done, zone=zone):
        yield _line(cells)


def _line(cells: Sequence[str | None]) -> str:
    return _line_of(one_line(cell or "").translate(_MEANING) for cell in cells)


def _line_of(cells: Iterator[str] | Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
