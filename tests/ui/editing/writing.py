"""An editor alone on a screen, whose language help is there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from defender_tui.ui.editing.hint_box import HintBox
from defender_tui.ui.editing.offer_list import OfferList
from defender_tui.ui.widgets.kql_editor import KqlEditor

from ..rendered import screen_lines


class WritingApp(App[None]):
    CSS = "KqlEditor { height: 1fr; } Button { height: 3; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.editor = KqlEditor(text)
        self.left = 0

    def compose(self) -> ComposeResult:
        yield self.editor
        yield Button("elsewhere")

    def on_kql_editor_left(self) -> None:
        self.left += 1


@dataclass
class Desk:
    """The editor under test; `until` waits as long as a test may take."""

    app: WritingApp
    pilot: Pilot[None]

    @property
    def editor(self) -> KqlEditor:
        return self.app.editor

    @property
    def offers(self) -> OfferList:
        return self.app.query_one(OfferList)

    @property
    def hint(self) -> HintBox:
        return self.app.query_one(HintBox)

    @property
    def offered(self) -> list[str]:
        """The words in the open list; empty when it is closed."""
        return [offer.text for offer in self.offers.offers.words] if self.offers.is_open else []

    @property
    def lines(self) -> list[str]:
        return screen_lines(self.app)

    async def until(self, condition: Callable[[], object]) -> None:
        while not condition():
            await self.pilot.pause(0.01)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type, and wait until the help for it was worked out."""
        names = {" ": "space", "|": "vertical_line", "(": "left_parenthesis", "\n": "enter"}
        await self.pilot.press(*(names.get(one, one) for one in text))
        await self.until(lambda: not self.editor.is_helping)
        await self.pilot.pause()


@asynccontextmanager
async def writing(text: str = "", *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """Give an editor with the cursor behind its text."""
    app = WritingApp(text)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        desk = Desk(app, pilot)
        app.editor.focus()
        app.editor.move_cursor(app.editor.document.end)
        await desk.until(lambda: app.editor.has_help)
        await pilot.pause()
        yield desk
