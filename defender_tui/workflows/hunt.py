"""One hunting run and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.resources import Resource

if TYPE_CHECKING:
    from ..results.table import ResultTable

ROW_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class HuntOutcome:
    """The answer to a query: its table, which API gave it, how long it took.

    `adapted` names constructs that a sandbox answered from empty or made-up data; empty for a
    tenant. Whoever holds the outcome closes the table.
    """

    table: ResultTable
    api: Resource
    elapsed_s: float
    adapted: tuple[str, ...] = ()

    @property
    def reached_limit(self) -> bool:
        """Whether the API's row limit was met, so that rows may be missing."""
        return self.table.row_count >= ROW_LIMIT
