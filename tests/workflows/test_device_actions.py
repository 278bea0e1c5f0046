"""An action is started once, or it is said why not, and it is followed to its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import (
    ApiError,
    ConnectFailed,
    DefenderTuiError,
    NotPermitted,
    OutcomeUnknown,
    ServerFault,
)
from defender_tui.core.machines import ActionKind, MachineAction, ResponseRequest
from defender_tui.workflows.device_actions import (
    DeviceActions,
    Joined,
    MayHaveStarted,
    NotStarted,
    Started,
    StartResult,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SCAN = ResponseRequest(ActionKind.SCAN, "because of alert 7", scope="Quick")
OTHERS = MachineAction("0", "RunAntiVirusScan", comment="routine", status="Succeeded")


class Fate(Enum):
    """What becomes of an order."""

    ANSWERED = "taken and answered"
    LOST_ANSWER = "taken, answer lost"
    LOST = "lost on the way"
    LATE = "taken only while we wait"
    REFUSED = "refused"


class Service:
    """An API of one machine that treats each order as its fate says.

    It refuses an order that is on its way, as the real one does, unless it `forgets`.
    """

    def __init__(self, *fates: Fate, actions: Sequence[MachineAction] = (OTHERS,)) -> None:
        self.held = list(actions)
        self.orders = 0
        self.reading_error: DefenderTuiError | None = None
        self.reads_before_error = 0
        self.gives_old_one = False
        self.slept: list[float] = []
        self._fates = list(fates)
        self._late: list[Callable[[], object]] = []

    async def actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        self.reads_before_error -= 1
        if self.reading_error is not None and self.reads_before_error < 0:
            raise self.reading_error
        return tuple(self.held)

    async def action(self, action_id: str) -> MachineAction:
        return next(one for one in self.held if one.id == action_id)

    async def act(self, machine_id: str, request: ResponseRequest) -> MachineAction:
        self.orders += 1
        fate = self._fates.pop(0) if self._fates else Fate.ANSWERED
        running = [one for one in self.held if one.is_open and request.is_done_by(one)]
        if fate is Fate.REFUSED:
            raise NotPermitted("no role", status=403)
        if fate is Fate.LATE:
            self._late.append(lambda: self._take(request))
        elif fate is not Fate.LOST and running and not self.gives_old_one:
            if fate is Fate.LOST_ANSWER:
                raise OutcomeUnknown("the connection broke")
            raise ApiError("Action is already in progress", status=400)
        elif fate is not Fate.LOST:
            taken = running[0] if running else self._take(request)
            if fate is Fate.ANSWERED:
                return taken
        raise OutcomeUnknown("the connection broke")

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        while self._late:
            self._late.pop()()

    def _take(self, request: ResponseRequest) -> MachineAction:
        action = MachineAction(
            id=str(len(self.held)),
            type=request.kind.value,
            scope=request.scope,
            comment=request.remark,
            status="Pending",
            created=NOON,
        )
        self.held.insert(0, action)
        return action

    @property
    def ours(self) -> list[MachineAction]:
        return [one for one in self.held if one.comment == SCAN.comment]


async def started(service: Service, request: ResponseRequest = SCAN) -> StartResult:
    return await DeviceActions(service, service.sleep).start("m", request)


@given(st.lists(st.sampled_from([one for one in Fate if one is not Fate.REFUSED]), max_size=5))
async def test_an_action_is_never_there_twice_and_never_claimed_in_vain(fates: list[Fate]) -> None:
    service = Service(*fates)
    result = await started(service)
    assert len(service.ours) <= 1
    if isinstance(result, Started):
        assert service.ours == [result.action]
    else:
        assert isinstance(result, MayHaveStarted)


@given(
    st.lists(st.sampled_from(Fate), max_size=4),
    st.integers(0, 4),
    st.sampled_from([ServerFault("down", status=503), NotPermitted("no role", status=403)]),
)
async def test_who_cannot_look_does_not_send_again(
    fates: list[Fate], reads: int, error: DefenderTuiError
) -> None:
    service = Service(*fates)
    service.reading_error, service.reads_before_error = error, reads
    result = await started(service)
    assert len(service.ours) <= 1
    if isinstance(result, NotStarted):
        assert not service.ours
    if reads == 0:
        assert service.orders <= 1


async def test_an_order_whose_answer_was_lost_is_found_and_not_sent_again() -> None:
    service = Service(Fate.LOST_ANSWER)
    result = await started(service)
    assert Started(service.ours[0], was_unclear=True) == result
    assert 1 == service.orders


async def test_an_order_that_was_lost_is_sent_again_after_a_wait() -> None:
    service = Service(Fate.LOST)
    result = await started(service)
    assert Started(service.ours[0], was_unclear=True) == result
    assert 2 == service.orders
    assert service.slept


async def test_an_order_that_shows_late_is_taken_over() -> None:
    service = Service(Fate.LATE)
    result = await started(service)
    assert Started(service.ours[0], was_unclear=True) == result
    assert 1 == service.orders


async def test_an_earlier_action_with_the_same_comment_does_not_pass_for_the_new_one() -> None:
    old = replace(OTHERS, id="9", comment=SCAN.comment)
    service = Service(Fate.LOST, actions=(old,))
    result = await started(service)
    assert isinstance(result, Started)
    assert "9" != result.action.id


async def test_what_is_on_its_way_already_is_joined() -> None:
    running = replace(OTHERS, id="5", status="InProgress")
    service = Service(actions=(running, OTHERS))
    assert Joined(running) == await started(service)


async def test_a_running_action_given_in_place_of_a_new_one_is_joined_too() -> None:
    running = replace(OTHERS, id="5", status="Pending")
    service = Service(actions=(running, OTHERS))
    service.gives_old_one = True
    assert Joined(running) == await started(service)


async def test_the_quarantine_of_another_file_is_not_joined() -> None:
    other = MachineAction("5", "StopAndQuarantineFile", status="Pending", file_hash="b" * 40)
    service = Service(actions=(other,))
    request = ResponseRequest(ActionKind.QUARANTINE, "worm", sha1="a" * 40)
    assert isinstance(await started(service, request), Started)


async def test_a_refusal_for_another_reason_stays_a_refusal() -> None:
    service = Service(Fate.REFUSED)
    result = await started(service)
    assert isinstance(result, NotStarted)
    assert isinstance(result.error, NotPermitted)


async def test_a_refusal_after_an_unclear_end_does_not_clear_it() -> None:
    for then in (Fate.REFUSED, Fate.ANSWERED):
        service = Service(Fate.LOST_ANSWER, then)

        async def lagging(machine_id: str) -> tuple[MachineAction, ...]:
            return (OTHERS,)

        service.actions = lagging  # type: ignore[method-assign]
        assert isinstance(await started(service), MayHaveStarted)
        assert (2, 1) == (service.orders, len(service.ours))


async def test_without_a_comment_nothing_is_sent() -> None:
    service = Service()
    assert isinstance(await started(service, replace(SCAN, comment=" ")), NotStarted)
    assert 0 == service.orders


async def test_an_application_that_may_not_see_actions_can_start_one() -> None:
    service = Service()
    service.reading_error = NotPermitted("no role", status=403)
    assert isinstance(await started(service), Started)


class Course:
    """An action that goes through given states, one at each look; an error is raised in turn."""

    def __init__(self, *looks: str | DefenderTuiError) -> None:
        self._looks = list(looks)
        self.slept: list[float] = []

    async def act(self, machine_id: str, request: ResponseRequest) -> MachineAction:
        raise AssertionError("following starts nothing")

    async def actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        raise AssertionError("following looks at one action")

    async def action(self, action_id: str) -> MachineAction:
        look = self._looks.pop(0)
        if isinstance(look, DefenderTuiError):
            raise look
        return MachineAction(action_id, status=look)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def followed(self) -> list[str | None]:
        follower = DeviceActions(self, self.sleep).follow(MachineAction("1", status="Pending"))
        return [one.status async for one in follower]


async def test_every_change_is_told_once_until_the_end() -> None:
    course = Course("Pending", "Pending", "InProgress", "InProgress", "Succeeded")
    assert ["Pending", "InProgress", "Succeeded"] == await course.followed()


async def test_looks_become_rarer_while_nothing_changes_and_never_rarer_than_half_a_minute() -> (
    None
):
    course = Course(*["Pending"] * 12, "InProgress", "TimeOut")
    await course.followed()
    waits = course.slept[:13]
    assert sorted(waits) == waits
    assert (2.0, 30.0, 2.0) == (waits[0], waits[-1], course.slept[-1])


async def test_a_state_that_is_not_known_is_told_and_followed_on() -> None:
    assert ["Pending", "Paused", "Failed"] == await Course("Paused", "Failed").followed()


async def test_a_look_that_fails_is_made_again() -> None:
    course = Course(ConnectFailed("gone"), ServerFault("down", status=503), "Succeeded")
    assert ["Pending", "Succeeded"] == await course.followed()


async def test_looks_that_keep_failing_end_in_the_error() -> None:
    course = Course(*[ConnectFailed("gone")] * 5)
    with pytest.raises(ConnectFailed):
        await course.followed()
