"""The rows of a hunting answer on stdout or in a file."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .streams import note, print_csv, print_json_rows
from .table import Heading, print_table

if TYPE_CHECKING:
    from ..results.table import ResultTable
    from ..workflows.hunt import HuntOutcome

PAGE_ROWS = 5_000
# Nobody reads more in a terminal, and aligning columns needs all rows at once.
TABLE_ROWS = 1_000


def give_rows(outcome: HuntOutcome, output: Path | None, arguments: Namespace) -> None:
    """Print the rows, or write them to a file, as the arguments of `hunt` say.

    Raises:
        StoreError: the file cannot be written; an earlier one stays as it was.
    """
    if output is None:
        print_rows(outcome.table, arguments.format)
    else:
        save_rows(outcome, output, raw=arguments.raw, with_manifest=arguments.manifest)


def print_rows(table: ResultTable, form: str) -> None:
    """Print the rows on stdout as `table`, `json` or `csv`; the last two give every row.

    For a program they are exact, also what a spreadsheet would run; for a terminal they are safe.
    """
    if form == "json":
        from ..results.export import iter_rows, json_array

        if sys.stdout.isatty():
            print_json_rows(iter_rows(table))
        else:
            sys.stdout.writelines(json_array(table))
    elif form == "csv":
        print_csv([column.name for column in table.columns], _csv_rows(table))
    else:
        _print_table(table)


def save_rows(outcome: HuntOutcome, file: Path, *, raw: bool, with_manifest: bool) -> None:
    """Write the rows to a file, in the form that its name ends in, in place of an earlier one.

    `raw` leaves in a CSV what a spreadsheet would run. A manifest beside the file says where the
    rows came from.

    Raises:
        StoreError: the file cannot be written; an earlier one stays as it was.
    """
    from ..results.export import export, manifest_file

    provenance = outcome.provenance if with_manifest else None
    export(outcome.table, file, overwrite=True, raw=raw, provenance=provenance)
    note(f"{outcome.table.row_count:,} rows are in {file}.")
    if provenance is not None:
        note(f"Where they came from is in {manifest_file(file)}.")


def _print_table(table: ResultTable) -> None:
    headings = [Heading(column.name) for column in table.columns]
    print_table(headings, table.page(0, TABLE_ROWS))
    if table.row_count > TABLE_ROWS:
        note(
            f"{TABLE_ROWS:,} of {table.row_count:,} rows. "
            "All of them: --format csv, --format json, or -o FILE."
        )


def _csv_rows(table: ResultTable) -> Iterator[Sequence[str]]:
    for first in range(0, table.row_count, PAGE_ROWS):
        for row in table.page(first, PAGE_ROWS):
            yield [cell or "" for cell in row]
