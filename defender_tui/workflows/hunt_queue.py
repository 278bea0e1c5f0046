"""The one queue that the hunting calls of a profile pass, so that its quota is used with care.

Source: https://learn.microsoft.com/en-us/defender-xdr/api-advanced-hunting
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ..core.errors import Throttled
from ..core.throttle import MAX_WAIT_S, backoff_s
from .hunt_waiting import Told, Waiting, WaitReason

__all__ = ["HuntQueue", "HuntTurns", "Told", "WaitReason", "Waiting"]

WINDOW_S = 60.0
# What to wait after a refusal that names no wait: calls are counted by the minute.
UNSAID_WAIT_S = 60.0
# CPU is given anew every 15 minutes. Who must wait longer is told so instead.
LONGEST_WAIT_S = 3600.0
_TICK_S = 1.0
_MAX_REFUSALS = 4


@dataclass(slots=True, eq=False)
class _Ticket:
    told: Told | None
    moved: asyncio.Event
    is_first: bool


class HuntQueue:
    """Counts the calls of the last minute, and lets them go one by one, first come first served.

    A call waits after a 429 for as long as the service said, and at `per_minute` until the oldest
    call of the last minute is a minute old; `per_minute` of `None` sets no such limit. `clock`
    gives seconds that only rise.
    """

    def __init__(
        self,
        per_minute: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._sleep = sleep
        self._made: deque[float] = deque()
        self._line: deque[_Ticket] = deque()
        self._shut_until = -math.inf

    @property
    def calls_last_minute(self) -> int:
        """How many calls were made in the last 60 seconds, failed ones too."""
        now = self._clock()
        while self._made and now - self._made[0] >= WINDOW_S:
            self._made.popleft()
        return len(self._made)

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        return len(self._line)

    @property
    def wait_s(self) -> float:
        """How long a call made now would wait at least; 0 when it could go."""
        return self._gap()[0]

    async def turn(self, told: Told | None = None, *, first: bool = False) -> float:
        """Wait until a call may be made, count it, and give the seconds waited.

        Cancelling leaves the queue. `first` goes before all others: the call was at the front
        already, and was refused.
        """
        ticket, joined = _Ticket(told, asyncio.Event(), first), self._clock()
        # Those who were refused keep their order too.
        refused = sum(one.is_first for one in self._line)
        self._line.insert(refused if first else len(self._line), ticket)
        try:
            await self._wait(ticket)
            now = self._clock()
            self._made.append(now)
        finally:
            self._line.remove(ticket)
            if self._line:
                self._line[0].moved.set()
            self._tell_all()
        if told is not None:
            told(None)
        return now - joined

    def take_back(self) -> None:
        """Do not count the last call: it was not made after all."""
        if self._made:
            self._made.pop()

    def shut(self, wait_s: float) -> None:
        """Let no call go for so many seconds."""
        self._shut_until = max(self._shut_until, self._clock() + wait_s)
        self._tell_all()

    async def _wait(self, ticket: _Ticket) -> None:
        """Return when the ticket is at the front and nothing holds it; who is there keeps time."""
        if self._line[0] is not ticket:
            self._tell(ticket)
        while True:
            if self._line[0] is not ticket:
                ticket.moved.clear()
                await ticket.moved.wait()
                continue
            gap_s, _ = self._gap()
            if gap_s <= 0:
                return
            self._tell_all()
            await self._sleep(min(gap_s, _TICK_S))

    def _gap(self) -> tuple[float, WaitReason]:
        now = self._clock()
        shut_s = self._shut_until - now
        count = self.calls_last_minute
        pace_s = 0.0
        if self.per_minute is not None and count >= self.per_minute:
            pace_s = self._made[count - self.per_minute] + WINDOW_S - now
        if shut_s >= pace_s:
            return max(shut_s, 0.0), WaitReason.THROTTLED
        return pace_s, WaitReason.PACE

    def _tell_all(self) -> None:
        for ticket in self._line:
            self._tell(ticket)

    def _tell(self, ticket: _Ticket) -> None:
        if ticket.told is not None:
            gap_s, reason = self._gap()
            ticket.told(Waiting(self._line.index(ticket) + 1, gap_s, reason))


class HuntTurns:
    """One run's way through the queue: its first call at the end, its repetitions at the front.

    Fulfils the client's `CallGate`. A run that the quota refused again and again, or for longer
    than an hour, ends with that refusal; the queue stays shut for those that follow. A run that
    nobody is told of does not begin to wait for more than half a minute.
    """

    def __init__(self, queue: HuntQueue, told: Told | None = None) -> None:
        self._queue = queue
        self._told = told
        self._calls = 0
        self._refusals = 0
        self._waited_s = 0.0

    @property
    def waited_s(self) -> float:
        """How long this run has waited in all."""
        return self._waited_s

    async def turn(self) -> None:
        """Wait for this call's turn, and count it.

        Raises:
            Throttled: nobody is told of the wait, and it would be a long one.
        """
        wait_s = self._queue.wait_s
        if self._told is None and wait_s > MAX_WAIT_S:
            raise Throttled(
                "The query was not sent: those before it used up what may be asked at once.",
                hint=f"Try again in {math.ceil(wait_s)} seconds.",
                retry_after_s=wait_s,
            )
        self._waited_s += await self._queue.turn(self._told, first=self._calls > 0)
        self._calls += 1

    def take_back(self) -> None:
        """Do not count the last call: it was not made."""
        self._queue.take_back()

    def was_refused(self, retry_after_s: float | None) -> bool:
        """Shut the queue for as long as the service asks; true when this run may wait for that."""
        self._refusals += 1
        wait_s, longest_s = UNSAID_WAIT_S, LONGEST_WAIT_S
        if self._told is None:
            wait_s, longest_s = backoff_s(self._refusals, 0.0), MAX_WAIT_S
        wait_s = wait_s if retry_after_s is None else retry_after_s
        self._queue.shut(wait_s)
        return wait_s <= longest_s and self._refusals < _MAX_REFUSALS
