from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from defender_tui.ui.help import KeysHelp
from defender_tui.ui.widgets.cell_view import CellView
from defender_tui.ui.widgets.confirm import Confirm
from defender_tui.ui.widgets.dialog import Dialog
from defender_tui.ui.widgets.left_once import LeftOnce


class Ask(Dialog[str]):
    """A line to fill, sent with Enter, as many dialogs have it."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("A name"))
            yield Input("rows.csv")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


@pytest.mark.parametrize("below", [0, 1])
async def test_enter_pressed_twice_answers_once_and_closes_one_screen(below: int) -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        for _ in range(below):
            await app.push_screen(Ask())
        answers: list[str | None] = []
        await app.push_screen(Ask(), answers.append)
        line = app.screen.query_one(Input)
        # Both are on their way before the first is heard.
        await line.action_submit()
        await line.action_submit()
        await pilot.pause()
        assert answers == ["rows.csv"]
        assert len(app.screen_stack) == 1 + below


def test_whatever_opens_over_a_screen_is_left_once() -> None:
    for kind in (Dialog, Confirm, CellView, KeysHelp):
        assert issubclass(kind, LeftOnce)


def test_no_screen_of_ours_opens_over_another_without_it() -> None:
    ours = [kind for kind in ModalScreen.__subclasses__() if "defender_tui" in kind.__module__]
    assert ours == [LeftOnce]


async def test_what_is_answered_behind_another_screen_closes_once_it_is_in_front() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        answers: list[str | None] = []
        below, above = Ask(), Ask()
        await app.push_screen(below, answers.append)
        await app.push_screen(above, answers.append)
        below.dismiss("read by now")
        below.dismiss("and again")
        await pilot.pause()
        assert app.screen is above
        above.dismiss(None)
        await pilot.pause()
        assert answers == [None, "read by now"]
        assert len(app.screen_stack) == 1
