"""Hunting answers into tables.

The rows of a large answer are never Python objects: the file is cut down to its array of rows,
and DuckDB reads that. Every cell comes in as text, under names of our own, because the names in an
answer may repeat, be empty or differ only in case.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from defender_tui.core.errors import ProtocolError, StoreError
from defender_tui.results.answer_body import (
    Declared,
    isolate_rows,
    repair_surrogates,
    rewrite_rows,
)
from defender_tui.results.column_types import ResultColumn, kql_type
from defender_tui.results.connection import open_connection, quote_name, quote_text
from defender_tui.results.table import ResultTable

if TYPE_CHECKING:
    from defender_tui.results.spool import Spool

# DuckDB sets aside memory for a few rows of the size that it is told to expect.
_ROW_BYTES = 4 << 20
# Several results may be open: what is beyond spills into the spool.
_MEMORY_LIMIT = "1GB"
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_answer(body: Path, spool: Spool) -> ResultTable:
    """Turn the body of a hunting answer into a table; the file, one of the spool's, is removed.

    Blocks: about half a second for 60 MB. The caller closes the table.

    Raises:
        ProtocolError: the body is not a hunting answer.
        StoreError: memory or disk are too small for it.
    """
    try:
        return _read(body, spool.folder)
    except (duckdb.Error, OSError) as cause:
        raise StoreError(
            f"The answer to the query cannot be kept: {str(cause).partition(chr(10))[0]}",
            hint="Ask for fewer rows and columns.",
        ) from cause
    finally:
        body.unlink(missing_ok=True)


def read_answer_bytes(body: bytes, spool: Spool) -> ResultTable:
    """Turn a body at hand into a table, as `read_answer` does.

    Raises:
        ProtocolError, StoreError: as `read_answer`.
    """
    with spool.create_file() as file:
        file.write(body)
        path = Path(file.name)
    return read_answer(path, spool)


def _read(body: Path, folder: Path) -> ResultTable:
    # Each further thread reads with 32 MB of its own, and the rows no sooner.
    connection = open_connection(folder, threads=1, memory_limit=_MEMORY_LIMIT)
    try:
        columns, repaired = _load(connection, body)
        # This also lets go of what was set aside for reading.
        connection.execute("SET threads = 2")
        return ResultTable(connection, columns, folder, repaired_count=repaired)
    except BaseException:
        connection.close()
        raise


def _load(connection: duckdb.DuckDBPyConnection, body: Path) -> tuple[list[ResultColumn], int]:
    """Fill the table `answer_rows`; give its columns and how many characters were replaced."""
    isolated = isolate_rows(body)
    if isolated is not None:
        columns = _columns(isolated.declared)
        repaired = _create_repaired(connection, body, columns)
        if repaired is not None:
            return columns, repaired
        isolated.restore(body)
    columns = _columns(rewrite_rows(body))
    repaired = _create_repaired(connection, body, columns)
    if repaired is None:
        raise ProtocolError("The rows of the answer to the query cannot be read.")
    return columns, repaired


def _create_repaired(
    connection: duckdb.DuckDBPyConnection, body: Path, columns: list[ResultColumn]
) -> int | None:
    """Fill the table, if need be after a repair; `None` when the rows are not whole JSON."""
    for repair in (False, True):
        repaired = repair_surrogates(body) if repair else 0
        try:
            _create(connection, body, columns)
        except duckdb.InvalidInputException:
            continue
        return repaired
    return None


def _create(connection: duckdb.DuckDBPyConnection, body: Path, columns: list[ResultColumn]) -> None:
    file = quote_text(str(body))
    create = "CREATE OR REPLACE TABLE answer_rows AS"
    if _are_plain(columns):
        # Refused are rows that are too large, no objects, or name a member twice.
        with suppress(duckdb.InvalidInputException):
            connection.execute(f"{create} {_by_names(file, columns)}")
            return
    row_bytes = max(_ROW_BYTES, body.stat().st_size + 1)
    connection.execute(f"{create} {_by_pointers(file, columns, row_bytes)}")


def _are_plain(columns: list[ResultColumn]) -> bool:
    """Whether DuckDB can tell the names apart, which it does without looking at case."""
    names = {column.name.casefold() for column in columns}
    is_each_plain = all(_PLAIN_NAME.fullmatch(column.name) for column in columns)
    return 0 < len(columns) == len(names) and is_each_plain


def _by_names(file: str, columns: list[ResultColumn]) -> str:
    """The fast reading: DuckDB takes the members out of each row by their names."""
    cells = ", ".join(f"{quote_name(c.name)} AS c{number}" for number, c in enumerate(columns))
    described = ", ".join(f"{quote_text(column.name)}: 'VARCHAR'" for column in columns)
    return (
        f"SELECT {cells} FROM read_json({file}, format = 'array', records = 'true',"
        f" columns = {{{described}}}, maximum_object_size = {_ROW_BYTES})"
    )


def _by_pointers(file: str, columns: list[ResultColumn], row_bytes: int) -> str:
    """The reading that any name and any row allow, for a third more time and twice the memory."""
    objects = f"read_json_objects({file}, format = 'array', maximum_object_size = {row_bytes})"
    if not columns:
        return f"SELECT NULL AS nothing FROM {objects}"
    pointers = ", ".join(quote_text(_pointer(column.name)) for column in columns)
    cells = ", ".join(f"cells[{number + 1}] AS c{number}" for number in range(len(columns)))
    return (
        f"SELECT {cells} FROM (SELECT json_extract_string(json, [{pointers}]) AS cells"
        f" FROM {objects})"
    )


def _columns(declared: Declared) -> list[ResultColumn]:
    return [
        ResultColumn(_whole_characters(name), kql_type(kind))
        for name, kind in declared
        if "@odata." not in name
    ]


def _whole_characters(name: str) -> str:
    """The name with each lone half of a character replaced, as the repair does in the rows."""
    return name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _pointer(name: str) -> str:
    """The JSON pointer to a member of a row, RFC 6901."""
    return "/" + name.replace("~", "~0").replace("/", "~1")
