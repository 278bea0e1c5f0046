"""The results that are open at once, the oldest of which make room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Self

from .state import ResultState

if TYPE_CHECKING:
    from ...workflows.hunt import HuntOutcome
    from ..hunting.result_source import ResultSource
    from ..hunting.run import HuntRun

MOST_OPEN = 8
MOST_BYTES = 1_500_000_000


@dataclass(frozen=True, slots=True, eq=False)
class OpenResult:
    """An answer with its name (`r1`, `r2`, ... in the order of the runs), run and rows."""

    name: str
    run: HuntRun
    outcome: HuntOutcome
    state: ResultState

    @property
    def source(self) -> ResultSource:
        """The rows as they are shown now."""
        return self.state.source


@dataclass(frozen=True, slots=True)
class ResultShelf:
    """The open results, oldest first; `index` is the one that is shown."""

    results: tuple[OpenResult, ...] = ()
    index: int = 0
    made_count: int = 0

    @property
    def current(self) -> OpenResult | None:
        """The result that is shown; `None` when none is open."""
        return self.results[self.index] if self.results else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the open results, oldest first."""
        return tuple(result.name for result in self.results)

    def opened(
        self, run: HuntRun, outcome: HuntOutcome, source: ResultSource
    ) -> tuple[Self, tuple[OpenResult, ...]]:
        """Add a result and show it; gives the shelf, and those that made room for it.

        The oldest go, when there are too many or when they take too much memory together; the new
        one stays, however large.
        """
        count = self.made_count + 1
        results = (*self.results, OpenResult(f"r{count}", run, outcome, ResultState(source)))
        kept = results[-_how_many_fit(results) :]
        gone = results[: -len(kept)]
        return replace(self, results=kept, index=len(kept) - 1, made_count=count), gone

    def closed(self) -> Self:
        """Take the current one away; the one before it is shown."""
        kept = (*self.results[: self.index], *self.results[self.index + 1 :])
        return replace(self, results=kept, index=max(min(self.index, len(kept)) - 1, 0))

    def turned(self, step: int) -> Self:
        """Show a neighbour; behind the last comes the first."""
        return self.turned_to(self.index + step)

    def turned_to(self, index: int) -> Self:
        """Show the one at a place; counted round."""
        return replace(self, index=index % len(self.results)) if self.results else self


def _how_many_fit(results: tuple[OpenResult, ...]) -> int:
    """Count the newest that may stay open together, which is one at least."""
    sizes = accumulate(result.outcome.table.size_bytes for result in reversed(results))
    count = sum(size_bytes <= MOST_BYTES for size_bytes in sizes)
    return max(1, min(count, MOST_OPEN))
