"""Lines of the query editor that are not drawn anew behind each key."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.strip import Strip

from defender_tui.ui.widgets.kql_colours import MAX_CHARACTERS
from defender_tui.ui.widgets.kql_editor import KqlEditor, TextMark

from .test_kql_editor import editing

TEXT = "\n".join(
    ["DeviceInfo", "| where (DeviceName has 'a')", "// notes", "| take 5"] * 12 + ["x" * 120]
)
WAYS = (
    ("down", "down", "up"),
    ("shift+down", "shift+down", "escape", "down"),
    ("down", "end", "left", "right"),
    ("`", "`", "`", "x", "backspace", "backspace"),
    ("enter", "enter", "ctrl+z"),
    ("ctrl+end", "end", "home"),
    ("slash", "slash", "ctrl+z"),
    ("pagedown", "a", "pageup", "delete"),
)


def drawn(editor: KqlEditor) -> list[Strip]:
    return [editor.render_line(y) for y in range(editor.size.height)]


@pytest.mark.parametrize("keys", WAYS, ids=" ".join)
async def test_behind_every_key_the_lines_are_those_of_a_fresh_drawing(
    keys: tuple[str, ...],
) -> None:
    async with editing(TEXT) as (editor, pilot):
        for key in keys:
            await pilot.press(key)
            shown = drawn(editor)
            editor.notify_style_update()
            assert shown == drawn(editor)


async def test_a_problem_a_mark_and_a_theme_are_drawn_at_once() -> None:
    async with editing(TEXT) as (editor, pilot):
        editor.move_cursor((3, 0))
        await pilot.pause()
        plain = drawn(editor)
        editor.mark_problems([TextMark(TEXT.index("DeviceName"), TEXT.index(" has"), "error")])
        underlined = drawn(editor)
        editor.mark_error(0, len("DeviceInfo"), move_cursor=False)
        marked = drawn(editor)
        editor.clear_mark()
        assert drawn(editor) == underlined
        pilot.app.theme = "textual-light"
        await pilot.pause()
        light = drawn(editor)
        looks = [plain, underlined, marked, light]
        assert all(one != other for one, other in combinations(looks, 2))


async def test_what_is_scrolled_sideways_is_drawn_there() -> None:
    async with editing(TEXT) as (editor, pilot):
        editor.scroll_to(0, 40, animate=False)
        await pilot.pause()
        before = drawn(editor)
        editor.scroll_to(10, 40, animate=False)
        await pilot.pause()
        after = drawn(editor)
        assert before != after
        editor.notify_style_update()
        assert after == drawn(editor)


async def test_a_text_that_gets_too_long_loses_its_colours_and_has_them_back() -> None:
    async with editing("// c\nDeviceInfo\n") as (editor, pilot):
        editor.move_cursor((2, 0))
        await pilot.pause()
        coloured = drawn(editor)[:2]
        editor.insert("x" * MAX_CHARACTERS)
        editor.move_cursor((2, 0))
        await pilot.pause()
        assert editor.is_too_long_to_colour
        assert drawn(editor)[:2] != coloured
        editor.undo()
        await pilot.pause()
        assert drawn(editor)[:2] == coloured
