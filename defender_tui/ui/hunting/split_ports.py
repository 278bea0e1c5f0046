"""What splitting needs from the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ...kql.slicing import Refusal
    from ...workflows.hunt_split import HuntSplit, SplitProgress
    from ...workflows.hunt_waiting import Told
    from ...workflows.split_plan import SplitPlan


class SplitWork(Protocol):
    """Running a query past the caps in parts of its time."""

    async def plan_split(self, query: str, *, timespan: str | None = None) -> SplitPlan | Refusal:
        """Say how a query can be split, or why not; nothing is sent."""
        ...

    async def start_split(
        self, plan: SplitPlan, *, is_too_large: bool = False, told: Told | None = None
    ) -> HuntSplit:
        """Give a split; `told` hears how long a part waits for its turn. The caller closes it."""
        ...

    def carry_out_split(self, split: HuntSplit) -> AsyncIterator[SplitProgress]:
        """Run what is left of it, and tell how far it is; a new call goes on after a failure."""
        ...
