from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from defender_tui.ui.widgets.key_line import KeyLine

from ..rendered import screen_lines


class Work(Screen[None]):
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (Textual's type)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "refresh", "Refresh"),
        Binding("a", "assign", "Assign"),
        Binding("t", "app.status", "Status"),
        Binding("c", "app.comment", "Comment"),
    ]

    def compose(self) -> ComposeResult:
        yield KeyLine()


class Keys(App[None]):
    pressed = ""

    CSS_PATH = "../../../defender_tui/ui/app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "show_keys", "Keys", key_display="?"),
        Binding("ctrl+p", "command_palette", "Palette", key_display="ctrl+p", show=False),
    ]

    def on_mount(self) -> None:
        self.push_screen(Work())

    def action_status(self) -> None:
        self.pressed += "t"

    def action_comment(self) -> None:
        self.pressed += "c"


async def last_line(width: int) -> str:
    app = Keys()
    async with app.run_test(size=(width, 10)) as pilot:
        await pilot.pause()
        await pilot.pause()
        return screen_lines(app)[-1].rstrip()


async def test_where_there_is_room_every_key_and_the_palette_stand() -> None:
    line = await last_line(110)
    assert line.startswith(" f5 Refresh  a Assign  t Status  c Comment  ? Keys  ")
    assert line.endswith("ctrl+p Palette")


async def test_the_palette_goes_before_any_other_key_and_touches_none() -> None:
    assert " f5 Refresh a Assign t Status c Comment ? Keys" == await last_line(56)
    line = await last_line(66)
    assert line.endswith(" ctrl+p Palette")
    assert "? Keys " in line


@pytest.mark.parametrize("width", range(20, 66, 5))
async def test_the_key_for_help_is_there_at_any_width_and_none_is_cut(width: int) -> None:
    line = await last_line(width)
    assert "? Keys" in line
    whole = "f5 Refresh a Assign t Status c Comment"
    shown = line.strip().removesuffix("ctrl+p Palette").strip().removesuffix("? Keys").strip()
    assert f"{whole} ".startswith(f"{shown} ".lstrip())


async def test_keys_come_back_when_the_terminal_grows() -> None:
    app = Keys()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(110, 10)
        await pilot.pause()
        await pilot.pause()
        assert "c Comment" in screen_lines(app)[-1]


async def test_a_click_presses_the_key_under_it_and_a_gap_none() -> None:
    app = Keys()
    async with app.run_test(size=(110, 10)) as pilot:
        await pilot.pause()
        await pilot.pause()
        line = screen_lines(app)[-1]
        for clicked in ("t Status", "c Comment"):
            await pilot.click(offset=(line.index(clicked) + 2, 9))
        await pilot.click(offset=(line.index("t Status") - 1, 9))
        await pilot.pause()
        assert "tc" == app.pressed
