"""The part of the dialog that waits for answers; it touches no widget."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...core.errors import DefenderTuiError, NotPermitted
from ...core.machines import Machine, MachineAction, ResponseRequest
from ...core.resources import Resource
from ..widgets.dialog import Dialog
from ..worker import Work, run_guarded
from .messages import ActionMoved, ActionUntold, DeviceRead, DeviceUnread, LinkGiven, OrderAnswered

if TYPE_CHECKING:
    from ..ports import DeviceWork


class DeviceBackground(Dialog[MachineAction]):
    """Reads a device, gives orders and follows actions; each answer is one message."""

    def __init__(self, session: DeviceWork, device_id: str, device_name: str) -> None:
        super().__init__()
        self.work = session
        self.device_id = device_id
        self.device_name = device_name

    def read_device(self) -> None:
        """Look the device up, with what may be done and what was done lately."""
        self._run(self._reading, "read", "look a device up")

    def give_order(self, machine_id: str, request: ResponseRequest) -> None:
        """Give an order. It is never cancelled: it may have been taken by then."""
        self._run(partial(self._ordering, machine_id, request), "order", "start an action")

    def follow(self, action: MachineAction) -> None:
        """Follow an action to its end."""
        self._run(partial(self._following, action), "follow", "follow an action")

    def stop_following(self) -> None:
        """Look no more; the action goes on."""
        self.workers.cancel_group(self, "follow")

    def call_action_off(self, action: MachineAction, comment: str) -> None:
        """Have an action cancelled."""
        self._run(partial(self._cancelling, action, comment), "cancel", "cancel an action")

    def fetch_link(self, action: MachineAction) -> None:
        """Get the link to what an action collected."""
        self._run(partial(self._fetching, action), "link", "get a package link")

    def _run(self, work: Work, group: str, description: str) -> None:
        run_guarded(self, work, name=description, group=group, description=description)

    async def _reading(self) -> None:
        try:
            token = await self.work.acquire(Resource.MDE)
            machine = await self._looked_up()
            actions = await self._done_lately(machine)
        except DefenderTuiError as error:
            self.post_message(DeviceUnread(error))
        else:
            self.post_message(DeviceRead(machine, token, actions))

    async def _looked_up(self) -> Machine:
        try:
            return await self.work.load_device(self.device_id or self.device_name)
        except NotPermitted:
            # Who may act need not be allowed to look; the id is enough to act.
            if not self.device_id:
                raise
            return Machine(self.device_id, dns_name=self.device_name)

    async def _done_lately(self, machine: Machine) -> tuple[MachineAction, ...] | None:
        try:
            return await self.work.device_actions(machine.id)
        except NotPermitted:
            return None

    async def _ordering(self, machine_id: str, request: ResponseRequest) -> None:
        self.post_message(OrderAnswered(await self.work.start_action(machine_id, request)))

    async def _following(self, action: MachineAction) -> None:
        try:
            async for now in self.work.follow_action(action):
                self.post_message(ActionMoved(now))
        except DefenderTuiError as error:
            what = "It could not be followed any more; it goes on all the same."
            self.post_message(ActionUntold(what, error))

    async def _cancelling(self, action: MachineAction, comment: str) -> None:
        try:
            now = await self.work.cancel_action(action.id, comment)
        except DefenderTuiError as error:
            self.post_message(ActionUntold("It was not cancelled, as far as is known.", error))
        else:
            self.post_message(ActionMoved(now))

    async def _fetching(self, action: MachineAction) -> None:
        try:
            link = await self.work.package_link(action.id)
        except DefenderTuiError as error:
            self.post_message(ActionUntold("The link was not given.", error))
        else:
            self.post_message(LinkGiven(link))
