"""Rows as a table of the local engine: what is told of it, and what its columns are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from defender_tui.kql.schema import Column, Table

_TIME_COLUMNS = ("Timestamp", "TimeGenerated")


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column to be made: its name, and the SQL of its values over what they are read from."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a table is made of: columns over a source, which is SQL of ours behind `FROM`."""

    columns: Sequence[ValueColumn]
    source: str
    notes: tuple[str, ...] = ()
    """What is not whole about them, a sentence each."""


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column of a table in the engine; `stored_as` is the engine's name of its type."""

    name: str
    kind: str
    stored_as: str
    has_null_text: bool = False


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table in the engine."""

    columns: tuple[StoredColumn, ...]
    row_count: int
    notes: tuple[str, ...] = field(default=())


def described(name: str, columns: Sequence[tuple[str, str]], *, area: str = "local") -> Table:
    """Describe a table of pairs of column name and KQL type, as an editor wants to know it."""
    kept = tuple(Column(column, kind) for column, kind in columns)
    times = [column.name for column in kept if column.type == "datetime"]
    time_column = next((one for one in _TIME_COLUMNS if one in times), None)
    return Table(name=name, area=area, columns=kept, time_column=time_column, is_local=True)
