"""What keys write beyond their sign, in the editor."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from .writing import writing


async def test_brackets_come_in_pairs_and_are_typed_over_and_deleted_together() -> None:
    async with writing("print ") as desk:
        await desk.press("f", "left_parenthesis")
        assert desk.editor.text == "print f()"
        await desk.press("1", "right_parenthesis")
        assert desk.editor.text == "print f(1)"
        assert desk.editor.cursor_offset == len("print f(1)")
        await desk.press("left_square_bracket", "backspace")
        assert desk.editor.text == "print f(1)"


async def test_a_quotation_mark_within_a_string_or_before_a_word_stays_alone() -> None:
    async with writing("print 'a b") as desk:
        await desk.press("apostrophe")
        assert desk.editor.text == "print 'a b'"
    async with writing("print abc") as desk:
        desk.editor.go_to(6)
        await desk.press("quotation_mark")
        assert desk.editor.text == 'print "abc'


async def test_a_bracket_puts_itself_around_what_is_selected() -> None:
    async with writing("print ab") as desk:
        desk.editor.select_offsets(6, 8)
        await desk.press("left_parenthesis")
        assert desk.editor.text == "print (ab)"
        assert desk.editor.selected_text == "ab"


async def test_a_new_line_keeps_the_indent_and_deepens_it_within_brackets() -> None:
    async with writing("  | where x") as desk:
        await desk.press("enter", "y")
        assert desk.editor.text == "  | where x\n  y"
    async with writing("| where x in ") as desk:
        await desk.press("left_parenthesis", "enter", "1")
        assert desk.editor.text == "| where x in (\n    1\n)"


async def test_tab_and_shift_tab_move_selected_lines() -> None:
    async with writing("a\nb") as desk:
        desk.editor.select_all()
        await desk.press("tab")
        assert desk.editor.text == "    a\n    b"
        await desk.press("shift+tab")
        assert desk.editor.text == "a\nb"
        await desk.press("ctrl+z")
        assert desk.editor.text == "    a\n    b"


async def test_comments_are_toggled_in_one_step_with_the_cursor_kept_at_its_word() -> None:
    async with writing("DeviceInfo\n  | take 1") as desk:
        desk.editor.select_all()
        desk.editor.toggle_comment()
        assert desk.editor.text == "// DeviceInfo\n//   | take 1"
        desk.editor.toggle_comment()
        assert desk.editor.text == "DeviceInfo\n  | take 1"
        await desk.press("ctrl+z", "ctrl+z")
        assert desk.editor.text == "DeviceInfo\n  | take 1"
    async with writing("DeviceInfo") as desk:
        desk.editor.toggle_comment()
        await desk.press("x")
        assert desk.editor.text == "// DeviceInfox"


@pytest.mark.parametrize("key", ["alt+j", "alt+x"])
async def test_a_key_with_alt_is_never_text(key: str) -> None:
    async with writing("") as desk:
        await desk.press(key)
        assert desk.editor.text == ""
        assert not desk.editor.check_consume_key(key, key[-1])


async def test_the_ends_of_the_text_are_a_key_away() -> None:
    async with writing("a\nb\nc") as desk:
        await desk.press("ctrl+home")
        assert desk.editor.cursor_location == (0, 0)
        await desk.press("ctrl+end")
        assert desk.editor.cursor_location == (2, 1)


@pytest.mark.parametrize("key", ["slash", "s", "equals_sign"])
async def test_the_footer_does_not_offer_a_key_that_writes_its_sign(key: str) -> None:
    async with writing("") as desk:
        desk.app.bind(key, "quit")
        assert key not in desk.app.screen.active_bindings
        desk.app.query_one(Button).focus()
        await desk.pilot.pause()
        assert key in desk.app.screen.active_bindings
