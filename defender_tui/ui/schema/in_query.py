"""What a row of the browser is in a query. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .nodes import Node, NodeKind

if TYPE_CHECKING:
    from ...kql.schema import HuntingFunction


def text_for_query(node: Node) -> str:
    """Give what stands for a node in a query; empty for an area."""
    # Loaded with the editor, which is there before any of this.
    from ...kql.literals import quote
    from ...kql.spelled_names import spell_name

    match node.kind:
        case NodeKind.AREA:
            return ""
        case NodeKind.VALUE:
            return quote(node.name)
        case NodeKind.FUNCTION if node.function is not None:
            return _call(node.function)
        case _:
            return spell_name(node.name)


def _call(function: HuntingFunction) -> str:
    from ...kql.spelled_names import spell_name

    if function.kind == "cross-service":
        return function.call
    call = f"{spell_name(function.name)}()"
    return f"invoke {call}" if function.kind in ("enrichment", "filter") else call


def preview_query(node: Node) -> str:
    """Give a query that shows some rows of what a node is in; empty where there is none."""
    from ...kql.literals import quote
    from ...kql.spelled_names import spell_name

    if node.table is None:
        function = node.function
        is_table = function is not None and function.is_saved and not function.parameters
        return f"{spell_name(node.name)}()\n| take 5" if is_table else ""
    lines = [spell_name(node.table.name)]
    if node.kind is NodeKind.VALUE and node.column is not None:
        lines.append(f"| where {spell_name(node.column.name)} == {quote(node.name)}")
    return "\n".join([*lines, "| take 5"])
