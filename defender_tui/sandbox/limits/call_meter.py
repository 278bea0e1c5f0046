"""The count of calls, in windows that slide along with the clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.limits.quota import CallQuota, QuotaExceeded

Key = tuple[str, ...]
"""Who called what: the parts that a quota is counted by."""


class CallMeter:
    """Counts calls and refuses those above a quota; a refused call does not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[Key, deque[datetime]] = {}

    def count(self, key: Key, quotas: Sequence[CallQuota]) -> None:
        """Note a call, for which every one of the quotas must have room.

        Raises:
            QuotaExceeded: one of them has none; of several, that which takes longest to recover.
        """
        now = self._clock.now()
        calls = self._calls.setdefault(key, deque())
        _forget(calls, now, max(quota.span for quota in quotas))
        exceeded = [
            QuotaExceeded(quota, calls[-quota.most] + quota.span - now)
            for quota in quotas
            if len(calls) >= quota.most and calls[-quota.most] + quota.span > now
        ]
        if exceeded:
            raise max(exceeded, key=lambda one: one.retry_after)
        calls.append(now)


def _forget(calls: deque[datetime], now: datetime, span: timedelta) -> None:
    while calls and calls[0] + span <= now:
        calls.popleft()
    # The clock may have been set back.
    while calls and calls[-1] > now:
        calls.pop()
