"""Response actions over a served sandbox, whose clock goes on while we wait."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from defender_tui.client import DefenderClient
from defender_tui.core.action_words import standing
from defender_tui.core.errors import NotFound, ServerFault
from defender_tui.core.machines import ActionKind, MachineAction, ResponseRequest
from defender_tui.workflows.device_actions import (
    DeviceActions,
    Joined,
    MayHaveStarted,
    NotStarted,
    Started,
)
from tests.client.endpoint_bench import EndpointBench, a_machine, endpoint_bench

ISOLATE = ResponseRequest(ActionKind.ISOLATE, "because of alert 7", scope="Full")
_ORDERS = "/mde/api/machines/*/*"
_ACTIONS = "/mde/api/machineactions*"
_UNCLEAR = ("504", "500-empty", "reset", "reset-body", "truncated-json", "html")


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who responds on devices of the sandbox."""

    bench: EndpointBench
    client: DefenderClient

    @property
    def actions(self) -> DeviceActions:
        return DeviceActions(self.client.machines, self.bench.sleep)

    async def free_machine(self) -> str:
        """Give a machine that nothing was done on yet."""
        for number in range(1, 9):
            machine = await a_machine(self.client, f"srv-app-{number:02}")
            if not await self.client.machines.actions(machine.id):
                return machine.id
        raise AssertionError("there are too few machines for all these tests")

    async def followed(self, action: MachineAction) -> list[MachineAction]:
        return [one async for one in self.actions.follow(action)]


@pytest.fixture
def bench() -> Iterator[EndpointBench]:
    with endpoint_bench() as opened:
        yield opened


@pytest.fixture
async def desk(bench: EndpointBench) -> AsyncIterator[Desk]:
    async with bench.client() as client:
        yield Desk(bench, client)


async def test_a_device_is_isolated_and_released_each_followed_to_its_end(desk: Desk) -> None:
    machine_id = await desk.free_machine()
    started = await desk.actions.start(machine_id, ISOLATE)
    assert isinstance(started, Started)
    course = await desk.followed(started.action)
    assert ["Pending", "InProgress", "Succeeded"] == [one.status for one in course]
    assert "The device is isolated from the network." == standing(course[-1])
    again = await desk.actions.start(machine_id, ISOLATE)
    assert isinstance(again, NotStarted)
    assert "already isolated" in again.error.message
    release = ResponseRequest(ActionKind.RELEASE, "clean again")
    released = await desk.actions.start(machine_id, release)
    assert isinstance(released, Started)
    assert "Succeeded" == (await desk.followed(released.action))[-1].status


async def test_a_second_order_joins_the_first(desk: Desk) -> None:
    machine_id = await desk.free_machine()
    first = await desk.actions.start(machine_id, ISOLATE)
    assert isinstance(first, Started)
    second = await desk.actions.start(machine_id, ISOLATE)
    assert isinstance(second, Joined)
    assert first.action.id == second.action.id


async def test_each_unclear_end_leaves_one_action_and_says_so(desk: Desk) -> None:
    for fault in _UNCLEAR:
        machine_id = await desk.free_machine()
        desk.bench.spoil(f"{fault}:1@{_ORDERS}")
        result = await desk.actions.start(machine_id, ISOLATE)
        desk.bench.heal()
        assert isinstance(result, Started), fault
        assert result.was_unclear, fault
        assert [result.action.id] == [
            one.id for one in await desk.client.machines.actions(machine_id)
        ]


async def test_ends_that_stay_unclear_leave_at_most_one_action(desk: Desk) -> None:
    for fault in ("504", "500-empty"):
        machine_id = await desk.free_machine()
        desk.bench.spoil(f"{fault}@{_ORDERS}")
        result = await desk.actions.start(machine_id, ISOLATE)
        desk.bench.heal()
        found = await desk.client.machines.actions(machine_id)
        if isinstance(result, Started):
            assert [result.action.id] == [one.id for one in found]
        else:
            assert isinstance(result, MayHaveStarted)
            assert not found


async def test_whoever_cannot_look_after_an_unclear_end_is_told_that_it_may_have_started(
    desk: Desk,
) -> None:
    machine_id = await desk.free_machine()
    desk.bench.spoil(f"504:1@{_ORDERS}")
    # The look before the order is let through.
    real = desk.client.machines.actions
    looks = 0

    class Blinded:
        act = staticmethod(desk.client.machines.act)
        action = staticmethod(desk.client.machines.action)

        async def actions(self, machine_id: str) -> tuple[MachineAction, ...]:
            nonlocal looks
            looks += 1
            if looks > 1:
                raise ServerFault("down", status=503)
            return await real(machine_id)

    result = await DeviceActions(Blinded(), desk.bench.sleep).start(machine_id, ISOLATE)
    assert isinstance(result, MayHaveStarted)
    assert 1 == len(await real(machine_id))


@pytest.mark.parametrize(
    "fault",
    [
        "throttle:2",
        *(pytest.param(one, marks=pytest.mark.full) for one in ("503:3", "reset:1", "500-empty:2")),
    ],
)
async def test_following_gets_over_what_passes(desk: Desk, fault: str) -> None:
    started = await desk.actions.start(await desk.free_machine(), ISOLATE)
    assert isinstance(started, Started)
    desk.bench.spoil(f"{fault}@{_ACTIONS}")
    assert "Succeeded" == (await desk.followed(started.action))[-1].status


async def test_following_what_is_not_there_ends_in_the_reason(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.followed(MachineAction("nothing", status="Pending"))


async def test_an_inactive_device_lets_time_run_out(desk: Desk) -> None:
    machine = await a_machine(desk.client, "fin-ws-02")
    assert "Inactive" == machine.health
    started = await desk.actions.start(machine.id, ISOLATE)
    assert isinstance(started, Started)
    last = (await desk.followed(started.action))[-1]
    assert "TimeOut" == last.status
    assert "did not answer in time" in standing(last)


async def test_a_cancelled_action_ends_with_who_and_why(desk: Desk) -> None:
    started = await desk.actions.start(await desk.free_machine(), ISOLATE)
    assert isinstance(started, Started)
    await desk.client.machines.cancel(started.action.id, "wrong device")
    last = (await desk.followed(started.action))[-1]
    assert "It was cancelled by full: wrong device" == standing(last)
