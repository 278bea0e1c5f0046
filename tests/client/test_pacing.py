"""Calls are spread so that a limit is never passed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.client.pacing import Pace, Paces
from defender_tui.client.timing import Timing
from defender_tui.client.waits import Waits
from defender_tui.core.call_wait import CallWait
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
    pace = Pace(Waits(clock.timing()), calls=4, window_s=60)
    made = []
    for pause_s in pauses_s:
        clock.time += timedelta(seconds=pause_s)
        await pace.turn("list incidents")
        made.append(clock.time)
    fifth = zip(made, made[4:], strict=False)
    assert all(last - first >= timedelta(seconds=60) for first, last in fifth)


async def test_calls_below_the_limit_do_not_wait() -> None:
    clock = Sleeper()
    pace = Pace(Waits(clock.timing()), calls=4, window_s=60)
    for _ in range(4):
        await pace.turn("list incidents")
    assert not clock.slept


async def test_a_call_that_waits_for_its_turn_says_for_what_how_long_and_why() -> None:
    clock = Sleeper()
    told: list[CallWait] = []

    async def sleep(_seconds: float) -> None:
        told.extend(waits.held)
        clock.time += timedelta(seconds=61)

    waits = Waits(Timing(now=lambda: clock.time, sleep=sleep))
    paces = Paces(waits, [(2, 61.0), (1500, 3601.0)])
    for _ in range(3):
        await paces.turn("list incidents")
    [wait] = told
    assert ("list incidents", "the API takes 2 calls a minute") == (wait.what, wait.why)
    assert clock.time == wait.until
    assert () == waits.held


async def test_a_call_that_is_given_up_waits_no_longer() -> None:
    door = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        await door.wait()

    waits = Waits(Timing(now=Sleeper().timing().now, sleep=sleep))
    task = asyncio.create_task(waits.sleep(3600, "open incident 1", "the service asked for it"))
    await asyncio.sleep(0)
    assert ["open incident 1"] == [one.what for one in waits.held]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not waits.held
