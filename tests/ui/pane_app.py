"""One pane of the lower half on a screen of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from defender_tui.ui.hunting.messages import QueryWanted
from defender_tui.ui.screens.base import WorkScreen
from defender_tui.ui.widgets.found_rows import AskingGrid

from .fakes_hunting import FakeHunts
from .rendered import screen_text

Pane = TypeVar("Pane", bound=Widget)


class PaneScreen(WorkScreen):
    """A screen with nothing but the pane, which notes what the pane wants."""

    def __init__(self, session: FakeHunts, make: Callable[[FakeHunts], Widget]) -> None:
        super().__init__(session, mode="hunting")
        self._make = make
        self._shown_for = session
        self.wanted: list[QueryWanted] = []

    def compose_body(self) -> ComposeResult:
        yield self._make(self._shown_for)

    @on(QueryWanted)
    def _query_wanted(self, event: QueryWanted) -> None:
        self.wanted.append(event)


class PaneApp(App[None]):
    CSS_PATH = "../../defender_tui/ui/app.tcss"

    def __init__(self, screen: PaneScreen) -> None:
        super().__init__()
        self.pane_screen = screen

    def on_mount(self) -> None:
        self.push_screen(self.pane_screen)


@dataclass
class PaneStage(Generic[Pane]):
    """The pane under test."""

    pilot: Pilot[None]
    pane: Pane
    wanted: list[QueryWanted] = field(default_factory=list)

    @property
    def text(self) -> str:
        return screen_text(self.pilot.app)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()


@asynccontextmanager
async def shown_pane(
    make: Callable[[FakeHunts], Pane], session: FakeHunts, *, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[PaneStage[Pane]]:
    """Show a pane with the focus on its rows."""
    made: list[Pane] = []

    def make_once(session: FakeHunts) -> Pane:
        made.append(make(session))
        return made[-1]

    screen = PaneScreen(session, make_once)
    app = PaneApp(screen)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = PaneStage(pilot, made[0], screen.wanted)
        await stage.settle()
        screen.query_one(AskingGrid).focus()
        await pilot.pause()
        yield stage
