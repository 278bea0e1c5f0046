"""The one way to open a DuckDB connection."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path


# Enough for the largest answer and a large sandbox; else DuckDB takes four fifths of the machine.
MEMORY_LIMIT = "4GB"


def open_connection(
    folder: Path | None = None, *, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database that reaches no file, network or extension.

    With a `folder`, files inside it and nothing else can be read and written, and what does not
    fit into memory spills there. Settings are locked: no statement can undo any of this. Times
    are UTC.

    Source: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": "" if folder is None else str(folder / f"spill-{token_hex(8)}"),
            **({} if threads is None else {"threads": str(threads)}),
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    if folder is not None:
        connection.execute("SET allowed_directories = [$1]", [f"{folder}/"])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quote_name(name: str) -> str:
    """Spell a name as a SQL identifier that nothing inside it can end early."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Spell a text as a SQL string that nothing inside it can end early."""
    return "'" + text.replace("'", "''") + "'"
