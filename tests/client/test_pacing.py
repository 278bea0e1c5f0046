"""Calls are spread so that a limit is never passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.client.pacing import Pace
from defender_tui.client.timing import Timing
from tests.client.conftest import Clock


class Sleeper(Clock):
    """A clock that goes on while one sleeps."""

    def timing(self) -> Timing:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            self.time += timedelta(seconds=seconds)

        return Timing(now=lambda: self.time, sleep=sleep)


@given(st.lists(st.floats(0, 40), max_size=30))
async def test_no_window_holds_more_calls_than_allowed(pauses_s: Sequence[float]) -> None:
    clock = Sleeper()
    pace = Pace(clock.timing(), calls=4, window_s=60)
    made = []
    for pause_s in pauses_s:
        clock.time += timedelta(seconds=pause_s)
        await pace.turn()
        made.append(clock.time)
    fifth = zip(made, made[4:], strict=False)
    assert all(last - first >= timedelta(seconds=60) for first, last in fifth)


async def test_calls_below_the_limit_do_not_wait() -> None:
    clock = Sleeper()
    pace = Pace(clock.timing(), calls=4, window_s=60)
    for _ in range(4):
        await pace.turn()
    assert not clock.slept
