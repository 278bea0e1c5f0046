"""What the background work of the dialog reports."""

from __future__ import annotations

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...core.machines import Machine, MachineAction
from ...core.secret import Secret
from ...core.tokens import AccessToken
from ...workflows.device_actions import StartResult


class DeviceRead(Message):
    """The device is known, and what may be done; `actions` is `None` when they may not be seen."""

    def __init__(
        self, machine: Machine, token: AccessToken, actions: tuple[MachineAction, ...] | None
    ) -> None:
        super().__init__()
        self.machine = machine
        self.token = token
        self.actions = actions


class DeviceUnread(Message):
    """The device could not be looked up."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error


class OrderAnswered(Message):
    """An order was given, and this came of it."""

    def __init__(self, result: StartResult) -> None:
        super().__init__()
        self.result = result


class ActionMoved(Message):
    """An action is in another state than before."""

    def __init__(self, action: MachineAction) -> None:
        super().__init__()
        self.action = action


class ActionUntold(Message):
    """Something about a running action failed; `what` says what could not be done."""

    def __init__(self, what: str, error: DefenderTuiError) -> None:
        super().__init__()
        self.what = what
        self.error = error


class LinkGiven(Message):
    """The link to a package was fetched."""

    def __init__(self, link: Secret) -> None:
        super().__init__()
        self.link = link
