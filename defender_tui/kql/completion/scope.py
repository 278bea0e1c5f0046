"""What names mean at one place of a query: columns, and what `let` has bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..schema import HuntingSchema


@dataclass(frozen=True, slots=True)
class Scope:
    """The columns that rows have at one pipe.

    `columns` maps name to type in order; `tables` are the schema's tables that the rows came from,
    the leftmost first. When `is_open`, there may be columns that nobody can know from the text.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    is_open: bool = False

    def with_columns(self, columns: Mapping[str, str]) -> Scope:
        """Add columns, or give them a new type."""
        return replace(self, columns={**self.columns, **columns})

    def only(self, columns: Mapping[str, str]) -> Scope:
        """Keep just these."""
        return replace(self, columns=dict(columns), is_open=False)

    def without(self, names: Iterable[str]) -> Scope:
        """Drop columns; unknown names are passed over."""
        dropped = set(names)
        return replace(self, columns={n: t for n, t in self.columns.items() if n not in dropped})

    def beside(self, right: Scope) -> Scope:
        """Rows of both: what the right side has too is numbered there, as `join` does."""
        columns = dict(self.columns)
        for name, kind in right.columns.items():
            free = name
            number = 0
            while free in columns:
                number += 1
                free = f"{name}{number}"
            columns[free] = kind
        tables = self.tables + tuple(t for t in right.tables if t not in self.tables)
        return Scope(columns, tables, self.is_open or right.is_open)

    def over(self, other: Scope) -> Scope:
        """Rows of either, as `union` gives them."""
        tables = self.tables + tuple(t for t in other.tables if t not in self.tables)
        columns = {**self.columns, **other.columns}
        return Scope(columns, tables, self.is_open or other.is_open)


NOTHING_KNOWN = Scope(is_open=True)


@dataclass(frozen=True, slots=True)
class Function:
    """A function that the query defines; `result` is a table's scope or a value's type."""

    parameters: tuple[tuple[str, str], ...]
    result: Scope | str


Binding = Scope | Function | str
"""A table, a function, or a value by its type (empty when unknown)."""


@dataclass(frozen=True, eq=False, slots=True)
class Environment:
    """The schema and the names bound so far; two of them are never equal."""

    schema: HuntingSchema
    bindings: Mapping[str, Binding] = field(default_factory=dict)

    def bind(self, bindings: Mapping[str, Binding]) -> Environment:
        """Add names, or give them a new meaning."""
        return Environment(self.schema, {**self.bindings, **bindings})

    def table(self, name: str) -> Scope | None:
        """Give the columns of a table, the query's own before the schema's."""
        bound = self.bindings.get(name)
        if isinstance(bound, Scope):
            return bound
        table = self.schema.table(name)
        if table is None:
            return None
        return Scope({column.name: column.type for column in table.columns}, (name,))
