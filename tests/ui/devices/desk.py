"""The dialog on a bare app, for its tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList

from defender_tui.core.errors import AuthError
from defender_tui.core.machines import MachineAction
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.tokens import AccessToken
from defender_tui.ui.devices.following import Step
from defender_tui.ui.devices.order_form import KnownFile
from defender_tui.ui.devices.respond import RespondOnDevice

from ..fakes_credentials import NOW, PROFILE, access_token
from ..fakes_devices import DEVICE, FakeDeviceWork

ALL_ROLES = (
    *("Machine.Read.All", "Machine.Isolate", "Machine.Scan", "Machine.CollectForensics"),
    *("Machine.RestrictExecution", "Machine.StopAndQuarantine"),
)


class FakeSession(FakeDeviceWork):
    """A session with a token for Defender for Endpoint."""

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self.profile: Profile | None = PROFILE
        self.generation = 1
        self.hunts_last_minute = 0
        self.roles = roles or ALL_ROLES
        self.token_error: AuthError | None = None

    def now(self) -> datetime:
        return NOW

    def known_token(self, resource: Resource) -> AccessToken | None:
        return access_token(resource, self.roles)

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        if self.token_error is not None:
            raise self.token_error
        return access_token(resource, self.roles)


class Desk:
    """Somebody in front of the dialog."""

    def __init__(self, pilot: Pilot[None], dialog: RespondOnDevice) -> None:
        self.pilot = pilot
        self.dialog = dialog
        self.given: list[MachineAction | None] = []

    @property
    def app(self) -> App[None]:
        return self.pilot.app

    async def reach(self, step: Step) -> None:
        """Wait until the dialog is at a step and drawn."""
        while self.dialog.step is not step:
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def sees_state(self, status: str) -> None:
        """Wait until the action at hand has a status."""
        while self.dialog.action is None or self.dialog.action.status != status:
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def choose(self, title: str) -> None:
        """Choose an action by the beginning of its line."""
        listed = self.dialog.query_one(OptionList)
        lines = [str(option.prompt) for option in listed.options]
        listed.highlighted = next(n for n, line in enumerate(lines) if line.startswith(title))
        await self.pilot.press("enter")
        await self.reach(Step.FILLING)

    async def order(self, title: str, comment: str = "Alert 7") -> None:
        """Choose an action, say why, and agree to it."""
        await self.choose(title)
        await self.pilot.press(*comment.replace(" ", "_"))
        await self.pilot.press("ctrl+s")
        await self.pilot.pause()
        await self.pilot.press("y")
        await self.pilot.pause()


@asynccontextmanager
async def opened(
    session: FakeSession,
    *,
    size: tuple[int, int] = (80, 24),
    device_id: str = DEVICE.id,
    name: str = "fin-ws-01.contoso.example",
    files: Sequence[KnownFile] = (),
) -> AsyncIterator[Desk]:
    """Open the dialog over an empty screen."""
    app = App[None]()
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        dialog = RespondOnDevice(session, device_id, name, files=files)
        desk = Desk(pilot, dialog)
        await app.push_screen(dialog, desk.given.append)
        yield desk
