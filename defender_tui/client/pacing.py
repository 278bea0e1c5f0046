"""Calls spread so that a service's limit is used up but never passed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from .waits import Waits

_HOUR_S = 3600.0


class Pace:
    """So many calls in any window of so many seconds; one more waits for its turn."""

    def __init__(self, waits: Waits, *, calls: int, window_s: float) -> None:
        self._waits = waits
        self._why = f"the API takes {calls:,} calls {_span(window_s)}"
        self._calls = calls
        self._window = timedelta(seconds=window_s)
        self._made: deque[datetime] = deque(maxlen=calls)

    async def turn(self, what: str) -> None:
        """Wait until one more call fits, and count it; `what` completes “waits to …”."""
        while True:
            now = self._waits.timing.now()
            if len(self._made) < self._calls or now - self._made[0] >= self._window:
                self._made.append(now)
                return
            wait_s = (self._made[0] + self._window - now).total_seconds()
            await self._waits.sleep(wait_s, what, self._why)


class Paces:
    """Several limits on the same calls, each with its own window; the strictest one decides."""

    def __init__(self, waits: Waits, limits: Iterable[tuple[int, float]]) -> None:
        self._paces = tuple(
            Pace(waits, calls=calls, window_s=window_s) for calls, window_s in limits
        )

    async def turn(self, what: str) -> None:
        """Wait until one more call fits every limit, and count it; `what` as for one limit."""
        for pace in self._paces:
            await pace.turn(what)


def _span(window_s: float) -> str:
    """Name a window, which may be a little longer than what it is named for."""
    return "an hour" if window_s >= _HOUR_S else "a minute"
