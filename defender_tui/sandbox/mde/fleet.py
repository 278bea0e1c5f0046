"""The machines of one tenant with all actions that were ordered on them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from defender_tui.sandbox.mde.action import Action, Cancellation
from defender_tui.sandbox.mde.course import course_of
from defender_tui.sandbox.mde.kinds import Kind
from defender_tui.sandbox.mde.machines import Machine


@dataclass(frozen=True, slots=True)
class Order:
    """What one call asks a machine to do."""

    kind: Kind
    comment: str
    scope: str | None = None
    sha1: str | None = None


class Fleet:
    """Finds machines and actions, takes orders and calls them off."""

    def __init__(self, machines: Iterable[Machine], past: Iterable[Action] = ()) -> None:
        self._machines = {machine.machine_id: machine for machine in machines}
        self._by_name = {machine.dns_name.lower(): machine for machine in self._machines.values()}
        self._actions = {action.action_id: action for action in past}

    def machines(self) -> list[Machine]:
        """Give all machines."""
        return list(self._machines.values())

    def actions(self) -> list[Action]:
        """Give all actions, oldest first."""
        return list(self._actions.values())

    def machine(self, machine_id: str) -> Machine | None:
        """Give the machine of that id, in any case."""
        return self._machines.get(machine_id.lower())

    def machine_at(self, segment: str) -> Machine | None:
        """Give the machine that a segment of a path names by its id or its DNS name."""
        return self.machine(segment) or self._by_name.get(segment.lower())

    def action(self, action_id: str) -> Action | None:
        """Give the action of that id, in any case."""
        return self._actions.get(action_id.lower())

    def with_package(self, token: str) -> Action | None:
        """Give the action whose package a link's token opens."""
        return next((one for one in self._actions.values() if one.package_token == token), None)

    def is_in(self, machine: Machine, state: str, now: datetime) -> bool:
        """Tell whether the last action that changed this state left the machine in it."""
        ends = [
            (action.ends_at, action.kind.sets == state)
            for action in self._actions.values()
            if action.machine.machine_id == machine.machine_id
            and state in (action.kind.sets, action.kind.lifts)
            and action.status(now) == "Succeeded"
        ]
        return max(ends)[1] if ends else False

    def open_action(self, machine: Machine, order: Order, now: datetime) -> Action | None:
        """Give the action that does just this and has not ended yet."""
        for action in self._actions.values():
            is_same = action.kind is order.kind and action.sha1 == order.sha1
            if is_same and action.machine.machine_id == machine.machine_id and action.is_open(now):
                return action
        return None

    def start(self, machine: Machine, order: Order, *, by: str, at: datetime) -> Action:
        """Take an order and give the action, which is pending then."""
        course = course_of(order.kind, order.scope, machine, at)
        action = Action(
            action_id=str(uuid.uuid4()),
            kind=order.kind,
            scope=order.scope,
            sha1=order.sha1,
            requestor=by,
            comment=order.comment,
            machine=machine,
            created_at=at,
            begins_at=course.begins_at,
            ends_at=course.ends_at,
            ending=course.ending,
            package_token=uuid.uuid4().hex,
        )
        self._actions[action.action_id] = action
        return action

    def cancel(self, action: Action, *, comment: str, by: str, at: datetime) -> Action:
        """Call an action off and give it as it is then."""
        cancelled = replace(action, cancellation=Cancellation(by, comment, at))
        self._actions[action.action_id] = cancelled
        return cancelled
