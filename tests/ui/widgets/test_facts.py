from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from defender_tui.ui.widgets.facts import Fact, Facts

from ..rendered import screen_lines

FACTS: list[Fact] = [
    (Content(""), Content("Could not list incidents")),
    (Content("Do        "), Content("Grant the role under API permissions, then admin consent.")),
]


class Page(App[None]):
    def compose(self) -> ComposeResult:
        yield Facts()

    def on_mount(self) -> None:
        self.query_one(Facts).show(FACTS)


async def lines_at(width: int) -> list[str]:
    app = Page()
    async with app.run_test(size=(width, 60)) as pilot:
        await pilot.pause()
        shown = [line.rstrip() for line in screen_lines(app)]
        assert app.query_one(Facts).size.height == len([line for line in shown if line])
        return shown


async def test_a_value_wraps_in_its_own_column() -> None:
    assert (await lines_at(40))[:3] == [
        "Could not list incidents",
        "Do        Grant the role under API",
        "          permissions, then admin",
    ]


async def test_a_label_that_leaves_too_little_room_stands_above_its_value() -> None:
    assert (await lines_at(30))[:3] == [
        "Could not list incidents",
        "Do",
        "    Grant the role under API",
    ]


@pytest.mark.parametrize("width", [16, 33, 60, 200])
async def test_any_width_shows_every_word(width: int) -> None:
    text = "".join("".join(await lines_at(width)).split())
    assert text == "".join(f"{label.plain}{value.plain}" for label, value in FACTS).replace(" ", "")
