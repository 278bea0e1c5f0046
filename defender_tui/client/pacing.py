"""Calls spread so that a service's limit is used up but never passed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from .timing import Timing


class Pace:
    """So many calls in any window of so many seconds; one more waits for its turn."""

    def __init__(self, timing: Timing, *, calls: int, window_s: float) -> None:
        self._timing = timing
        self._calls = calls
        self._window = timedelta(seconds=window_s)
        self._made: deque[datetime] = deque(maxlen=calls)

    async def turn(self) -> None:
        """Wait until one more call fits, and count it."""
        while True:
            now = self._timing.now()
            if len(self._made) < self._calls or now - self._made[0] >= self._window:
                self._made.append(now)
                return
            await self._timing.sleep((self._made[0] + self._window - now).total_seconds())


class Paces:
    """Several limits on the same calls, each with its own window; the strictest one decides."""

    def __init__(self, timing: Timing, limits: Iterable[tuple[int, float]]) -> None:
        self._paces = tuple(
            Pace(timing, calls=calls, window_s=window_s) for calls, window_s in limits
        )

    async def turn(self) -> None:
        """Wait until one more call fits every limit, and count it."""
        for pace in self._paces:
            await pace.turn()
