"""Runs written to the history beside the work, so that no run waits for the disk."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..core.errors import DefenderTuiError, Throttled
from ..core.hunt_record import HuntRecord, RunState
from ..core.profiles import Profile

if TYPE_CHECKING:
    from ..store.query_history import RunHistory
    from .hunt import HuntOutcome


# Where nothing can be written for long, the oldest go.
_MOST_UNWRITTEN = 200


class HistoryKeeper:
    """Writes runs one after the other in a thread; what went wrong last stands in `problem`.

    A run that was refused is listed all the same, and written before the next one.
    """

    def __init__(self, history: RunHistory) -> None:
        self._history = history
        self._unwritten: deque[HuntRecord] = deque(maxlen=_MOST_UNWRITTEN)
        self._writing: asyncio.Task[None] | None = None
        self.problem: DefenderTuiError | None = None

    def add(self, record: HuntRecord) -> None:
        """Keep a run; it is on disk once `settle` came back."""
        self._writing = asyncio.create_task(self._add(record, self._writing))

    async def _add(self, record: HuntRecord, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._unwritten.append(record)
        await self._write()

    async def _write(self) -> None:
        try:
            while self._unwritten:
                record = self._unwritten[0]
                await asyncio.to_thread(self._history.add, record)
                # All may have been forgotten meanwhile.
                if self._unwritten and self._unwritten[0] is record:
                    self._unwritten.popleft()
        except DefenderTuiError as error:
            self.problem = error
        else:
            self.problem = None

    async def settle(self) -> None:
        """Wait until what was added is written, or was refused."""
        if self._writing is not None:
            await asyncio.wait([self._writing])

    async def load(self) -> tuple[HuntRecord, ...]:
        """Give the runs, the newest first."""
        await self.settle()
        written = await asyncio.to_thread(self._history.load)
        known = {one.id for one in written}
        unwritten = (one for one in reversed(self._unwritten) if one.id not in known)
        return (*unwritten, *written)

    async def close(self) -> None:
        """Wait until all is written, what was refused tried once more."""
        await self.settle()
        await self._write()

    async def remove(self, record_id: str) -> None:
        """Forget one run."""
        await self.settle()
        kept = [one for one in self._unwritten if one.id != record_id]
        is_unwritten = len(kept) < len(self._unwritten)
        self._unwritten = deque(kept, maxlen=_MOST_UNWRITTEN)
        try:
            await asyncio.to_thread(self._history.remove, record_id)
        except DefenderTuiError:
            # What never came to the disk is forgotten all the same.
            if not is_unwritten:
                raise

    async def clear(self) -> None:
        """Forget all runs."""
        await self.settle()
        self._unwritten.clear()
        await asyncio.to_thread(self._history.clear)


class Recording:
    """One run on its way into the history; used as a context manager around the run.

    However the run ends, a record of it is kept, unless the profile keeps none. The run says its
    `outcome` where it has one; `waited_s` is taken off its length.
    """

    def __init__(
        self,
        keeper: HistoryKeeper,
        profile: Profile,
        query: str,
        target: str,
        *,
        timespan: str | None,
        started: datetime,
    ) -> None:
        self._keeper = keeper
        self._profile = profile
        self._query = query
        self._timespan = timespan
        self._started = started
        self._began = monotonic()
        self.target = target
        self.outcome: HuntOutcome | None = None
        self.waited_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._profile.keeps_history:
            self._keeper.add(self._record(error))

    def _record(self, error: BaseException | None) -> HuntRecord:
        outcome = self.outcome
        elapsed_s = monotonic() - self._began - self.waited_s
        return HuntRecord(
            id=uuid.uuid4().hex,
            started=self._started,
            query=self._query,
            target=self.target,
            state=_state(error),
            tenant_id=self._profile.tenant_id,
            tenant=self._profile.tenant_title,
            profile=self._profile.name,
            timespan=self._timespan,
            rows=outcome.table.row_count if outcome else None,
            elapsed_s=outcome.elapsed_s if outcome else max(elapsed_s, 0.0),
            error=error.message if isinstance(error, DefenderTuiError) else "",
            is_cut=outcome.reached_limit if outcome else False,
        )


def _state(error: BaseException | None) -> RunState:
    if error is None:
        return RunState.DONE
    if isinstance(error, Throttled):
        return RunState.THROTTLED
    # Steps that nobody asks for any more end with `GeneratorExit`.
    was_stopped = isinstance(error, asyncio.CancelledError | GeneratorExit)
    return RunState.STOPPED if was_stopped else RunState.FAILED
