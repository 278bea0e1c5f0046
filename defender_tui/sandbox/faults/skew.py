"""A clock that can be moved, and one that goes wrong for the length of a request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.faults.call import APIS, ENTRA, Call
from defender_tui.sandbox.faults.fault import Surrounding

SKEW = timedelta(hours=1)
_skew: ContextVar[timedelta] = ContextVar("skew", default=timedelta(0))


class SteadyClock:
    """Another clock's time, moved on: for what is counted over time, which no skew may reach."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._moved = timedelta(0)

    def now(self) -> datetime:
        return self._clock.now() + self._moved

    def advance(self, by: timedelta) -> None:
        """Move the clock for good."""
        self._moved += by


class SandboxClock:
    """The clock that the services look at: the steady one, plus a skew where there is one."""

    def __init__(self, clock: Clock) -> None:
        self.steady = SteadyClock(clock)

    def now(self) -> datetime:
        return self.steady.now() + _skew.get()


class SkewedClock(Surrounding):
    """The services' clock is an hour ahead of everybody else's."""

    services = APIS | {ENTRA}

    @asynccontextmanager
    async def around(self, call: Call) -> AsyncIterator[None]:
        before = _skew.set(SKEW)
        try:
            yield
        finally:
            _skew.reset(before)
