"""The rows of a hunting answer on stdout or in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .streams import note, print_csv, print_json_rows
from .table import Heading, print_table

if TYPE_CHECKING:
    from ..results.table import ResultTable

PAGE_ROWS = 5_000
# Nobody reads more in a terminal, and aligning columns needs all rows at once.
TABLE_ROWS = 1_000


def print_rows(table: ResultTable, form: str) -> None:
    """Print the rows on stdout as `table`, `json` or `csv`; the last two give every row."""
    if form == "json":
        from ..results.export import iter_rows

        print_json_rows(iter_rows(table))
    elif form == "csv":
        print_csv([column.name for column in table.columns], _csv_rows(table))
    else:
        _print_table(table)


def save_rows(table: ResultTable, file: Path) -> None:
    """Write the rows to a file, in the form that its name ends in, in place of an earlier one.

    Raises:
        StoreError: the file cannot be written; an earlier one stays as it was.
    """
    from ..results.export import export

    export(table, file, overwrite=True)
    note(f"{table.row_count:,} rows are in {file}.")


def _print_table(table: ResultTable) -> None:
    headings = [Heading(column.name) for column in table.columns]
    print_table(headings, table.page(0, TABLE_ROWS))
    if table.row_count > TABLE_ROWS:
        note(
            f"{TABLE_ROWS:,} of {table.row_count:,} rows. "
            "All of them: --format csv, --format json, or -o FILE."
        )


def _csv_rows(table: ResultTable) -> Iterator[Sequence[str]]:
    from ..results.export import guarded

    kinds = [column.type for column in table.columns]
    for first in range(0, table.row_count, PAGE_ROWS):
        for row in table.page(first, PAGE_ROWS):
            yield [guarded(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
