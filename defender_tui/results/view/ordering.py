"""Sort keys into SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.view.comparing import key_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.view.shape import SortKey


def order_sql(
    columns: Sequence[ResultColumn], keys: Sequence[SortKey], uncast_in: Callable[[int], int]
) -> str:
    """Build what stands after ORDER BY; rows that compare alike stay in the answer's order.

    Raises:
        IndexError: there is no such column.
    """
    parts: list[str] = []
    for key in keys:
        if not 0 <= key.column < len(columns):
            raise IndexError(f"no column {key.column}")
        parts += _one(key, columns[key.column].type, has_misfits=uncast_in(key.column) > 0)
    return ", ".join([*parts, "rowid"])


def _one(key: SortKey, kind: str, *, has_misfits: bool) -> list[str]:
    cell = f"c{key.column}"
    value = key_sql(cell, kind)
    direction = "DESC" if key.descending else "ASC"
    ordered = f"{value} {direction} NULLS LAST"
    # Spans are not counted as misfits when an answer comes in.
    if not has_misfits and kind != "timespan":
        return [ordered]
    is_empty = f"coalesce({cell}, '') = ''"
    group = f"CASE WHEN {value} IS NOT NULL THEN 0 WHEN {is_empty} THEN 2 ELSE 1 END"
    misfit = f"CASE WHEN {value} IS NULL THEN {cell} END {direction} NULLS LAST"
    return [group, ordered, misfit]
