"""One hunting run and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.hunt_target import HuntTarget
from ..core.resources import Resource

if TYPE_CHECKING:
    from ..core.provenance import Provenance
    from ..results.table import ResultTable

ROW_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class HuntOutcome:
    """The answer to a query: its table, what gave it, how long it took.

    `adapted` names constructs that a sandbox answered from empty or made-up data; empty for a
    tenant. `is_whole` says whether all rows are here, `None` where only their number tells.
    `provenance` says who asked what, and when. Whoever holds the outcome closes the
    table.
    """

    table: ResultTable
    api: Resource | HuntTarget
    elapsed_s: float
    adapted: tuple[str, ...] = ()
    is_whole: bool | None = None
    provenance: Provenance | None = None

    @property
    def reached_limit(self) -> bool:
        """Whether the API's row limit was met, so that rows may be missing."""
        if self.is_whole is not None:
            return not self.is_whole
        return self.table.row_count >= ROW_LIMIT
