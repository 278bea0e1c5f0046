"""The part of the dialog that watches an action: its states, calling it off, its package."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from ...core.errors import DefenderTuiError
from ...core.machines import MachineAction
from ..credentials.steps import remedy_facts
from ..text import shown
from ..widgets.confirm import Confirm
from ..widgets.copying import copy_value
from ..widgets.facts import Facts
from .background import DeviceBackground
from .cancel_entry import CancelEntry
from .messages import ActionMoved, ActionUntold, LinkGiven
from .words import action_facts, device_title, link_question

if TYPE_CHECKING:
    from ..ports import DeviceWork


class Step(Enum):
    """Where the dialog is."""

    READING = auto()
    BROKEN = auto()
    CHOOSING = auto()
    FILLING = auto()
    SENDING = auto()
    FOLLOWING = auto()


class ActionFollowing(DeviceBackground):
    """A dialog with an action at hand, `None` before there is one.

    A subclass has a `Facts` of the id `trouble`, and in the following step one of the id `action`.
    """

    def __init__(self, session: DeviceWork, device_id: str, device_name: str) -> None:
        super().__init__(session, device_id, device_name)
        self.step = Step.READING
        self.action: MachineAction | None = None

    def show_keys(self) -> None:
        """Name the keys of the step."""

    @on(ActionMoved)
    def _action_moved(self, event: ActionMoved) -> None:
        if self.step is Step.FOLLOWING:
            self.show_action(event.action)

    def show_action(self, action: MachineAction) -> None:
        """Show how far the action has come that this step is about."""
        self.action = action
        self.query_one("#action", Facts).show(action_facts(action, self.work.now()))
        self.show_keys()

    @on(ActionUntold)
    def _action_untold(self, event: ActionUntold) -> None:
        self.tell(event.error, event.what)

    def action_cancel_action(self) -> None:
        """Ask why, then have the action cancelled."""
        action = self.action
        if action is None:
            return

        def entered(comment: str | None) -> None:
            if comment is not None:
                self.call_action_off(action, comment)

        about = Content.assemble(
            ("Cancel the action\n", "bold"), device_title(self.device_name, self.work.profile)
        )
        self.app.push_screen(CancelEntry(about), entered)

    def action_copy_link(self) -> None:
        """Ask, then fetch the link to the package and copy it."""
        action = self.action
        if action is None:
            return

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self.fetch_link(action)

        self.app.push_screen(Confirm(link_question(self.device_name), verb="Copy"), answered)

    @on(LinkGiven)
    def _link_given(self, event: LinkGiven) -> None:
        copy_value(self.app, event.link.reveal())

    @property
    def can_cancel(self) -> bool:
        """Whether the action can still be called off."""
        return self.step is Step.FOLLOWING and self.action is not None and self.action.is_open

    @property
    def has_package(self) -> bool:
        """Whether the action collected something to fetch."""
        return self.step is Step.FOLLOWING and self.action is not None and self.action.has_package

    def tell(self, error: DefenderTuiError, what: str = "") -> None:
        """Show an error below the step; `what` says first what could not be done."""
        first = [(Content(""), shown(what, limit=200))] if what else []
        self.query_one("#trouble", Facts).show([*first, *remedy_facts(error)])
