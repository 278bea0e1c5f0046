"""Asking where to go, and going there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from ..worker import Work, WorkFailed, run_guarded

# This is part of the first frame, so it does without the models at run time.
if TYPE_CHECKING:
    from ...core.profiles import Profile
    from ...workflows.profiles import Destination
    from ..ports import SwitchWork


class Listed(Message):
    """Where one can go was read."""

    def __init__(self, destinations: Sequence[Destination]) -> None:
        super().__init__()
        self.destinations = destinations


class Switched(Message):
    """Another profile or tenant is at work."""


class Switcher:
    """Switching for the app, which hears `Listed` and `Switched` and hands the first back here."""

    def __init__(self, app: App[None], work: SwitchWork) -> None:
        self._app = app
        self._work = work

    def ask(self) -> None:
        """Read where one can go; `pick` goes on from there."""
        self._do(self._listing, "list where to go")

    async def _listing(self) -> None:
        self._app.post_message(Listed(await self._work.destinations()))

    def pick(self, destinations: Sequence[Destination]) -> None:
        """Let one be chosen, and go there."""
        from .picker import SwitchPicker
        from .rows import rows_of

        rows = rows_of(destinations, self._work.profile)
        self._app.push_screen(SwitchPicker(rows), self._picked)

    def _picked(self, destination: Destination | None) -> None:
        if destination is not None:
            self.go(destination)

    def go(self, destination: Destination) -> None:
        """Work there from now on; a profile that cannot be read says why instead."""
        if destination.problem is not None:
            self._app.post_message(WorkFailed(destination.problem))
        elif destination.profile is not None:
            self._do(partial(self._going, destination), "switch")

    async def _going(self, destination: Destination) -> None:
        await self._work.switch_to(destination.profile)
        self._app.post_message(Switched())

    @property
    def profile(self) -> Profile | None:
        """The profile at work, in the tenant at work."""
        return self._work.profile

    async def destinations(self) -> Sequence[Destination]:
        """Give where one can go, for the palette."""
        return await self._work.destinations()

    def _do(self, work: Work, description: str) -> None:
        run_guarded(self._app, work, name=description, group="switch", description=description)
