"""The queue of hunting calls: who waits, for how long, and who goes first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from defender_tui.client import DefenderClient
from defender_tui.core.errors import CredentialsRejected, ServerFault, Throttled
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret
from defender_tui.workflows.hunt_queue import HuntQueue, HuntTurns, Waiting, WaitReason
from tests.client.conftest import Clock, profile_for
from tests.client.staged import TENANT, Reply, StagedServer, serving
from tests.given_secret import GivenSecret

RUN = "/graph/v1.0/security/runHuntingQuery"
ANSWER = Reply(body={"schema": [{"name": "n", "type": "Int64"}], "results": [{"n": 1}]})
BUSY = {"error": {"code": "TooManyRequests", "message": "Too many."}}


class Time:
    """Seconds that pass only in sleep; whoever sleeps lets the others go on."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def clock(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now_s += seconds


class Stopped(Time):
    """Seconds that pass only once the test lets them."""

    def __init__(self) -> None:
        super().__init__()
        self.passes = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        await self.passes.wait()
        await super().sleep(seconds)


def queue_in(time: Time, per_minute: int | None = None) -> HuntQueue:
    return HuntQueue(per_minute, clock=time.clock, sleep=time.sleep)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_calls_of_the_last_minute_are_counted_and_forgotten() -> None:
    time = Time()
    queue = queue_in(time)
    assert 0 == queue.calls_last_minute
    await queue.turn()
    time.now_s += 30
    await queue.turn()
    assert 2 == queue.calls_last_minute
    time.now_s += 30
    assert 1 == queue.calls_last_minute
    time.now_s += 30
    assert 0 == queue.calls_last_minute


async def test_without_a_limit_nobody_waits() -> None:
    time, told = Time(), list[Waiting | None]()
    queue = queue_in(time)
    for _ in range(100):
        assert 0 == await queue.turn(told.append)
    assert [None] * 100 == told
    assert 1000.0 == time.now_s


async def test_at_the_profiles_limit_a_run_waits_until_the_oldest_call_is_a_minute_old() -> None:
    time, told = Time(), list[Waiting | None]()
    queue = queue_in(time, per_minute=2)
    await queue.turn()
    time.now_s += 20
    await queue.turn()
    assert 40 == await queue.turn(told.append)
    assert 1060.0 == time.now_s
    assert Waiting(1, 40.0, WaitReason.PACE) == told[0]
    assert [40.0 - second for second in range(40)] == [one.seconds for one in told if one]
    assert told[-1] is None
    assert 2 == queue.calls_last_minute


async def test_after_a_refusal_the_services_wait_is_counted_down() -> None:
    time, told = Time(), list[Waiting | None]()
    queue = queue_in(time)
    queue.shut(3.5)
    await queue.turn(told.append)
    assert [3.5, 2.5, 1.5, 0.5] == [one.seconds for one in told if one]
    assert {WaitReason.THROTTLED} == {one.reason for one in told if one}
    assert 1003.5 == time.now_s


async def test_a_shorter_refusal_does_not_open_the_queue_sooner() -> None:
    time = Time()
    queue = queue_in(time)
    queue.shut(10)
    queue.shut(2)
    assert 10 == queue.wait_s


async def test_runs_go_in_the_order_they_came_and_hear_their_place() -> None:
    time, order, told = Time(), list[int](), list[Waiting | None]()
    queue = queue_in(time, per_minute=1)
    await queue.turn()

    async def one(number: int) -> None:
        await queue.turn(told.append if number == 3 else None)
        order.append(number)

    async with asyncio.TaskGroup() as group:
        for number in (1, 2, 3):
            group.create_task(one(number))
    assert [1, 2, 3] == order
    places = [waiting.place for waiting in told if waiting]
    assert [3, 2, 1] == list(dict.fromkeys(places))
    assert 1180.0 == time.now_s


async def test_a_cancelled_run_leaves_the_queue_and_the_next_one_moves_up() -> None:
    queue = queue_in(Stopped())
    queue.shut(30)
    told = list[Waiting | None]()
    first = asyncio.create_task(queue.turn())
    middle = asyncio.create_task(queue.turn())
    last = asyncio.create_task(queue.turn(told.append))
    await settle()
    assert 3 == queue.waiting
    for task, place in ((middle, 2), (first, 1)):
        task.cancel()
        await asyncio.wait([task])
        await settle()
        waiting = told[-1]
        assert waiting is not None
        assert place == waiting.place
    last.cancel()
    await asyncio.wait([last])
    assert 0 == queue.waiting == queue.calls_last_minute


async def test_who_keeps_time_is_replaced_when_it_is_cancelled() -> None:
    class StoppedOnce(Time):
        calls = 0

        async def sleep(self, seconds: float) -> None:
            self.calls += 1
            if self.calls == 1:
                await asyncio.Event().wait()
            await super().sleep(seconds)

    time = StoppedOnce()
    queue = queue_in(time)
    queue.shut(5)
    keeper = asyncio.create_task(queue.turn())
    follower = asyncio.create_task(queue.turn())
    await settle()
    keeper.cancel()
    assert 5 == await follower


