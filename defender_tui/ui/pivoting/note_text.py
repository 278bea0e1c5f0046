"""A hunting result as the text of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ...core.text import many_lines, one_line
from ..text import absolute

LONGEST_NOTE = 3_000
_LONGEST_QUERY = 1_800
_SHOWN_ROWS = 5
_SHOWN_COLUMNS = 6
_LONGEST_CELL = 60


class NotedTable(Protocol):
    """What is needed of a result's table."""

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        ...

    def page(self, offset: int, limit: int) -> Sequence[Sequence[str | None]]:
        """Give rows, each as the texts of its cells."""
        ...


def note_text(
    query: str,
    table: NotedTable,
    names: Sequence[str],
    *,
    api: str,
    at: datetime,
    is_cut: bool = False,
) -> str:
    """Give the query, how many rows it found, and the first of them in short.

    What is left out is said: rows, columns, the rest of a long query. Reads from the table, so it
    is to be called off the loop.
    """
    count = table.row_count
    rows = "1 row" if count == 1 else f"{count:,} rows"
    cut = ", cut at the service's limit" if is_cut else ""
    parts = [f"Hunting result of {absolute(at)}: {rows}{cut} ({api})", f"Query:\n{_query(query)}"]
    if count and names:
        parts.append(_rows(table, names))
    return _within("\n\n".join(parts), LONGEST_NOTE)


def _query(query: str) -> str:
    return _within(many_lines(query.strip()), _LONGEST_QUERY)


def _rows(table: NotedTable, names: Sequence[str]) -> str:
    kept = names[:_SHOWN_COLUMNS]
    lines = []
    for cells in table.page(0, _SHOWN_ROWS):
        pairs = zip(kept, cells, strict=False)
        lines.append("; ".join(f"{one_line(name)}={_cell(cell)}" for name, cell in pairs))
    shown = min(table.row_count, _SHOWN_ROWS)
    heading = "The row" if table.row_count == 1 else f"First {shown:,} of {table.row_count:,} rows"
    if len(names) > len(kept):
        heading += f", {len(kept)} of {len(names)} columns"
    return f"{heading}:\n" + "\n".join(lines)


def _cell(cell: str | None) -> str:
    text = one_line(cell)
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _within(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    note = f"\n… ({len(text):,} characters in all)"
    return text[: limit - len(note)] + note
