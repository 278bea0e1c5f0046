"""Answers to parts of one query, kept on disk until all are there, and put together.

No row becomes a Python object on the way: a part is written as Parquet, every cell as the text that
came, and DuckDB reads the parts one behind the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from defender_tui.core.errors import ProtocolError, StoreError
from defender_tui.results.connection import open_connection, quote_text
from defender_tui.results.table import ResultTable

if TYPE_CHECKING:
    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.spool import Spool


@dataclass(frozen=True, slots=True)
class KeptPart:
    """One part at rest; `file` is `None` where nothing is to be read: no rows, or no columns."""

    columns: tuple[ResultColumn, ...]
    row_count: int
    repaired_count: int
    file: Path | None

    def drop(self) -> None:
        """Remove the file."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


def keep_part(table: ResultTable, spool: Spool) -> KeptPart:
    """Write the rows of a part into the spool and close its table. Blocks.

    Raises:
        StoreError: the disk does not take it.
    """
    file: Path | None = None
    try:
        if table.columns and table.row_count:
            file = spool.folder / f"part-{secrets.token_hex(8)}.parquet"
            table.copy_texts_to_parquet(file)
        return KeptPart(table.columns, table.row_count, table.repaired_count, file)
    except (duckdb.Error, OSError) as cause:
        if file is not None:
            file.unlink(missing_ok=True)
        raise StoreError(
            f"A part of the answer cannot be kept: {str(cause).partition(chr(10))[0]}",
            hint="Free some space, then go on with the split.",
        ) from cause
    finally:
        table.close()


def join_parts(parts: Sequence[KeptPart], spool: Spool) -> ResultTable:
    """Put parts together in their order; equal rows all stay. Blocks; the caller closes the table.

    Raises:
        ProtocolError: the service gave them different columns.
        StoreError: memory or disk are too small for all of them.
    """
    columns = parts[0].columns
    if any(part.columns != columns for part in parts):
        raise ProtocolError(
            "The parts of the answer have different columns.",
            hint="Name the columns with `project`, then split again.",
        )
    connection = open_connection(spool.folder, threads=1)
    try:
        connection.execute(f"CREATE TABLE answer_rows AS {_rows_of(parts, len(columns))}")
        repaired = sum(part.repaired_count for part in parts)
        return ResultTable(connection, columns, spool.folder, repaired_count=repaired)
    except duckdb.Error as cause:
        connection.close()
        raise StoreError(
            f"The parts cannot be put together: {str(cause).partition(chr(10))[0]}",
            hint="Free some space, or keep fewer columns with `project`.",
        ) from cause
    except BaseException:
        connection.close()
        raise


def _rows_of(parts: Sequence[KeptPart], width: int) -> str:
    files = [quote_text(str(part.file)) for part in parts if part.file is not None]
    if files:
        return f"SELECT * FROM read_parquet([{', '.join(files)}])"
    if width:
        return "SELECT " + ", ".join(f"NULL::VARCHAR AS c{n}" for n in range(width)) + " LIMIT 0"
    return f"SELECT NULL AS nothing FROM range({sum(part.row_count for part in parts)})"
