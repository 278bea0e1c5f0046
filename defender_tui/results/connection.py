"""The one way to open a DuckDB connection."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path


# Enough for the largest answer and a large sandbox; else DuckDB takes four fifths of the machine.
MEMORY_LIMIT = "4GB"
_FLUSHED_FROM = "16MB"


def open_connection(
    folder: Path | None = None, *, threads: int | None = None, memory_limit: str = MEMORY_LIMIT
) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database that reaches no file, network or extension.

    With a `folder`, files inside it and nothing else can be read and written, and what does not
    fit into memory spills there. Settings are locked: no statement can undo any of this; only the
    number of threads can change, where one is given. Times are UTC, in its cursors as well.

    Source: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "memory_limit": memory_limit,
            # Else what a large query took stays with the process for as long as it runs.
            "allocator_background_threads": "true",
            "allocator_flush_threshold": _FLUSHED_FROM,
            "allocator_bulk_deallocation_flush_threshold": _FLUSHED_FROM,
            "temp_directory": "" if folder is None else str(folder / f"spill-{token_hex(8)}"),
            **({} if threads is None else {"threads": str(threads)}),
        },
    )
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    if folder is not None:
        connection.execute("SET allowed_directories = [$1]", [f"{folder}/"])
    if threads is not None:
        connection.execute("SET allowed_configs = ['threads']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quote_name(name: str) -> str:
    """Spell a name as a SQL identifier that nothing inside it can end early."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Spell a text as a SQL string that nothing inside it can end early."""
    return "'" + text.replace("'", "''") + "'"
