"""Hunting answers into tables.

The rows of a large answer are never Python objects: the file is cut down to its array of rows,
and DuckDB reads that. Every cell comes in as text, under names of our own, because the names in an
answer may repeat, be empty or differ only in case.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from defender_tui.core.errors import ProtocolError
from defender_tui.results.answer_body import (
    Declared,
    isolate_rows,
    repair_surrogates,
    rewrite_rows,
)
from defender_tui.results.column_types import ResultColumn, kql_type
from defender_tui.results.connection import open_connection, quote_text
from defender_tui.results.table import ResultTable

if TYPE_CHECKING:
    from defender_tui.results.spool import Spool

_SMALLEST_OBJECT_BYTES = 16 << 20


def read_answer(body: Path, spool: Spool) -> ResultTable:
    """Turn the body of a hunting answer into a table; the file, one of the spool's, is removed.

    Blocks: about half a second for 60 MB. The caller closes the table.

    Raises:
        ProtocolError: the body is not a hunting answer.
    """
    try:
        return _read(body, spool.folder)
    finally:
        body.unlink(missing_ok=True)


def read_answer_bytes(body: bytes, spool: Spool) -> ResultTable:
    """Turn a body at hand into a table, as `read_answer` does.

    Raises:
        ProtocolError: the body is not a hunting answer.
    """
    with spool.create_file() as file:
        file.write(body)
        path = Path(file.name)
    return read_answer(path, spool)


def _read(body: Path, folder: Path) -> ResultTable:
    connection = open_connection(folder, threads=1)
    try:
        columns, repaired = _load(connection, body)
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
        except (duckdb.InvalidInputException, duckdb.IOException):
            continue
        return repaired
    return None


def _create(connection: duckdb.DuckDBPyConnection, body: Path, columns: list[ResultColumn]) -> None:
    pointers = ", ".join(quote_text(_pointer(column.name)) for column in columns)
    cells = ", ".join(f"cells[{number + 1}] AS c{number}" for number in range(len(columns)))
    source = (
        f"SELECT json_extract_string(json, [{pointers}]) AS cells FROM read_json_objects("
        f"{quote_text(str(body))}, format = 'array', maximum_object_size = {_object_limit(body)})"
    )
    if not columns:
        source = source.replace("json_extract_string(json, [])", "json", 1)
        cells = "NULL AS nothing"
    connection.execute(f"CREATE OR REPLACE TABLE answer_rows AS SELECT {cells} FROM ({source})")


def _object_limit(body: Path) -> int:
    """One row may be as large as the whole file."""
    return max(_SMALLEST_OBJECT_BYTES, body.stat().st_size + 1)


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
