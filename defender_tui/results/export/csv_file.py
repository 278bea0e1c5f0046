"""Rows as CSV, written by DuckDB where it can.

Source: https://www.rfc-editor.org/rfc/rfc4180, https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.core.csv_form import csv_line, guarded_cell
from defender_tui.core.zones import Zone
from defender_tui.results.column_types import NUMERIC, text_sql, typed_sql
from defender_tui.results.connection import quote_name
from defender_tui.results.export.rows import iter_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.export.rows import Rows

OPTIONS = "FORMAT csv, HEADER false, NULLSTR '', QUOTE '\"', ESCAPE '\"'"
# The codes of = + - @ tab and carriage return: an expression would take several times as long.
_FORMULA_CODES = "61, 43, 45, 64, 9, 13"
_NUMBER = r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?"


def guarded(cell: str | None, kind: str = "string") -> str:
    """Spell a cell for CSV so that no spreadsheet runs it as a formula; null is empty."""
    return guarded_cell(cell, is_number=kind in NUMERIC)


def csv_values(columns: Sequence[ResultColumn], *, raw: bool) -> list[str]:
    """Build the SQL of each cell; unless `raw`, what a spreadsheet would run gets an apostrophe."""
    values = []
    for number, column in enumerate(columns):
        came = f"c{number}"
        cell = text_sql(came, column.type)
        if not raw and column.type == "bool":
            # Only what is neither true nor false can be a formula.
            cell = f"coalesce(CAST({typed_sql(came, 'bool')} AS VARCHAR), {_guarded_sql(came)})"
        elif not raw:
            cell = _guarded_sql(cell, is_number=column.type in NUMERIC)
        if len(columns) == 1:
            # A lone null would be an empty line, which readers skip.
            cell = f"coalesce({cell}, '')"
        values.append(f"{cell} AS {quote_name(f'c{number}')}")
    return values


def _guarded_sql(cell: str, *, is_number: bool = False) -> str:
    runs = f"ascii({cell}) IN ({_FORMULA_CODES})"
    if is_number:
        runs += f" AND NOT regexp_full_match({cell}, '{_NUMBER}')"
    return f"CASE WHEN {runs} THEN '''' || {cell} ELSE {cell} END"


def header_line(names: Sequence[str], *, raw: bool) -> str:
    """Give the line of the column names."""
    return csv_line(names if raw else [guarded(name) for name in names])


def csv_lines(
    rows: Rows, done: Callable[[int], None] | None, *, raw: bool, zone: Zone
) -> Iterator[str]:
    """Walk over the lines with their ends, the column names first."""
    yield header_line([column.name for column in rows.columns], raw=raw)
    kinds = [column.type for column in rows.columns]
    for cells in iter_cells(rows, done, zone=zone):
        if raw:
            yield csv_line(cell or "" for cell in cells)
        else:
            yield csv_line(guarded(cell, kind) for cell, kind in zip(cells, kinds, strict=True))
