"""A query past the caps, run in parts of its time until each part fits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..client.in_thread import in_thread_or_undone
from ..core.errors import DefenderTuiError, QueryInvalid, ServerFault, TimedOut
from ..core.hunt_limits import HuntLimit, limit_in
from ..kql.slicing import Window, moment_words
from .hunt import HuntOutcome
from .split_plan import SplitPlan

if TYPE_CHECKING:
    from ..core.profiles import Profile
    from ..results.answer_spool import AnswerSpool
    from ..results.joining import KeptPart
    from ..results.table import ResultTable

RunPart = Callable[[str, str | None], Awaitable[HuntOutcome]]
"""Runs one query with a timespan. The wait for the quota is its own affair."""
# Ten minutes out of thirty days. What still takes too long does so for another reason.
_MOST_CUTS_FOR_TIME = 12
# Each part that nobody answered took minutes; after so many cuts the service is to blame.
_MOST_CUTS_UNANSWERED = 4
_GATEWAY_TIMEOUT = 504


@dataclass(frozen=True, slots=True)
class SplitProgress:
    """How far a split has come.

    `calls` counts all that were sent, `rows` those that are kept. `window` is the part that is on
    its way, `None` when all are there. `share` goes from 0 to 1 along the time of the query.
    """

    parts_done: int
    parts_left: int
    calls: int
    rows: int
    window: Window | None
    share: float

    @property
    def is_done(self) -> bool:
        """Whether the rows of all parts are put together."""
        return self.window is None


@dataclass(frozen=True, slots=True)
class _Waiting:
    window: Window
    cuts: int = 0
    cuts_unanswered: int = 0


@dataclass(slots=True)
class _Tally:
    """What the parts so far have in common."""

    calls: int = 0
    elapsed_s: float = 0.0
    adapted: dict[str, None] = field(default_factory=dict)
    last: HuntOutcome | None = None


class HuntSplit:
    """One split: what is done stays done, so that it can go on after a failure or a stop.

    Whoever holds it calls `close`, which removes the parts; the outcome's table is the holder's
    own. `profile` is the one whose parts these are. With `is_too_large` the whole query is known to
    meet a limit, and is not tried again.
    """

    def __init__(
        self,
        plan: SplitPlan,
        run: RunPart,
        spool: AnswerSpool,
        *,
        is_too_large: bool = False,
        profile: Profile | None = None,
    ) -> None:
        self.plan = plan
        self.profile = profile
        self.outcome: HuntOutcome | None = None
        self._run = run
        self._spool = spool
        self._done: dict[Window, KeptPart] = {}
        self._tally = _Tally()
        # The oldest first: what is about to fall out of the service's reach is fetched soonest.
        self._waiting = [_Waiting(Window()), _Waiting(Window(is_timeless=True))]
        if is_too_large:
            self._cut(self._waiting[0], HuntLimit.ROWS)

    async def carry_out(self) -> AsyncIterator[SplitProgress]:
        """Run what is left, saying before each part how far it is; the last says that it is done.

        `outcome` is there then. After an error, or when the waiting task was cancelled, a new call
        goes on where this one ended.

        Raises:
            DefenderTuiError: a part failed, or a single moment holds more rows than an answer may.
        """
        while self._waiting:
            yield self.progress
            await self._run_next()
        if self.outcome is None:
            self.outcome = await self._joined()
        yield self.progress

    @property
    def progress(self) -> SplitProgress:
        """How far it has come."""
        window = self._waiting[0].window if self._waiting else None
        return SplitProgress(
            parts_done=len(self._done),
            parts_left=len(self._waiting),
            calls=self._tally.calls,
            rows=sum(part.row_count for part in self._done.values()),
            window=window,
            share=self._share(window),
        )

    async def close(self) -> None:
        """Remove the parts; a second call does nothing."""
        parts, self._done = list(self._done.values()), {}
        self._waiting = []
        for part in parts:
            await asyncio.to_thread(part.drop)

    async def _run_next(self) -> None:
        waiting = self._waiting[0]
        query = self.plan.sliced.part(waiting.window)
        self._tally.calls += 1
        try:
            outcome = await self._run(query, self.plan.timespan)
        except QueryInvalid as refusal:
            limit = limit_in(refusal.message)
            if limit is None:
                raise
            self._cut(waiting, limit, refusal)
            return
        except (ServerFault, TimedOut) as unanswered:
            halves = waiting.window.halves(self.plan.span)
            is_worth_it = waiting.cuts_unanswered < _MOST_CUTS_UNANSWERED
            if halves is None or not is_worth_it or not _was_too_long(unanswered):
                raise
            again = replace(waiting, cuts_unanswered=waiting.cuts_unanswered + 1)
            self._waiting[:1] = [replace(again, window=half) for half in halves]
            return
        if outcome.reached_limit:
            await asyncio.to_thread(outcome.table.close)
            self._cut(waiting, HuntLimit.ROWS)
            return
        self._done[waiting.window] = await self._kept(outcome.table)
        self._waiting.pop(0)
        self._tally.elapsed_s += outcome.elapsed_s
        self._tally.adapted |= dict.fromkeys(outcome.adapted)
        self._tally.last = outcome

    async def _kept(self, table: ResultTable) -> KeptPart:
        from ..results.joining import keep_part

        return await in_thread_or_undone(
            lambda: keep_part(table, self._spool.open()), lambda part: part.drop()
        )

    async def _joined(self) -> HuntOutcome:
        from ..results.joining import join_parts

        parts = [self._done[window] for window in self.plan.sliced.in_order(list(self._done))]
        table = await in_thread_or_undone(
            lambda: join_parts(parts, self._spool.open()), lambda table: table.close()
        )
        tally = self._tally
        assert tally.last is not None, "there are two parts at least"
        return HuntOutcome(
            table, tally.last.api, tally.elapsed_s, tuple(tally.adapted), is_whole=True
        )

    def _cut(
        self, waiting: _Waiting, limit: HuntLimit, refusal: DefenderTuiError | None = None
    ) -> None:
        """Put two halves in the place of a part that met a limit.

        Raises:
            DefenderTuiError: it cannot be cut, or cutting does not help.
        """
        halves = waiting.window.halves(self.plan.span)
        if limit in (HuntLimit.RUN_TIME, HuntLimit.RESOURCES):
            halves = halves if waiting.cuts < _MOST_CUTS_FOR_TIME else None
        if halves is None:
            raise _too_much(waiting.window, limit) from refusal
        again = replace(waiting, cuts=waiting.cuts + 1)
        self._waiting[:1] = [replace(again, window=half) for half in halves]

    def _share(self, window: Window | None) -> float:
        span = self.plan.span
        if window is None or window.is_timeless:
            return 1.0
        if span.start is None or not span.width or window.start is None:
            return 0.0
        return min(max((window.start - span.start) / span.width, 0.0), 1.0)


def _was_too_long(failure: ServerFault | TimedOut) -> bool:
    """Whether a shorter query may be answered: nobody said no, it only took too long."""
    return isinstance(failure, TimedOut) or failure.status == _GATEWAY_TIMEOUT


def _too_much(window: Window, limit: HuntLimit) -> DefenderTuiError:
    if limit in (HuntLimit.RUN_TIME, HuntLimit.RESOURCES):
        return DefenderTuiError(
            f"Even a short part, {window}, meets the limit of {limit.value}: cutting the time does "
            "not help.",
            hint="Make the rest of the query cheaper: its joins, and what they read whole.",
        )
    if window.is_timeless:
        return DefenderTuiError(
            f"The rows without a time meet the limit of {limit.value}, and cannot be split.",
            hint="Leave them out with `isnotnull`, or narrow the query by another column.",
        )
    moment = "" if window.start is None else f" {moment_words(window.start)}"
    return DefenderTuiError(
        f"The rows of the single moment{moment} meet the limit of {limit.value}. Nothing was cut "
        "off; the split ends here.",
        hint="Narrow the query by another column.",
    )
