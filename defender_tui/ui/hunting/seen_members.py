"""Members of the dynamic values in an answer, for completion to offer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from ...results.cancellation import ResultClosed
from ..worker import run_guarded
from .result_source import Cells, ResultTableRows

if TYPE_CHECKING:
    from ..widgets.kql_editor import KqlEditor

_READ_ROWS = 200
_MOST_MEMBERS = 200
_LONGEST_CELL = 100_000
_MAYBE_DYNAMIC = ("dynamic", "string")


def learn_members(node: DOMNode, editor: KqlEditor, table: ResultTableRows) -> None:
    """Have an editor offer the members in an answer from now on."""
    run_guarded(
        node,
        partial(_learning, editor, table),
        name="seen members",
        group="seen members",
        description="read the members of dynamic values",
    )


async def _learning(editor: KqlEditor, table: ResultTableRows) -> None:
    try:
        members = await asyncio.to_thread(members_of, table)
    except ResultClosed:
        # The next answer came first; its members count.
        return
    editor.learn_members(members)


def members_of(table: ResultTableRows) -> Mapping[str, Sequence[str]]:
    """Give, by column, the names at the top of the objects in it, as they come.

    Only the first rows are read, and only names that may stand behind a dot count; columns without
    any are left out. It blocks, so it belongs in a thread.
    """
    columns = [(at, c.name) for at, c in enumerate(table.columns) if c.type in _MAYBE_DYNAMIC]
    rows = table.page(0, _READ_ROWS) if columns else []
    found = {name: _members(rows, at) for at, name in columns}
    return {name: members for name, members in found.items() if members}


def _members(rows: Sequence[Cells], column: int) -> Sequence[str]:
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(_names(row[column])))
        if len(names) >= _MOST_MEMBERS:
            break
    return tuple(names)[:_MOST_MEMBERS]


def _names(cell: str | None) -> list[str]:
    if not cell or cell[0] != "{" or len(cell) > _LONGEST_CELL:
        return []
    try:
        value: object = json.loads(cell)
    except (ValueError, RecursionError):
        # A text that only begins like an object.
        return []
    names = value if isinstance(value, dict) else {}
    return [name for name in names if name.isidentifier() and name.isascii()]
