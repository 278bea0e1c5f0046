"""In which order the rows of a query come, as far as parts must know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowOrder:
    """The rows are sorted by the time that the query is cut by."""

    is_descending: bool
    are_nulls_first: bool


ANY_ORDER = RowOrder(is_descending=False, are_nulls_first=False)
"""How parts are put together when the query does not sort: by time, the oldest first."""
