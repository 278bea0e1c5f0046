"""Rows as Parquet: typed where every cell of a column can be read back as it was, else as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.column_types import text_sql, typed_sql
from defender_tui.results.connection import quote_name
from defender_tui.results.export.names import distinct_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from defender_tui.results.column_types import ResultColumn

OPTIONS = "FORMAT parquet, COMPRESSION zstd"
_AT_ONCE = 20


def parquet_values(
    columns: Sequence[ResultColumn],
    uncast_in: Callable[[int], int],
    count: Callable[[Sequence[str]], Sequence[int]],
) -> list[str]:
    """Build the SQL of each column's values.

    `uncast_in` tells how many cells of a column do not fit its type; `count` runs over the rows
    and tells for each of some conditions how many rows meet it.
    """
    typed = [
        number
        for number, column in enumerate(columns)
        if column.type != "string" and not uncast_in(number)
    ]
    kept: set[int] = set()
    for first in range(0, len(typed), _AT_ONCE):
        some = typed[first : first + _AT_ONCE]
        lost = count([f"WHERE {_lost(f'c{number}', columns[number].type)}" for number in some])
        kept.update(number for number, cells in zip(some, lost, strict=True) if not cells)
    names = distinct_names(columns, in_any_case=True)
    return [
        f"{(_value if number in kept else text_sql)(f'c{number}', column.type)}"
        f" AS {quote_name(name)}"
        for number, (column, name) in enumerate(zip(columns, names, strict=True))
    ]


def _value(cell: str, kind: str) -> str:
    if kind == "datetime":
        # Parquet has nanoseconds; the services give hundreds of them.
        return f"TRY_CAST(rtrim({cell}, 'Z') AS TIMESTAMP_NS)"
    return typed_sql(cell, kind)


def _lost(cell: str, kind: str) -> str:
    """When a cell that fits its type would not come back as it was."""
    match kind:
        case "datetime":
            # There are nanoseconds for these years only, and an offset would be passed over.
            clock = f"substring({cell}, 12)"
            has_offset = f"contains({clock}, '+') OR contains({clock}, '-')"
            return f"{cell} = '' OR {cell} NOT BETWEEN '1678' AND '2262' OR {has_offset}"
        case "dynamic":
            return f"NOT json_valid({cell})"
        case "decimal":
            return f"{cell} = '' OR length(regexp_extract({cell}, '[.]([0-9]*)', 1)) > 10"
        case "real":
            return f"{cell} = '' OR length(regexp_replace({cell}, '[^0-9]', '', 'g')) > 17"
        case "timespan":
            return "false"
    return f"{cell} = ''"
