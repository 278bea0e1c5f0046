"""The tables a tenant can hunt in, and their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from defender_tui.core.errors import ConfigError
from defender_tui.core.tenant_schema import TenantSchema

from .package_data import read_document


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `type` is a KQL type word such as `string` or `datetime`.

    A tenant may name a type that is none of these; it stands as it was told.
    """

    name: str
    type: str
    description: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `columns` stand in the vendor's order.

    `status` is `ga`, `preview`, `beta` or `deprecated`, and empty for a table that only the tenant
    knows, as is `area`; `time_column` is `None` for tables that describe a state rather than
    events. `is_in_tenant` is `None` while the tenant was not asked; `is_local` says that it is a
    file or result that is open here, which costs a tenant nothing.
    """

    name: str
    area: str = ""
    status: str = "ga"
    columns: tuple[Column, ...] = ()
    time_column: str | None = None
    description: str = ""
    action_types: tuple[str, ...] = ()
    replaced_by: str = ""
    service: str = ""
    docs: str = ""
    is_in_tenant: bool | None = None
    is_local: bool = False

    def column(self, name: str) -> Column | None:
        """Give the column of exactly this name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class HuntingFunction:
    """A function of the hunting service; `call` shows how it is called, with its options.

    `kind` is `enrichment`, `tabular`, `filter` or `cross-service`, and empty where nobody told.
    `is_saved` when people of the tenant wrote it; `path` is the folder where it is, if told.
    `is_in_tenant` is `None` while the tenant was not asked.
    """

    name: str
    call: str = ""
    status: str = "ga"
    kind: str = ""
    description: str = ""
    parameters: tuple[Column, ...] = ()
    columns: tuple[Column, ...] = ()
    requires: str = ""
    docs: str = ""
    path: str = ""
    author: str = ""
    is_saved: bool = False
    is_in_tenant: bool | None = None


@dataclass(frozen=True, slots=True)
class HuntingSchema:
    """All tables, in name order of their source; names are case-sensitive, as in KQL."""

    tables: tuple[Table, ...]
    column_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column_members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    functions: tuple[HuntingFunction, ...] = ()
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

    def function(self, name: str) -> HuntingFunction | None:
        """Give the function of exactly this name, if there is one."""
        return next((one for one in self.functions if one.name == name), None)

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

    def with_columns(self, name: str, columns: Iterable[Column]) -> HuntingSchema:
        """Take over the columns that a tenant has in one table, which may be new here."""
        # What it merges imports this module.
        from .live_schema import with_live_columns

        return with_live_columns(self, name, tuple(columns))


def load_schema(
    source: Mapping[str, object] | Path | TenantSchema | None = None,
) -> HuntingSchema:
    """Build the schema of a document; without one, of the document that ships here (kept).

    What a tenant named is merged into the one that ships here.

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
    if isinstance(source, TenantSchema):
        from .live_schema import merged

        return merged(_packaged_schema(), source)
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
    values, told = document.get("column_values"), document.get("columns")
    meanings = told if isinstance(told, dict) else {}
    return HuntingSchema(
        tuple(_table(entry, meanings) for entry in tables),
        {str(name): _texts(words) for name, words in values.items()}
        if isinstance(values, dict)
        else {},
        functions=tuple(_functions(document.get("functions"))),
    )


def _table(entry: object, meanings: Mapping[str, object]) -> Table:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise ConfigError("A table of the schema has no name.", key="tables")
    time_column = entry.get("time_column")
    return Table(
        name=entry["name"],
        area=str(entry.get("area") or ""),
        status=str(entry.get("status") or "ga"),
        columns=tuple(_columns(entry, meanings)),
        time_column=None if time_column is None else str(time_column),
        description=str(entry.get("description") or ""),
        action_types=_texts(entry.get("action_types")),
        replaced_by=str(entry.get("replaced_by") or ""),
        service=str(entry.get("service") or ""),
        docs=str(entry.get("docs") or ""),
    )


def _columns(entry: Mapping[str, object], meanings: Mapping[str, object]) -> Iterator[Column]:
    columns = entry.get("columns")
    listed: list[object]
    if isinstance(columns, dict):
        listed = [{"name": str(name), "type": kind} for name, kind in columns.items()]
    elif isinstance(columns, list):
        listed = columns
    else:
        raise ConfigError(f"The table {entry['name']} has no columns.", key="columns")
    for column in listed:
        if not isinstance(column, dict) or not isinstance(column.get("name"), str):
            raise ConfigError(f"A column of {entry['name']} has no name.", key="columns")
        told = column.get("description") or meanings.get(column["name"]) or ""
        yield Column(column["name"], str(column.get("type") or "string"), str(told))


def _functions(listed: object) -> Iterator[HuntingFunction]:
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield HuntingFunction(
                name=entry["name"],
                call=str(entry.get("call") or ""),
                status=str(entry.get("status") or "ga"),
                kind=str(entry.get("kind") or ""),
                description=str(entry.get("description") or ""),
                parameters=tuple(_named(entry.get("params"), "note")),
                columns=tuple(_named(entry.get("output"), "description")),
                requires=str(entry.get("requires") or ""),
                docs=str(entry.get("docs") or ""),
            )


def _named(listed: object, told_under: str) -> Iterator[Column]:
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("name"), str):
            told = str(one.get(told_under) or "")
            yield Column(one["name"], str(one.get("type") or "string"), told)


def _texts(value: object) -> tuple[str, ...]:
    """The members of a list, or the codes of an object of code to meaning."""
    return tuple(str(text) for text in value) if isinstance(value, list | dict) else ()
