"""The waits of calls, so that whoever looks can tell what a screen waits for."""

from __future__ import annotations

from datetime import timedelta

from ..core.call_wait import CallWait
from .timing import Timing


class Waits:
    """Sleeps for the calls of one client, and knows which of them sleep."""

    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self._held: list[CallWait] = []

    @property
    def held(self) -> tuple[CallWait, ...]:
        """The waits that are not over yet, the one begun first in front."""
        return tuple(self._held)

    async def sleep(self, seconds: float, what: str, why: str) -> None:
        """Wait, and be seen to; `what` and `why` are those of a `CallWait`."""
        wait = CallWait(what, self.timing.now() + timedelta(seconds=seconds), why)
        self._held.append(wait)
        try:
            await self.timing.sleep(seconds)
        finally:
            # An equal one is as good.
            self._held.remove(wait)
