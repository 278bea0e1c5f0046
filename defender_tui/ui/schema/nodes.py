"""The tree of areas, tables, columns, values and functions, a branch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...kql.schema import Column, HuntingFunction, HuntingSchema, Table

ACTION_TYPE = "ActionType"


class NodeKind(Enum):
    """What a row is."""

    AREA = "area"
    TABLE = "table"
    COLUMN = "column"
    VALUE = "value"
    FUNCTION = "function"
    PARAMETER = "parameter"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Node:
    """One row. `path` tells it from all others, through every reading of the schema.

    `table` and `function` are the ones it is or belongs to; `column` is also a parameter.
    """

    kind: NodeKind
    path: tuple[str, ...]
    name: str
    child_count: int = 0
    table: Table | None = None
    column: Column | None = None
    function: HuntingFunction | None = None

    @property
    def depth(self) -> int:
        """How far it is indented: 0 for an area."""
        return len(self.path) - 1


def table_node(table: Table, area: str) -> Node:
    """Give the node of a table under its area's title."""
    path = (area, table.name)
    return Node(NodeKind.TABLE, path, table.name, len(table.columns), table=table)


def function_node(function: HuntingFunction, area: str) -> Node:
    """Give the node of a function under its area's title."""
    count = len(function.parameters) + len(function.columns)
    path = (area, function.name)
    return Node(NodeKind.FUNCTION, path, function.name, count, function=function)


def column_node(table: Node, column: Column, values: tuple[str, ...]) -> Node:
    """Give the node of a table's column; `values` are the documented ones."""
    path = (*table.path, column.name)
    count = len(values)
    return Node(NodeKind.COLUMN, path, column.name, count, table=table.table, column=column)


def value_node(column: Node, value: str) -> Node:
    """Give the node of a column's value."""
    path = (*column.path, value)
    return Node(NodeKind.VALUE, path, value, table=column.table, column=column.column)


def parameter_nodes(function: Node) -> list[Node]:
    """Give what a function takes, then what it gives."""
    of = function.function
    if of is None:
        return []
    taken = [(NodeKind.PARAMETER, one) for one in of.parameters]
    given = [(NodeKind.OUTPUT, one) for one in of.columns]
    return [
        Node(kind, (*function.path, kind.value, one.name), one.name, column=one, function=of)
        for kind, one in (*taken, *given)
    ]


def documented_values(schema: HuntingSchema, table: Table, column: Column) -> tuple[str, ...]:
    """Give the values a column is known to hold; empty when they are open."""
    if column.name == ACTION_TYPE and table.action_types:
        return table.action_types
    return schema.values(table.name, column.name)
