"""How a row of the browser looks. Names and words come from a tenant: all pass `shown()`."""

from __future__ import annotations

from textual.content import Content

from ..text import shown
from ..widgets.grid_columns import GridColumn
from .nodes import Node, NodeKind

COLUMNS = (
    GridColumn("name", "Name", width=38, min_width=24, flexible=True),
    GridColumn("type", "Type", width=13),
    GridColumn("about", "What it is", width=24, min_width=16, priority=1, flexible=True),
)
STATUS_WORDS = {
    "ga": "GA",
    "preview": "preview",
    "beta": "beta",
    "deprecated": "retired",
}
_STATUS_STYLES = {"GA": "$text-muted", "retired": "$text-error"}
_NAME_CELLS = 200
_ABOUT_CELLS = 300


def heading_words(node: Node, shown_count: int, *, is_open: bool) -> Content:
    """Give the words of an area; `shown_count` of what it has are found."""
    all_count = node.child_count
    count = f"{shown_count:,}" if shown_count == all_count else f"{shown_count:,} of {all_count:,}"
    return Content.assemble(
        (_mark(node, is_open=is_open), "$text-muted"),
        shown(node.name, limit=_NAME_CELLS).stylize("bold"),
        (f"  {count}", "$text-muted"),
    )


def name_words(node: Node, *, is_open: bool) -> Content:
    """Give a node's name, indented, with the mark that tells whether it is unfolded."""
    is_value = node.kind is NodeKind.VALUE
    name = shown(f'"{node.name}"' if is_value else node.name, limit=_NAME_CELLS)
    if _is_not_here(node):
        name = name.stylize("$text-muted")
    return Content.assemble(
        ("  " * node.depth + _mark(node, is_open=is_open), "$text-muted"),
        name,
        (_count_words(node), "$text-muted"),
    )


def type_words(node: Node) -> Content:
    """Give a column's type, or how far a table or function is."""
    of = node.table or node.function
    if node.column is not None:
        return (
            Content("")
            if node.kind is NodeKind.VALUE
            else (shown(node.column.type, limit=30).stylize("$text-muted"))
        )
    if of is None:
        return Content("")
    if of.is_in_tenant is False:
        return Content.styled("not in tenant", "$text-warning")
    status = STATUS_WORDS.get(of.status, of.status)
    return shown(status, limit=20).stylize(_STATUS_STYLES.get(status, "$text-warning"))


def about_words(node: Node) -> Content:
    """Say in a line what a node is; empty when nobody told."""
    match node.kind:
        case NodeKind.TABLE if node.table is not None:
            text = node.table.description
        case NodeKind.FUNCTION if node.function is not None:
            text = node.function.description
        case NodeKind.VALUE | NodeKind.AREA:
            text = ""
        case _:
            text = node.column.description if node.column else ""
    return shown(text, limit=_ABOUT_CELLS)


def _is_not_here(node: Node) -> bool:
    of = node.table or node.function
    is_itself = node.kind in (NodeKind.TABLE, NodeKind.FUNCTION)
    return is_itself and of is not None and of.is_in_tenant is False


def _count_words(node: Node) -> str:
    if node.kind is NodeKind.COLUMN and node.child_count:
        return f"  {node.child_count:,} values"
    if node.kind is NodeKind.PARAMETER:
        return "  taken"
    return ""


def _mark(node: Node, *, is_open: bool) -> str:
    if not node.child_count:
        return "  "
    return "▾ " if is_open else "▸ "
