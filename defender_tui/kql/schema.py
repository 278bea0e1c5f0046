"""The tables a tenant can hunt in, and their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from defender_tui.core.errors import ConfigError

from .package_data import read_document


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `type` is a KQL type word such as `string` or `datetime`."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `columns` stand in the vendor's order.

    `status` is `ga`, `preview`, `beta` or `deprecated`; `time_column` is `None` for tables that
    describe a state rather than events.
    """

    name: str
    area: str = ""
    status: str = "ga"
    columns: tuple[Column, ...] = ()
    time_column: str | None = None
    description: str = ""
    action_types: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Give the column of exactly this name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class HuntingSchema:
    """All tables, in name order of their source; names are case-sensitive, as in KQL."""

    tables: tuple[Table, ...]
    column_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column_members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_name: Mapping[str, Table] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {table.name: table for table in self.tables})

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @property
    def names(self) -> frozenset[str]:
        """The names of all tables."""
        return frozenset(self._by_name)

    def table(self, name: str) -> Table | None:
        """Give the table of exactly this name, if there is one."""
        return self._by_name.get(name)

    def values(self, table: str, column: str) -> tuple[str, ...]:
        """List the documented values of a column; empty when its values are open."""
        return self.column_values.get(f"{table}.{column}", ())

    def members(self, table: str, column: str) -> tuple[str, ...]:
        """List the members seen in a dynamic column; those of any table when `table` is empty."""
        return self.column_members.get(f"{table}.{column}" if table else column, ())

    def with_members(self, members: Mapping[str, Iterable[str]]) -> HuntingSchema:
        """Add members that results had in dynamic columns.

        A key is `Table.Column`, or `Column` when the table is not known; each adds to what is
        known of it already.
        """
        known = dict(self.column_members)
        for column, names in members.items():
            known[column] = tuple(dict.fromkeys((*known.get(column, ()), *names)))
        return replace(self, column_members=known)


def load_schema(source: Mapping[str, object] | Path | None = None) -> HuntingSchema:
    """Build the schema of a document; without one, of the document that ships here (kept).

    A document has `tables`, each with `name` and `columns`: an object of name to type, or a list
    of objects that hold `name` and `type`.

    Raises:
        ConfigError: the file cannot be read or is not such a document.

    Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-schema-tables
    """
    if source is None:
        return _packaged_schema()
    if isinstance(source, Path):
        return _read_file(source)
    return _schema(source)


@cache
def _packaged_schema() -> HuntingSchema:
    return _schema(read_document("hunting-schema.json"))


def _read_file(path: Path) -> HuntingSchema:
    try:
        document: object = json.loads(path.read_bytes())
    except (OSError, ValueError) as cause:
        raise ConfigError(f"The schema file cannot be read: {cause}", file=path) from cause
    if not isinstance(document, dict):
        raise ConfigError("The schema file does not hold a JSON object.", file=path)
    return _schema(document)


def _schema(document: Mapping[str, object]) -> HuntingSchema:
    tables = document.get("tables")
    if not isinstance(tables, list):
        raise ConfigError("The schema has no list of tables.", key="tables")
    values = document.get("column_values")
    return HuntingSchema(
        tuple(_table(entry) for entry in tables),
        {str(name): _texts(words) for name, words in values.items()}
        if isinstance(values, dict)
        else {},
    )


def _table(entry: object) -> Table:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise ConfigError("A table of the schema has no name.", key="tables")
    time_column = entry.get("time_column")
    return Table(
        name=entry["name"],
        area=str(entry.get("area") or ""),
        status=str(entry.get("status") or "ga"),
        columns=tuple(_columns(entry)),
        time_column=None if time_column is None else str(time_column),
        description=str(entry.get("description") or ""),
        action_types=_texts(entry.get("action_types")),
    )


def _columns(entry: Mapping[str, object]) -> Iterator[Column]:
    columns = entry.get("columns")
    if isinstance(columns, dict):
        yield from (Column(str(name), str(kind)) for name, kind in columns.items())
        return
    if not isinstance(columns, list):
        raise ConfigError(f"The table {entry['name']} has no columns.", key="columns")
    for column in columns:
        if not isinstance(column, dict) or not isinstance(column.get("name"), str):
            raise ConfigError(f"A column of {entry['name']} has no name.", key="columns")
        yield Column(column["name"], str(column.get("type") or "string"))


def _texts(value: object) -> tuple[str, ...]:
    """The members of a list, or the codes of an object of code to meaning."""
    return tuple(str(text) for text in value) if isinstance(value, list | dict) else ()
