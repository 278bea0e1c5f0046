"""The Hunting screen alone on a stage, with hunts from a script."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from defender_tui.core.zones import Zone
from defender_tui.results.table import ResultTable
from defender_tui.ui.screens.hunting import HuntingScreen
from defender_tui.ui.widgets.grid import Grid
from defender_tui.ui.widgets.kql_editor import KqlEditor

from ..fakes_hunting import FakeHunts, Hunt
from ..rendered import screen_text


class HuntingApp(App[None]):
    CSS_PATH = "../../../defender_tui/ui/app.tcss"

    def __init__(self, session: FakeHunts) -> None:
        super().__init__()
        self.zone = Zone.UTC
        self.hunting = HuntingScreen(session)

    def on_mount(self) -> None:
        self.push_screen(self.hunting)


@dataclass
class Stage:
    """The screen under test; `settle` waits until nothing runs but an unanswered hunt."""

    session: FakeHunts
    pilot: Pilot[None]
    screen: HuntingScreen

    @property
    def text(self) -> str:
        return screen_text(self.pilot.app)

    @property
    def editor(self) -> KqlEditor:
        return self.screen.query_one(KqlEditor)

    @property
    def grid(self) -> Grid:
        return self.screen.query_one(Grid)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        if not self.session.is_waiting:
            # A check of the text gives way to the next one.
            with suppress(WorkerCancelled):
                await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def run(self, answer: ResultTable | Exception) -> Hunt:
        self.session.script.append(answer)
        await self.pilot.press("f5")
        await self.pilot.pause()
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()
        return self.session.hunts[-1]

    async def turn_zone(self, zone: Zone) -> None:
        """Show times in a zone, as the key of the whole program does."""
        app = self.pilot.app
        assert isinstance(app, HuntingApp)
        app.zone = zone
        self.screen.look_for_switch()
        await self.settle()

    async def until(self, pattern: str) -> None:
        """Wait as long as a test may take: how soon words come is the machine's affair."""
        while not re.search(pattern, self.text):
            await self.pilot.pause(0.02)


@asynccontextmanager
async def hunting(
    session: FakeHunts | None = None, *, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Stage]:
    session = session or FakeHunts(script=deque())
    app = HuntingApp(session)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield Stage(session, pilot, app.hunting)
