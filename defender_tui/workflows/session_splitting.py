"""What a session does with queries past the caps."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.profiles import Profile
    from ..core.resources import Resource
    from ..kql.slicing import Refusal
    from ..results.answer_spool import AnswerSpool
    from .hunt import HuntOutcome
    from .hunt_history import Recording
    from .hunt_queue import HuntQueue
    from .hunt_split import HuntSplit, SplitProgress
    from .hunt_waiting import Told, Waiting
    from .session_schema import KnownSchema
    from .split_plan import SplitPlan


class SessionSplitting(ABC):
    """Running queries in parts of their time; `_spool` keeps the parts until all are there."""

    _spool: AnswerSpool
    _hunts_through: Resource | None

    @property
    @abstractmethod
    def hunting_api(self) -> Resource:
        """The API that answers queries."""

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    @abstractmethod
    def recording(
        self, profile: Profile, query: str, target: str, *, timespan: str | None = None
    ) -> Recording:
        """Give a context manager that keeps a record of the run inside it."""

    @abstractmethod
    def _hunt_queue(self, profile: Profile) -> HuntQueue:
        """Give the queue of a profile."""

    @abstractmethod
    async def hunting_schema(self) -> KnownSchema:
        """Give what is known of the tables."""

    @abstractmethod
    def now(self) -> datetime:
        """Give the time, UTC and aware."""

    async def plan_split(self, query: str, *, timespan: str | None = None) -> SplitPlan | Refusal:
        """Say how a query can be split by time, or why it cannot; nothing is sent.

        Raises:
            ConfigError: the timespan cannot be read.
        """
        known = await self.hunting_schema()
        from .split_plan import plan_split

        return await asyncio.to_thread(
            plan_split, query, known.schema, self.now(), timespan=timespan
        )

    async def start_split(
        self, plan: SplitPlan, *, is_too_large: bool = False, told: Told | None = None
    ) -> HuntSplit:
        """Give a split whose parts go through the queue of the profile that is current now.

        `is_too_large` when the whole query is known to meet a limit. `told` hears how long a part
        waits. The caller closes the split.
        """
        client = await self.client()
        from .hunt_split import HuntSplit

        async def run(query: str, timespan: str | None) -> HuntOutcome:
            return await self._run_part(client, query, timespan, told or _tell_nobody)

        return HuntSplit(plan, run, self._spool, is_too_large=is_too_large, profile=client.profile)

    async def carry_out_split(self, split: HuntSplit) -> AsyncIterator[SplitProgress]:
        """Run what is left of a split, and keep one record of that in the history.

        Raises:
            DefenderTuiError: a part failed; a new call goes on where this one ended.
        """
        plan, started, target = split.plan, self.now(), self.hunting_api.value
        # Not the current one's: there may have been a switch since the split was begun.
        profile = split.profile or (await self.client()).profile
        recording = self.recording(profile, plan.query, target, timespan=plan.timespan)
        with recording:
            async for progress in split.carry_out():
                if split.outcome is not None:
                    split.outcome = _signed(split.outcome, plan, profile, started)
                    recording.outcome = split.outcome
                    recording.target = split.outcome.api.value
                yield progress

    async def _run_part(
        self, client: DefenderClient, query: str, timespan: str | None, told: Told
    ) -> HuntOutcome:
        from .hunt import HuntOutcome
        from .hunt_queue import HuntTurns

        turns = HuntTurns(self._hunt_queue(client.profile), told)
        run = await client.hunting.run(
            query, timespan=timespan, api=self._hunts_through, gate=turns
        )
        is_whole = False if run.is_cut else None
        return HuntOutcome(run.table, run.api, run.elapsed_s, run.adapted, is_whole)


def _signed(
    outcome: HuntOutcome, plan: SplitPlan, profile: Profile, started: datetime
) -> HuntOutcome:
    """The outcome with where its rows came from; no request of the service stands for all parts."""
    from ..core.provenance import Provenance

    provenance = Provenance(
        query=plan.query,
        target=outcome.api.value,
        started=started,
        duration_s=outcome.elapsed_s,
        tenant_id=profile.tenant_id,
        application_id=profile.client_id or None,
        timespan=plan.timespan,
        adapted=outcome.adapted,
    )
    return replace(outcome, provenance=provenance)


def _tell_nobody(_: Waiting | None) -> None:
    """A part that is told nothing would not wait for long."""
