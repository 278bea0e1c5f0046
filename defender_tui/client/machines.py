"""Machines and the response actions on them, through Defender for Endpoint.

Source: https://learn.microsoft.com/en-us/defender-endpoint/api/management-apis
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ..core.errors import ConfigError, OutcomeUnknown, ProtocolError
from ..core.machines import Machine, MachineAction, ResponseRequest
from ..core.secret import Secret
from ..core.wire import mde
from ..core.wire.reading import JsonObject, json_object, objects
from ..core.wire.request import ApiRequest
from .sender import Answer, Sender

_CHECK_ADDRESS = "Check the API's address in Credentials."
_LOOK_FIRST = "It was not sent again. Look at the device's actions before repeating it."


class Machines:
    """The machines of the tenant."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def get(self, id_or_name: str) -> Machine:
        """Give one machine by its id or its DNS name.

        Raises:
            NotFound: the tenant has no such machine.
            DefenderTuiError: it could not be had.
        """
        request = mde.get_machine(id_or_name)
        answer = await self._sender.send(request)
        machine = mde.read_machine(json_object(answer.body, what=request.what))
        if not machine.id:
            raise _unreadable(request, "the answer is not a machine")
        return machine

    async def find(self, dns_name: str) -> tuple[Machine, ...]:
        """Give the machines of a DNS name, the last seen first; empty when there is none.

        Raises:
            DefenderTuiError: they could not be had.
        """
        request = mde.find_machines(dns_name)
        answer = await self._sender.send(request)
        found = [mde.read_machine(item) for item in _value(answer, request)]
        return tuple(sorted(found, key=lambda one: _since_epoch(one.last_seen), reverse=True))

    async def act(self, machine_id: str, request: ResponseRequest) -> MachineAction:
        """Have a machine do something, and give the action, which has only begun then.

        Where just this is on its way already, the service refuses it or gives that action.

        Raises:
            ConfigError: the request lacks a comment or something else; nothing was sent.
            NotPermitted: the role for it is missing.
            OutcomeUnknown: it may have been started; it was not sent again.
            DefenderTuiError: it was not started.
        """
        request.check()
        with _looking_first():
            return await self._write(mde.act(machine_id, request))

    async def action(self, action_id: str) -> MachineAction:
        """Give one action as it stands.

        Raises:
            NotFound: the tenant has no such action.
            DefenderTuiError: it could not be had.
        """
        request = mde.get_action(action_id)
        return _action(await self._sender.send(request), request)

    async def actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        """Give all actions of a machine, the newest first.

        Raises:
            DefenderTuiError: they could not be had.
        """
        found: dict[str, MachineAction] = {}
        skip = 0
        while True:
            request = mde.list_actions(machine_id, skip=skip)
            rows = _value(await self._sender.send(request), request)
            found |= {one.id: one for one in map(mde.read_action, rows)}
            if len(rows) < mde.MAX_PAGE:
                return tuple(sorted(found.values(), key=_age_key, reverse=True))
            skip += len(rows)

    async def cancel(self, action_id: str, comment: str) -> MachineAction:
        """Call an action off, and give it as it is then.

        Raises:
            ConfigError: the comment is empty; nothing was sent.
            OutcomeUnknown: it may have been called off; it was not sent again.
            DefenderTuiError: it was not called off.
        """
        if not comment.strip():
            raise ConfigError(
                "Calling an action off needs a comment.",
                hint="Say why: the comment stays with the action.",
                key="comment",
            )
        with _looking_first():
            return await self._write(mde.cancel_action(action_id, comment.strip()))

    async def package_uri(self, action_id: str) -> Secret:
        """Give the link to a collected package; whoever has it can download the package.

        Raises:
            ProtocolError: the answer holds no https link.
            DefenderTuiError: it could not be had, for example because nothing is collected yet.
        """
        request = mde.package_uri(action_id)
        answer = await self._sender.send(request)
        link = mde.read_package_uri(json_object(answer.body, what=request.what))
        if not link.startswith("https://"):
            raise _unreadable(request, "the answer holds no link")
        return Secret(link)

    async def _write(self, request: ApiRequest) -> MachineAction:
        answer = await self._sender.send(request)
        try:
            return _action(answer, request)
        except ProtocolError as unreadable:
            raise OutcomeUnknown(
                f"It is not known whether this was done: {request.what}. {unreadable.message}"
            ) from unreadable


@contextmanager
def _looking_first() -> Iterator[None]:
    """Have an unknown outcome say where to look."""
    try:
        yield
    except OutcomeUnknown as error:
        error.hint = _LOOK_FIRST
        raise


def _age_key(action: MachineAction) -> tuple[float, str]:
    return (_since_epoch(action.created), action.id)


def _since_epoch(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _action(answer: Answer, request: ApiRequest) -> MachineAction:
    action = mde.read_action(json_object(answer.body, what=request.what))
    if not action.id:
        raise _unreadable(request, "the answer is not an action")
    return action


def _value(answer: Answer, request: ApiRequest) -> tuple[JsonObject, ...]:
    source = json_object(answer.body, what=request.what)
    if not isinstance(source.get("value"), list):
        raise _unreadable(request, "the answer holds no list")
    return objects(source, "value")


def _unreadable(request: ApiRequest, why: str) -> ProtocolError:
    return ProtocolError(f"Could not {request.what}: {why}.", hint=_CHECK_ADDRESS)
