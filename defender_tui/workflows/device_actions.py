"""Response actions on devices, so that none is started twice unknowingly, and each is followed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from ..core.errors import (
    ApiError,
    DefenderTuiError,
    NetworkError,
    NotPermitted,
    OutcomeUnknown,
    ServerFault,
    Throttled,
)
from ..core.machines import MachineAction, ResponseRequest

# An order that a gateway gave up on may still be carried out: so long it is given to show.
_SETTLE_S = 4.0
_TRIES = 3
_FIRST_LOOK_S = 2.0
_SLOWING = 1.5
_LAST_LOOK_S = 30.0
_MISSES = 5
_BAD_REQUEST = 400


class MachineApi(Protocol):
    """What is needed of `client.machines`."""

    async def act(self, machine_id: str, request: ResponseRequest) -> MachineAction:
        """Have a machine do something."""
        ...

    async def action(self, action_id: str) -> MachineAction:
        """Give one action as it stands."""
        ...

    async def actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        """Give all actions of a machine, the newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Started:
    """The action was started; `was_unclear` says that it had to be looked for."""

    action: MachineAction
    was_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Just this was on its way before: nothing was started, that action is given."""

    action: MachineAction


@dataclass(frozen=True, slots=True)
class NotStarted:
    """The action was not started."""

    error: DefenderTuiError


@dataclass(frozen=True, slots=True)
class MayHaveStarted:
    """Nobody could tell whether the action was started. It was not sent again."""

    error: OutcomeUnknown


StartResult = Started | Joined | NotStarted | MayHaveStarted


class DeviceActions:
    """Starts and follows actions over one client; `sleep` takes seconds."""

    def __init__(self, api: MachineApi, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._api = api
        self._sleep = sleep

    async def start(self, machine_id: str, request: ResponseRequest) -> StartResult:
        """Start an action on a machine.

        After an unclear end the actions of the machine are compared with those that it had before:
        a new one of this kind with this comment is taken over, whatever the clocks say. Only what
        is still absent after a wait is sent again.
        """
        try:
            request.check()
            before = await self._known(machine_id)
            return await self._send(machine_id, request, before)
        except OutcomeUnknown as error:
            return MayHaveStarted(error)
        except DefenderTuiError as error:
            return NotStarted(error)

    async def follow(self, action: MachineAction) -> AsyncIterator[MachineAction]:
        """Give the action, and again after every change, until it has ended.

        It is looked at after longer and longer times. A look that fails for a passing reason is
        made again; a few in a row end it. A status that is not known counts as not ended.

        Raises:
            DefenderTuiError: it could not be looked at any more; it goes on all the same.
        """
        yield action
        pause_s, misses = _FIRST_LOOK_S, 0
        while not action.is_over:
            await self._sleep(pause_s)
            pause_s = min(pause_s * _SLOWING, _LAST_LOOK_S)
            try:
                now = await self._api.action(action.id)
            except (NetworkError, ServerFault, Throttled):
                misses += 1
                if misses == _MISSES:
                    raise
                continue
            misses = 0
            if now != action:
                # A new state may soon be followed by the next.
                pause_s = _FIRST_LOOK_S
                action = now
                yield action

    async def _known(self, machine_id: str) -> frozenset[str] | None:
        """Give the ids of all actions so far; `None` when this application may not see them."""
        try:
            return frozenset(one.id for one in await self._api.actions(machine_id))
        except NotPermitted:
            return None

    async def _send(
        self, machine_id: str, request: ResponseRequest, before: frozenset[str] | None
    ) -> StartResult:
        """Send an order, and once more what is seen to be absent after an unclear end.

        Raises:
            OutcomeUnknown: an end was unclear, and nothing since then has told more.
            DefenderTuiError: it was refused at once.
        """
        unclear: OutcomeUnknown | None = None
        for attempt in range(1, _TRIES + 1):
            try:
                action = await self._api.act(machine_id, request)
            except OutcomeUnknown as error:
                unclear = error
                found = await self._looked_for(machine_id, request, before, error)
                if found is not None:
                    return Started(found, was_unclear=True)
                if attempt == _TRIES:
                    raise
            except DefenderTuiError as refused:
                there = await self._in_the_way(machine_id, request, before, refused)
                if there is None:
                    if unclear is None:
                        raise
                    # A list may lag behind, so what was unclear before is not cleared by this.
                    raise unclear from refused
                is_ours = before is not None and there.id not in before and _is_ours(there, request)
                if unclear is not None and is_ours:
                    return Started(there, was_unclear=True)
                return Joined(there)
            else:
                # The service may give the one that is on its way instead of a new one.
                is_old = before is not None and action.id in before
                was_unclear = unclear is not None
                return Joined(action) if is_old else Started(action, was_unclear=was_unclear)
        raise AssertionError("the last attempt returns or raises")

    async def _looked_for(
        self,
        machine_id: str,
        request: ResponseRequest,
        before: frozenset[str] | None,
        unclear: OutcomeUnknown,
    ) -> MachineAction | None:
        """Look for what an unclear order started; `None` when it is absent after a wait too.

        Raises:
            OutcomeUnknown: that cannot be seen.
        """
        if before is None:
            raise unclear
        for is_second_look in (False, True):
            if is_second_look:
                await self._sleep(_SETTLE_S)
            try:
                actions = await self._api.actions(machine_id)
            except DefenderTuiError as error:
                raise unclear from error
            for one in actions:
                if one.id not in before and _is_ours(one, request):
                    return one
        return None

    async def _in_the_way(
        self,
        machine_id: str,
        request: ResponseRequest,
        before: frozenset[str] | None,
        refused: DefenderTuiError,
    ) -> MachineAction | None:
        """Give the action for which an order was refused: a late one of ours, or an open one.

        `None` when it was refused for another reason, or nobody can tell.
        """
        is_possible = isinstance(refused, ApiError) and refused.status == _BAD_REQUEST
        if not is_possible or before is None:
            return None
        try:
            actions = await self._api.actions(machine_id)
        except DefenderTuiError:
            # The refusal is what gets told.
            return None
        alike = [one for one in actions if request.is_done_by(one)]
        ours = [one for one in alike if one.id not in before and _is_ours(one, request)]
        return next(iter(ours or [one for one in alike if one.is_open]), None)


def _is_ours(action: MachineAction, request: ResponseRequest) -> bool:
    return request.is_done_by(action) and (action.comment or "").strip() == request.remark
