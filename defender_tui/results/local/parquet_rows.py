"""Parquet files, whose columns have types already.

Source: https://duckdb.org/docs/stable/sql/data_types/overview
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.column_types import ResultColumn
from defender_tui.results.connection import quote_name, quote_text
from defender_tui.results.export import distinct_names
from defender_tui.results.local.cells import TICKS, is_in_reach
from defender_tui.results.local.storing import Rows, ValueColumn

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

_AS_THEY_ARE = frozenset({"VARCHAR", "BOOLEAN", "BIGINT", "INTEGER", "DOUBLE", "UUID", "INTERVAL"})
_INTEGERS = frozenset({"TINYINT", "SMALLINT", "UTINYINT", "USMALLINT"})


def rows_of_parquet(cursor: duckdb.DuckDBPyConnection, path: Path) -> Rows:
    """Read a file's rows by its own types.

    Raises:
        duckdb.Error: it is no Parquet.
    """
    source = f"read_parquet({quote_text(str(path))})"
    found = cursor.execute(f"DESCRIBE FROM {source}").fetchall()
    read_as = [(str(row[0]), str(row[1])) for row in found]
    names = _names(cursor, path, [name for name, _ in read_as])
    made = [
        ValueColumn(name, _value(quote_name(column), kind))
        for name, (column, kind) in zip(names, read_as, strict=True)
    ]
    return Rows(made, source)


def _names(cursor: duckdb.DuckDBPyConnection, path: Path, read_as: list[str]) -> list[str]:
    """The names as the file has them: DuckDB changes those that differ only in case."""
    found = cursor.execute(
        f"SELECT name, num_children FROM parquet_schema({quote_text(str(path))})"
    ).fetchall()
    own: list[str] = []
    inside = 0
    for name, children in found[1:]:
        if inside == 0:
            own.append(str(name))
        else:
            inside -= 1
        inside += int(children or 0)
    if len(own) != len(read_as):
        own = read_as
    return distinct_names([ResultColumn(name, "string") for name in own], in_any_case=True)


def _value(column: str, kind: str) -> str:
    if kind in _AS_THEY_ARE or kind.startswith("DECIMAL"):
        return column
    if kind in _INTEGERS:
        return f"CAST({column} AS INTEGER)"
    if kind == "UINTEGER":
        return f"CAST({column} AS BIGINT)"
    if kind in ("UBIGINT", "HUGEINT", "UHUGEINT"):
        return f"TRY_CAST({column} AS DECIMAL(38, 0))"
    if kind == "FLOAT":
        return f"CAST({column} AS DOUBLE)"
    if kind == TICKS:
        return f"CASE WHEN {is_in_reach(column)} THEN {column} END"
    if kind.startswith(("TIMESTAMP", "DATE")):
        moment = f"{column} AT TIME ZONE 'UTC'" if kind.endswith("ZONE") else column
        moment = f"CAST({moment} AS TIMESTAMP)"
        return f"CASE WHEN isfinite({moment}) THEN {moment} END"
    if kind.startswith("TIME"):
        return f"to_microseconds(epoch_us(CAST({column} AS TIME)))"
    if kind == "JSON":
        return column
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"to_json({column})"
    if kind == "BLOB":
        return f"to_base64({column})"
    return f"CAST({column} AS VARCHAR)"
