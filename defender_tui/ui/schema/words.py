"""What the browser says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from ..text import ago, shown
from .nodes import NodeKind

if TYPE_CHECKING:
    from ...workflows.session_schema import KnownSchema
    from .rows import SchemaRows

READING = Content("Reading the tables…")
_COUNTED = (
    (NodeKind.TABLE, "table", "tables"),
    (NodeKind.COLUMN, "column", "columns"),
    (NodeKind.VALUE, "value", "values"),
    (NodeKind.FUNCTION, "function", "functions"),
)


def origin_words(known: KnownSchema, now: datetime, *, is_asking: bool) -> tuple[Content, str]:
    """Say whose tables these are, and since when; with the look: busy, failed or nothing.

    A problem goes before, for what is behind may be cut.
    """
    if is_asking:
        return Content("Asking the tenant for its tables…"), "busy"
    whose = (
        "as shipped with this program"
        if known.read_at is None
        else f"read from the tenant {ago(known.read_at, now)}"
    )
    if known.problem is not None:
        return Content.assemble(shown(known.problem.message, limit=300), f" · {whose}"), "failed"
    return Content(whose), ""


def count_words(rows: SchemaRows) -> Content:
    """Say how many of what there are, or are found."""
    if not rows.search:
        tables = sum(len(area.tables) for area in rows.index.areas)
        shown_count = rows.found.counts.get(NodeKind.TABLE, 0)
        count = f"{tables:,}" if shown_count == tables else f"{shown_count:,} of {tables:,}"
        return Content(f"{count} tables")
    counts = ", ".join(_counts(rows))
    return Content(f"found {counts}") if counts else Content("found nothing")


def empty_words(rows: SchemaRows) -> Content:
    """Say why there are no rows, and the way out."""
    if not rows.search:
        return Content("The tenant has none of the known tables. f shows them all the same.")
    hidden = " The tenant's own are searched: f looks in all." if rows.only_here else ""
    sought = shown(rows.search, limit=60)
    return Content.assemble("Nothing has “", sought, f"” in its name.{hidden} Esc shows all.")


def _counts(rows: SchemaRows) -> Iterator[str]:
    for kind, one, many in _COUNTED:
        count = rows.found.counts.get(kind, 0)
        if count:
            yield f"{count:,} {one if count == 1 else many}"
