"""Rows made in Python, put into tables of the engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from defender_tui.results.engine import KqlEngine

Row = dict[str, object]


def insert_rows(
    engine: KqlEngine, table: str, types: Mapping[str, str], rows: Sequence[Row]
) -> None:
    """Append rows; a column that a row does not name stays null there.

    `types` are the DuckDB types of the table's columns by name; moments are aware.
    """
    named = {name for row in rows for name in row}
    if not named:
        return
    structure = json.dumps([{name: types[name] for name in sorted(named)}])
    engine.fill(
        f"INSERT INTO {table} BY NAME SELECT unnest(from_json($1, $2), recursive := true)",
        [json.dumps(rows, default=_plain), structure],
    )


def create_with_rows(engine: KqlEngine, table: str, rows: Sequence[Row]) -> None:
    """Make a table of these rows, its column types taken from the first one.

    Such a table is for the generating statements only: no query can name it.
    """
    types = {name: _duckdb_type(value) for name, value in rows[0].items()}
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    engine.fill(f"CREATE TABLE {table} ({columns})")
    insert_rows(engine, table, types, rows)


def _duckdb_type(value: object) -> str:
    match value:
        case bool():
            return "BOOLEAN"
        case int():
            return "BIGINT"
        case float():
            return "DOUBLE"
    return "VARCHAR"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    raise TypeError(f"a row holds a {type(value).__name__}")
