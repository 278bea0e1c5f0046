"""The sum of the running time of queries, in cycles that follow one another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.limits.call_meter import Key
from defender_tui.sandbox.limits.quota import QuotaExceeded, RunTimeQuota

_NOTHING = timedelta(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RunTimeMeter:
    """Adds up running time; what goes beyond a quota bars queries until the next cycle."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._spent: dict[tuple[Key, timedelta], tuple[int, timedelta]] = {}

    def insist(self, key: Key, quotas: Sequence[RunTimeQuota]) -> None:
        """See to it that all of the quotas have some time left.

        Raises:
            QuotaExceeded: one has none; of several, that whose cycle ends last.
        """
        since_epoch = self._clock.now() - _EPOCH
        exceeded = [
            QuotaExceeded(quota, quota.cycle - since_epoch % quota.cycle)
            for quota in quotas
            if self._spent_on(key, quota) >= quota.most
        ]
        if exceeded:
            raise max(exceeded, key=lambda one: one.retry_after)

    def add(self, key: Key, quotas: Sequence[RunTimeQuota], spent: timedelta) -> None:
        """Note how long a query ran."""
        for quota in quotas:
            total = self._spent_on(key, quota) + spent
            self._spent[key, quota.cycle] = (self._cycle(quota), total)

    def _spent_on(self, key: Key, quota: RunTimeQuota) -> timedelta:
        cycle, spent = self._spent.get((key, quota.cycle), (None, _NOTHING))
        return spent if cycle == self._cycle(quota) else _NOTHING

    def _cycle(self, quota: RunTimeQuota) -> int:
        return (self._clock.now() - _EPOCH) // quota.cycle
