"""Names for columns that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from defender_tui.results.column_types import ResultColumn


def distinct_names(columns: Sequence[ResultColumn], *, in_any_case: bool = False) -> list[str]:
    """Name the columns so that no two are the same: `Name`, `Name (2)`, ...

    With `in_any_case`, for formats that ignore case, and that need a name for every column.
    """
    taken: set[str] = set()
    names = []
    for column in columns:
        plain = column.name or ("column" if in_any_case else "")
        name, copy = plain, 1
        while (name.casefold() if in_any_case else name) in taken:
            copy += 1
            name = f"{plain} ({copy})"
        taken.add(name.casefold() if in_any_case else name)
        names.append(name)
    return names
