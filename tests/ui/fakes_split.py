"""Splits whose parts a session that hunts from a script answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from defender_tui.kql import load_schema
from defender_tui.kql.slicing import Refusal
from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_split import HuntSplit, SplitProgress
from defender_tui.workflows.hunt_waiting import Told
from defender_tui.workflows.split_plan import SplitPlan, plan_split

from .fakes_credentials import NOW


@dataclass
class FakeSplits(ABC):
    """Fulfils `SplitWork`; the spool is in a temporary folder and is made when it is needed."""

    split_spool: AnswerSpool = field(default_factory=AnswerSpool)

    @abstractmethod
    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        """Run one query."""

    async def plan_split(self, query: str, *, timespan: str | None = None) -> SplitPlan | Refusal:
        return plan_split(query, load_schema(), NOW, timespan=timespan)

    async def start_split(
        self, plan: SplitPlan, *, is_too_large: bool = False, told: Told | None = None
    ) -> HuntSplit:
        async def run(query: str, timespan: str | None) -> HuntOutcome:
            return await self.hunt(query, timespan=timespan, told=told)

        return HuntSplit(plan, run, self.split_spool, is_too_large=is_too_large)

    async def carry_out_split(self, split: HuntSplit) -> AsyncIterator[SplitProgress]:
        async for progress in split.carry_out():
            yield progress
