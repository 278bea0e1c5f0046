"""Answers as files, and as Python values for whoever prints them."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import duckdb

from defender_tui.core.csv_form import guarded_cell
from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.results.column_types import NUMERIC, ResultColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from defender_tui.results.table import ResultTable

_PAGE_ROWS = 5_000
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def export(table: ResultTable, file: Path, *, overwrite: bool = False) -> None:
    """Write all rows to a file, as CSV, JSON or Parquet by the ending of its name.

    The file appears whole or not at all, readable by this user only. In CSV, text that a
    spreadsheet would take for a formula gets an apostrophe before it. In JSON, an array of
    objects, repeated column names are told apart by a number.

    Raises:
        ConfigError: the name has none of the three endings.
        StoreError: the file exists and is not to be replaced, or cannot be written.
    """
    form = file.suffix.lower()
    if form not in (".csv", ".json", ".parquet"):
        raise ConfigError(
            f"Rows cannot be written as “{file.name}”.",
            hint="End the name in .csv, .json or .parquet.",
        )
    try:
        with _appearing(file, overwrite=overwrite) as draft:
            if form == ".parquet":
                _write_parquet(table, draft)
                return
            with draft.open("w", encoding="utf-8", newline="") as out:
                if form == ".csv":
                    _write_csv(table, out)
                else:
                    _write_json(table, out)
    except FileExistsError as cause:
        raise StoreError(f"{file} exists already.", hint="Give another name.") from cause
    except OSError as cause:
        raise StoreError(
            f"{file} cannot be written: {cause.strerror or cause}.",
            hint="Check that the folder exists and is writable.",
        ) from cause
    except duckdb.Error as cause:
        raise StoreError(
            f"{file} cannot be written: {str(cause).partition(chr(10))[0]}",
            hint="Check the free space, or write CSV or JSON instead.",
        ) from cause


def iter_rows(table: ResultTable) -> Iterator[dict[str, object]]:
    """Walk over the rows as dicts of column name to value, in order.

    Numbers, booleans and dynamic values are those of JSON; all else is text, and so is a cell
    that does not fit its column's type. Null is `None`.
    """
    names = distinct_names(table.columns)
    kinds = [column.type for column in table.columns]
    for cells in _iter_cells(table):
        yield {
            name: None if cell is None else _value(cell, kind)
            for name, kind, cell in zip(names, kinds, cells, strict=True)
        }


def distinct_names(columns: Sequence[ResultColumn], *, in_any_case: bool = False) -> list[str]:
    """Name the columns so that no two are the same: `Name`, `Name (2)`, ...

    With `in_any_case`, for formats that ignore case, and that need a name for every column.
    """
    taken: set[str] = set()
    names = []
    for column in columns:
        plain = column.name or ("column" if in_any_case else "")
        name, copy = plain, 1
        while (name.casefold() if in_any_case else name) in taken:
            copy += 1
            name = f"{plain} ({copy})"
        taken.add(name.casefold() if in_any_case else name)
        names.append(name)
    return names


def guarded(cell: str | None, kind: str = "string") -> str:
    """Spell a cell for CSV so that no spreadsheet runs it as a formula; null is empty."""
    return guarded_cell(cell, is_number=kind in NUMERIC)


def _iter_cells(table: ResultTable) -> Iterator[tuple[str | None, ...]]:
    for first in range(0, table.row_count, _PAGE_ROWS):
        yield from table.page(first, _PAGE_ROWS)


def _value(cell: str, kind: str) -> object:
    if kind == "bool":
        return {"true": True, "false": False}.get(cell, cell)
    if kind in NUMERIC:
        return _number(cell)
    if kind == "dynamic":
        return _document(cell)
    return cell


def _number(cell: str) -> object:
    """The number, or the text when JSON has no such number (`NaN`) or it is none."""
    if not _NUMBER.fullmatch(cell):
        return cell
    number = float(cell) if set(cell) & set(".eE") else int(cell)
    return cell if number in (float("inf"), float("-inf")) else number


def _document(cell: str) -> object:
    """The JSON value, or the text when the service gave a bare text for a dynamic value."""
    try:
        return json.loads(cell, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return cell


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is not JSON")


def _write_csv(table: ResultTable, out: TextIO) -> None:
    writer = csv.writer(out)
    writer.writerow([guarded(column.name) for column in table.columns])
    kinds = [column.type for column in table.columns]
    for cells in _iter_cells(table):
        writer.writerow([guarded(cell, kind) for cell, kind in zip(cells, kinds, strict=True)])


def _write_json(table: ResultTable, out: TextIO) -> None:
    separator = "[\n"
    for row in iter_rows(table):
        out.write(separator + json.dumps(row, ensure_ascii=False))
        separator = ",\n"
    out.write("\n]\n" if separator != "[\n" else "[]\n")


def _write_parquet(table: ResultTable, draft: Path) -> None:
    """DuckDB may write inside the spool only, so the file is made there and copied."""
    with table.scratch_file(".parquet") as scratch:
        table.copy_to_parquet(scratch, distinct_names(table.columns, in_any_case=True))
        shutil.copyfile(scratch, draft)


@contextmanager
def _appearing(file: Path, *, overwrite: bool) -> Iterator[Path]:
    """A draft beside the file that takes the file's name once its writer has succeeded."""
    if not overwrite and file.exists():
        raise FileExistsError(file)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    draft = Path(name)
    try:
        try:
            yield draft
            os.fsync(handle)
        finally:
            os.close(handle)
        if overwrite:
            draft.replace(file)
        else:
            _rename_to_new(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _rename_to_new(draft: Path, file: Path) -> None:
    """Give the draft its name, which must be free."""
    try:
        # Unlike a rename, a link never takes the place of a file that came meanwhile.
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network disks have no links.
        if file.exists():
            raise FileExistsError(file) from None
        draft.replace(file)
