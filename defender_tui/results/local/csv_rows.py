"""Files of separated values, as RFC 4180 has them.

Source: https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb

from defender_tui.core.errors import StoreError
from defender_tui.results.column_types import ResultColumn
from defender_tui.results.connection import quote_text
from defender_tui.results.export import distinct_names
from defender_tui.results.local.csv_slowly import as_json_lines
from defender_tui.results.local.from_result import typed_rows
from defender_tui.results.local.inference import inferred_columns
from defender_tui.results.local.staging import make_utf8
from defender_tui.results.local.storing import Rows

STAGED = "staged_rows"
MAX_COLUMNS = 2_000
_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_HEADER_CHARACTERS = 1 << 20
_PART_BYTES = 1 << 20
_REPLACED = "Bytes in {name} that are no UTF-8 were replaced."


def rows_of_csv(cursor: duckdb.DuckDBPyConnection, path: Path, name: str, *, tabs: bool) -> Rows:
    """Read a file whose first line names the columns; empty cells of a text column stay empty.

    The file, a staged one, may be rewritten. `tabs` says that only tabs separate.

    Raises:
        StoreError: it is empty, has no end of a quoted cell, or rows longer than the first line.
    """
    make_utf8(path)
    notes: tuple[str, ...] = ()
    try:
        names = _load(cursor, path, tabs=tabs)
    except (UnicodeDecodeError, duckdb.InvalidInputException) as cause:
        if isinstance(cause, duckdb.Error) and "unicode" not in str(cause):
            raise
        make_utf8(path, replace=True)
        names = _load(cursor, path, tabs=tabs)
        notes = (_REPLACED.format(name=name),)
    texts = [f"c{number}" for number in range(len(names))]
    columns = inferred_columns(cursor, STAGED, names, texts)
    for number, column in enumerate(columns):
        if column.type == "dynamic":
            cursor.execute(f"UPDATE {STAGED} SET c{number} = NULL WHERE c{number} = ''")
    rows = typed_rows(cursor, columns, STAGED, names, called=name)
    return Rows(rows.columns, rows.source, (*notes, *rows.notes))


def _load(cursor: duckdb.DuckDBPyConnection, path: Path, *, tabs: bool) -> list[str]:
    """Fill the staged table with texts c0, c1, ...; give the names of the columns."""
    header, delimiter = _header(path, tabs=tabs)
    if len(header) > MAX_COLUMNS:
        raise StoreError(f"The file has {len(header):,} columns; {MAX_COLUMNS:,} can be read.")
    width = len(header)
    if not _stage_fast(cursor, path, delimiter, width):
        with as_json_lines(path, delimiter, width) as lines:
            _stage(cursor, _by_lines(lines, width))
    named = [ResultColumn(title, "string") for title in header]
    return distinct_names(named, in_any_case=True)


def _stage_fast(cursor: duckdb.DuckDBPyConnection, path: Path, delimiter: str, width: int) -> bool:
    """Have the engine read the file; tells whether it did.

    It gives up on cells longer than its buffer, and on mistakes that have to be told. A quoted cell
    that the end of the file cuts it may leave out without a word.
    """
    if _has_odd_quotes(path):
        return False
    try:
        _stage(cursor, _by_engine(path, delimiter, width))
    except duckdb.InvalidInputException as cause:
        if "unicode" in str(cause):
            raise
        return False
    return True


def _has_odd_quotes(path: Path) -> bool:
    count = 0
    with path.open("rb") as file:
        while part := file.read(_PART_BYTES):
            count += part.count(b'"')
    return count % 2 == 1


def _stage(cursor: duckdb.DuckDBPyConnection, select: str) -> None:
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {STAGED} AS {select}")


def _by_engine(path: Path, delimiter: str, width: int) -> str:
    described = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    kept = ", ".join(f"'c{number}'" for number in range(width))
    return (
        f"FROM read_csv({quote_text(str(path))}, auto_detect = false, header = true,"
        f" columns = {{{described}}}, force_not_null = [{kept}], delim = {quote_text(delimiter)},"
        " quote = '\"', escape = '\"', null_padding = true, parallel = false)"
    )


def _by_lines(lines: Path, width: int) -> str:
    described = ", ".join(f"c{number}: 'VARCHAR'" for number in range(width))
    cells = ", ".join(f"coalesce(c{number}, '') AS c{number}" for number in range(width))
    return (
        f"SELECT {cells} FROM read_json({quote_text(str(lines))}, format = 'newline_delimited',"
        f" columns = {{{described}}}, maximum_object_size = {max(1 << 24, lines.stat().st_size)})"
    )


def _header(path: Path, *, tabs: bool) -> tuple[list[str], str]:
    """The first record, and what separates: the mark that is most often in its unquoted parts."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(_HEADER_CHARACTERS)
        if not first.strip():
            raise StoreError("The file has no first line that names the columns.")
        delimiter = "\t" if tabs else max(_DELIMITERS, key=_QUOTED.sub("", first).count)
        file.seek(0)
        csv.field_size_limit(_HEADER_CHARACTERS)
        try:
            header = next(csv.reader(file, delimiter=delimiter, strict=True), [])
        except csv.Error as cause:
            raise StoreError(f"The first line is not CSV: {cause}.") from cause
    return header, delimiter
