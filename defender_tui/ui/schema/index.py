"""A schema laid out by area, and with every name folded for the search. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .nodes import (
    Node,
    NodeKind,
    column_node,
    documented_values,
    function_node,
    parameter_nodes,
    table_node,
    value_node,
)

if TYPE_CHECKING:
    from ...kql.schema import HuntingFunction, HuntingSchema, Table

_AREAS = {
    "alerts": "Alerts",
    "endpoint": "Endpoint",
    "email": "Email",
    "collaboration": "Collaboration",
    "identity": "Identity",
    "cloud apps": "Cloud apps",
    "cloud": "Cloud",
    "data security": "Data security",
    "ai agents": "AI agents",
    "exposure": "Exposure",
    "vulnerability": "Vulnerabilities",
    "response": "Response",
    "": "Only in this tenant",
}
FUNCTIONS = "Functions"
SAVED_FUNCTIONS = "Functions of this tenant"


@dataclass(frozen=True, slots=True)
class IndexedTable:
    """A table with what is searched in it, all with its case folded.

    `columns` are in the table's order; `values` has the documented ones by the column's place, and
    `folded_values` the same. `everything` is all of it in one text.
    """

    node: Node
    folded: str
    columns: tuple[str, ...]
    values: Mapping[int, tuple[str, ...]]
    folded_values: Mapping[int, tuple[str, ...]]
    everything: str

    def column_node(self, place: int) -> Node:
        """Give the node of a column."""
        table = self.node.table
        if table is None:
            raise LookupError(f"{self.node.name} is no table")
        return column_node(self.node, table.columns[place], self.values.get(place, ()))


@dataclass(frozen=True, slots=True)
class IndexedFunction:
    """A function; `folded` is its name alone."""

    node: Node
    folded: str


@dataclass(frozen=True, slots=True)
class IndexedArea:
    """Tables, or functions, under one title."""

    title: str
    tables: tuple[IndexedTable, ...] = ()
    functions: tuple[IndexedFunction, ...] = ()

    @property
    def node(self) -> Node:
        """Its row."""
        count = len(self.tables) + len(self.functions)
        return Node(NodeKind.AREA, (self.title,), self.title, count)


@dataclass(frozen=True)
class SchemaIndex:
    """What the browser walks through; making one of a large tenant takes a while."""

    schema: HuntingSchema
    areas: tuple[IndexedArea, ...]

    @classmethod
    def of(cls, schema: HuntingSchema) -> SchemaIndex:
        """Lay out a schema."""
        return cls(schema, tuple(_areas(schema)))

    @cached_property
    def _tables(self) -> dict[tuple[str, ...], IndexedTable]:
        return {one.node.path: one for area in self.areas for one in area.tables}

    def table(self, node: Node) -> IndexedTable | None:
        """Give the table that a node is; `None` for any other."""
        return self._tables.get(node.path)

    def children(self, node: Node) -> list[Node]:
        """Give what is right below a node that is no area."""
        match node.kind:
            case NodeKind.TABLE:
                table = self.table(node)
                return [table.column_node(at) for at in range(len(table.columns))] if table else []
            case NodeKind.COLUMN if node.table is not None and node.column is not None:
                values = documented_values(self.schema, node.table, node.column)
                return [value_node(node, value) for value in values]
            case NodeKind.FUNCTION:
                return parameter_nodes(node)
        return []

    def tables_with(self, column: str) -> tuple[str, ...]:
        """Give the names of the tables that have a column of this name."""
        return tuple(table.name for table in self.schema if table.column(column) is not None)


def _areas(schema: HuntingSchema) -> Iterator[IndexedArea]:
    by_area: dict[str, list[Table]] = {}
    for table in schema:
        by_area.setdefault(table.area, []).append(table)
    for area in sorted(by_area, key=_place):
        title = _AREAS.get(area) or area.capitalize()
        yield IndexedArea(title, tuple(_table(schema, one, title) for one in by_area[area]))
    for title, functions in (
        (FUNCTIONS, [one for one in schema.functions if not one.is_saved]),
        (SAVED_FUNCTIONS, [one for one in schema.functions if one.is_saved]),
    ):
        if functions:
            yield IndexedArea(title, functions=tuple(_functions(functions, title)))


def _place(area: str) -> tuple[int, str]:
    known = list(_AREAS)
    return (known.index(area) if area in known else len(known), area)


def _table(schema: HuntingSchema, table: Table, title: str) -> IndexedTable:
    columns = tuple(column.name.casefold() for column in table.columns)
    values = {
        place: found
        for place, column in enumerate(table.columns)
        if (found := documented_values(schema, table, column))
    }
    folded_values = {
        place: tuple(value.casefold() for value in found) for place, found in values.items()
    }
    return IndexedTable(
        table_node(table, title),
        table.name.casefold(),
        columns,
        values,
        folded_values,
        "\n".join((*columns, *(value for found in folded_values.values() for value in found))),
    )


def _functions(functions: Sequence[HuntingFunction], title: str) -> Iterator[IndexedFunction]:
    for function in functions:
        yield IndexedFunction(function_node(function, title), function.name.casefold())