async def test_a_repetition_goes_before_those_who_wait() -> None:
    time, order = Stopped(), list[str]()
    queue = queue_in(time)
    turns = HuntTurns(queue, lambda _: None)
    await turns.turn()
    assert turns.was_refused(2)

    async def go(name: str) -> None:
        await (turns.turn() if name == "again" else queue.turn())
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for name in ("later", "again"):
            group.create_task(go(name))
            await settle()
        time.passes.set()
    assert ["again", "later"] == order
    assert 2 == turns.waited_s


async def test_those_who_were_refused_keep_their_order() -> None:
    time, order = Stopped(), list[int]()
    queue = queue_in(time)
    queue.shut(5)

    async def go(number: int) -> None:
        await queue.turn(first=number < 3)
        order.append(number)

    async with asyncio.TaskGroup() as group:
        for number in (3, 1, 2, 4):
            group.create_task(go(number))
            await settle()
        time.passes.set()
    assert [1, 2, 3, 4] == order


def test_a_run_gives_up_when_the_wait_is_too_long_or_the_refusals_do_not_end() -> None:
    queue = queue_in(Time())
    assert not HuntTurns(queue, lambda _: None).was_refused(3601)
    assert 3601 == queue.wait_s
    patient = HuntTurns(queue, lambda _: None)
    assert [True, True, True, False] == [patient.was_refused(900) for _ in range(4)]


def test_a_run_that_nobody_watches_waits_for_half_a_minute_at_most() -> None:
    assert HuntTurns(queue_in(Time())).was_refused(30)
    assert not HuntTurns(queue_in(Time())).was_refused(31)


async def test_a_run_that_nobody_watches_is_not_sent_into_a_queue_that_is_shut_for_long() -> None:
    queue = queue_in(Time())
    queue.shut(90)
    with pytest.raises(Throttled) as refused:
        await HuntTurns(queue).turn()
    assert (90, "Try again in 90 seconds.") == (refused.value.retry_after_s, refused.value.hint)
    assert 0 == queue.calls_last_minute
    patient = HuntTurns(queue, lambda _: None)
    await patient.turn()
    assert 90 == patient.waited_s


@pytest.mark.parametrize(("wait_s", "is_watched"), [(60, True), (1, False)])
def test_a_refusal_without_a_wait_gets_one(wait_s: float, is_watched: bool) -> None:
    queue = queue_in(Time())
    assert HuntTurns(queue, (lambda _: None) if is_watched else None).was_refused(None)
    assert wait_s == queue.wait_s


# Through the client


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        yield running


@pytest.fixture
def profile(server: StagedServer, tmp_path: Path, authority: trustme.CA) -> Profile:
    return profile_for(server, tmp_path, authority)


async def run_once(profile: Profile, turns: HuntTurns) -> float:
    """Run a query and give how long it took without its waits."""
    timing = Clock().timing()
    async with DefenderClient(profile, GivenSecret(Secret("s")), timing=timing) as client:
        run = await client.hunting.run("T", gate=turns)
        await asyncio.to_thread(run.table.close)
        return run.elapsed_s


async def test_a_throttled_query_waits_in_the_queue_and_is_run_again(
    server: StagedServer, profile: Profile
) -> None:
    server.stage(RUN, Reply(429, BUSY, {"Retry-After": "3"}), ANSWER)
    time, told = Time(), list[Waiting | None]()
    queue = queue_in(time)
    await run_once(profile, HuntTurns(queue, told.append))
    assert [None, 3.0, 2.0, 1.0, None] == [one and one.seconds for one in told]
    assert 2 == queue.calls_last_minute == len(server.api_calls(RUN))


async def test_repetitions_after_a_fault_are_counted_too(
    server: StagedServer, profile: Profile
) -> None:
    server.stage(RUN, Reply(503, {"error": {"code": "UnknownError", "message": ""}}))
    queue = queue_in(Time())
    with pytest.raises(ServerFault):
        await run_once(profile, HuntTurns(queue))
    assert 4 == queue.calls_last_minute == len(server.api_calls(RUN))


async def test_a_wait_that_nobody_would_sit_out_is_told_and_holds_the_next_run(
    server: StagedServer, profile: Profile
) -> None:
    server.stage(RUN, Reply(429, BUSY, {"Retry-After": "7200"}))
    queue = queue_in(Time())
    with pytest.raises(Throttled):
        await run_once(profile, HuntTurns(queue, lambda _: None))
    assert 7200 == queue.wait_s
    assert 1 == queue.calls_last_minute


async def test_a_run_for_which_there_was_no_token_counts_as_no_call(
    server: StagedServer, profile: Profile
) -> None:
    wrong = {"error": "invalid_client", "error_codes": [7000215]}
    server.stage(f"/{TENANT}/oauth2/v2.0/token", Reply(401, wrong))
    queue = queue_in(Time())
    with pytest.raises(CredentialsRejected):
        await run_once(profile, HuntTurns(queue))
    assert 0 == queue.calls_last_minute
