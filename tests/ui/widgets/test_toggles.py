from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import RadioSet
from textual.widgets.selection_list import Selection

from defender_tui.ui.widgets.toggles import Boxes, Dot

from ..rendered import screen_text


class Choices(App[None]):
    def compose(self) -> ComposeResult:
        yield Boxes(
            Selection(Content("High"), "high", True),
            Selection(Content("Low"), "low", False),
            compact=True,
        )
        with RadioSet(compact=True):
            yield Dot(Content("Anybody"), value=True)
            yield Dot(Content("Nobody"), value=False)


async def test_what_is_chosen_shows_without_colour() -> None:
    app = Choices()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        for words in ("[x] High", "[ ] Low", "(•) Anybody", "( ) Nobody"):
            assert words in screen_text(app)
        await pilot.press("space", "tab", "down", "space")
        await pilot.pause()
        for words in ("[ ] High", "( ) Anybody", "(•) Nobody"):
            assert words in screen_text(app)


async def test_a_click_on_the_box_chooses() -> None:
    app = Choices()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        await pilot.click(Boxes, offset=(1, 1))
        await pilot.pause()
        assert "[x] Low" in screen_text(app)
