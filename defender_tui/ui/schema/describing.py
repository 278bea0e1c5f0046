"""Everything that is known of a row of the browser. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ..text import shown
from .drawing import STATUS_WORDS
from .nodes import Node, NodeKind

if TYPE_CHECKING:
    from ...kql.schema import Column, HuntingFunction, Table
    from ..widgets.facts import Fact
    from .index import SchemaIndex

Field = tuple[str, str]
"""A label of ours and a text that is not safe to show yet."""

_LABEL_CELLS = 13
_VALUE_CELLS = 4_000
_LISTED_TABLES = 40
_HERE = {True: "yes", False: "no: the tenant did not name it", None: ""}


def fields_of(node: Node, index: SchemaIndex) -> list[Field]:
    """Give what is known of a node, what matters most first; nothing that is empty."""
    match node.kind:
        case NodeKind.TABLE if node.table is not None:
            found = _table_fields(node.table)
        case NodeKind.COLUMN if node.table is not None and node.column is not None:
            found = _column_fields(node.table, node.column, index)
        case NodeKind.VALUE if node.table is not None and node.column is not None:
            of = f"{node.table.name}.{node.column.name}"
            found = [("Value", node.name), ("Of", of)]
        case NodeKind.FUNCTION if node.function is not None:
            found = _function_fields(node.function)
        case NodeKind.PARAMETER | NodeKind.OUTPUT if node.column and node.function:
            role = "Taken by" if node.kind is NodeKind.PARAMETER else "Given by"
            found = [
                ("Name", node.name),
                ("Type", node.column.type),
                ("What", node.column.description),
                (role, node.function.name),
            ]
        case _:
            found = []
    return [(label, text) for label, text in found if text]


def facts_of(fields: Sequence[Field]) -> list[Fact]:
    """Make fields safe to show."""
    return [
        (
            Content.styled(label.ljust(_LABEL_CELLS), "$text-muted"),
            shown(text, limit=_VALUE_CELLS, lines=True),
        )
        for label, text in fields
    ]


def summary_of(node: Node) -> Content:
    """Say in a line or two what a node is, for where there is no room for more."""
    parts: list[str] = []
    if node.kind is NodeKind.TABLE and node.table is not None:
        parts = [*_table_notes(node.table), node.table.description]
    elif node.kind is NodeKind.FUNCTION and node.function is not None:
        parts = [node.function.call, node.function.description, node.function.requires]
    elif node.column is not None and node.kind is not NodeKind.VALUE:
        of = node.table or node.function
        parts = [of.name if of else "", node.column.type, node.column.description]
    elif node.kind is NodeKind.VALUE and node.table and node.column:
        parts = [f"a value of {node.table.name}.{node.column.name}"]
    return shown(" · ".join(filter(None, parts)), limit=600)


def _table_notes(table: Table) -> Iterator[str]:
    yield STATUS_WORDS.get(table.status, table.status)
    if table.is_in_tenant is False:
        yield "not in this tenant"
    if table.replaced_by:
        yield f"use {table.replaced_by}"


def _table_fields(table: Table) -> list[Field]:
    status = STATUS_WORDS.get(table.status, table.status)
    used = f"use {table.replaced_by}" if table.replaced_by else ""
    return [
        ("Table", table.name),
        ("What", table.description),
        ("Status", ", ".join(filter(None, (status, used)))),
        ("In tenant", _HERE[table.is_in_tenant]),
        ("Time", table.time_column or "none: it describes a state"),
        ("Columns", f"{len(table.columns):,}"),
        ("ActionTypes", f"{len(table.action_types):,}" if table.action_types else ""),
        ("From", table.service),
        ("Page", table.docs),
    ]


def _column_fields(table: Table, column: Column, index: SchemaIndex) -> list[Field]:
    others = [name for name in index.tables_with(column.name) if name != table.name]
    listed = ", ".join(others[:_LISTED_TABLES])
    if len(others) > _LISTED_TABLES:
        listed += f" and {len(others) - _LISTED_TABLES:,} more"
    return [
        ("Column", column.name),
        ("Type", column.type),
        ("What", column.description),
        ("Table", table.name),
        ("Members", ", ".join(index.schema.members(table.name, column.name))),
        ("Also in", listed),
    ]


def _function_fields(function: HuntingFunction) -> list[Field]:
    return [
        ("Function", function.name),
        ("Call", function.call),
        ("What", function.description),
        ("Status", STATUS_WORDS.get(function.status, function.status)),
        ("In tenant", _HERE[function.is_in_tenant]),
        ("Needs", function.requires),
        ("Folder", function.path),
        ("Saved by", function.author),
        ("Page", function.docs),
    ]
