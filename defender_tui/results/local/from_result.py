"""A result table as rows of the local engine: typed, and whole but for what fits no type."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from defender_tui.results.connection import quote_text
from defender_tui.results.export import distinct_names
from defender_tui.results.local.cells import (
    has_seventh_digit,
    is_in_reach,
    ticks_sql,
    value_sql,
)
from defender_tui.results.local.staging import staged
from defender_tui.results.local.storing import Rows, ValueColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.table import ResultTable

_AT_ONCE = 50
"""Columns looked at together: planning grows by squares."""


def known_columns(table: ResultTable) -> list[tuple[str, str]]:
    """Give name and KQL type of each column as the engine will have it."""
    names = distinct_names(table.columns, in_any_case=True)
    return [(name, column.type) for name, column in zip(names, table.columns, strict=True)]


@contextmanager
def rows_of_result(
    cursor: duckdb.DuckDBPyConnection, table: ResultTable, folder: Path, name: str
) -> Iterator[Rows]:
    """Give the rows of a result for the length of a `with`; `name` is what notes call them.

    Raises:
        duckdb.Error: the table is closed, or the disk is full.
    """
    with table.scratch_file(".parquet") as written:
        table.copy_texts_to_parquet(written)
        with staged(written, folder) as inside:
            yield typed_rows(
                cursor,
                table.columns,
                f"read_parquet({quote_text(str(inside))})",
                distinct_names(table.columns, in_any_case=True),
                called=name,
            )


def typed_rows(
    cursor: duckdb.DuckDBPyConnection,
    columns: Sequence[ResultColumn],
    source: str,
    names: Sequence[str],
    *,
    called: str,
) -> Rows:
    """Make typed rows of a source whose columns c0, c1, ... are the texts of `columns`."""
    made, misfits, has_cut_times = [], 0, False
    for first in range(0, len(columns), _AT_ONCE):
        batch = range(first, min(first + _AT_ONCE, len(columns)))
        asked = ", ".join(_looked_at(f"c{number}", columns[number].type) for number in batch)
        # Without a count there would be no row to read where there is none to look at.
        found = cursor.execute(f"SELECT count(*), {asked} FROM {source}").fetchone() or ()
        for place, number in enumerate(batch):
            bad, exact, wide = found[3 * place + 1 : 3 * place + 4]
            misfits += bad
            sql = _stored(f"c{number}", columns[number].type, bool(exact), bool(wide))
            made.append(ValueColumn(names[number], sql))
            has_cut_times |= columns[number].type == "datetime" and bool(exact and wide)
    notes = [] if not misfits else [_misfit_note(misfits, called)]
    if has_cut_times:
        notes.append(f"Times in {called} lost their seventh digit: some are too far off for it.")
    return Rows(made, source, tuple(notes))


def _looked_at(column: str, kind: str) -> str:
    """Count cells of no value, of seven digits, and of values too large for the narrow type."""
    if kind == "string":
        return "0, 0, 0"
    value = value_sql(column, kind)
    bad = f"count(CASE WHEN {column} <> '' AND {value} IS NULL THEN 1 END)"
    if kind == "datetime":
        exact = f"count(CASE WHEN {has_seventh_digit(column)} THEN 1 END)"
        wide = f"count(CASE WHEN NOT {is_in_reach(value)} THEN 1 END)"
        return f"{bad}, {exact}, {wide}"
    if kind == "int":
        is_wide = f"{value} IS NOT NULL AND TRY_CAST({value} AS INTEGER) IS NULL"
        return f"{bad}, 0, count(CASE WHEN {is_wide} THEN 1 END)"
    return f"{bad}, 0, 0"


def _stored(column: str, kind: str, is_exact: bool, is_wide: bool) -> str:
    if kind == "datetime" and is_exact and not is_wide:
        return ticks_sql(column)
    if kind == "int" and not is_wide:
        return f"CAST({value_sql(column, kind)} AS INTEGER)"
    return value_sql(column, kind)


def _misfit_note(count: int, called: str) -> str:
    cells = "1 cell is" if count == 1 else f"{count:,} cells are"
    return f"{cells} no value of the column's type in {called} and count as null."
