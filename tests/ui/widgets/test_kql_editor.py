"""The query editor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from defender_tui.ui.widgets.kql_editor import KqlEditor, QueryText

from ..rendered import HOSTILE, clickable_actions, screen_lines, screen_text, unsafe_characters

TWO_QUERIES = "DeviceInfo\n| take 1\n\nAlertInfo\n| take 2"


class EditorApp(App[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.editor = KqlEditor(text)
        self.left = 0

    def compose(self) -> ComposeResult:
        yield self.editor
        yield Button("elsewhere")

    def on_kql_editor_left(self) -> None:
        self.left += 1


@asynccontextmanager
async def editing(text: str = "") -> AsyncIterator[tuple[KqlEditor, Pilot[None]]]:
    app = EditorApp(text)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.editor.focus()
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app.editor, pilot


def colour_of(app: App[None], word: str) -> object:
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if word in segment.text and segment.style:
                return segment.style.color
    raise AssertionError(f"{word!r} is not on the screen")


async def test_the_query_under_the_cursor_is_the_one_to_run() -> None:
    async with editing(TWO_QUERIES) as (editor, _):
        assert editor.current_query() == QueryText("DeviceInfo\n| take 1", 0)
        editor.move_cursor((4, 0))
        assert editor.current_query() == QueryText("AlertInfo\n| take 2", 21)


async def test_selected_text_is_run_before_the_query_around_it() -> None:
    async with editing(TWO_QUERIES) as (editor, pilot):
        await pilot.press("shift+end")
        assert editor.current_query() == QueryText("DeviceInfo", 0)


async def test_words_are_coloured_by_what_they_are_and_follow_typing() -> None:
    async with editing("DeviceInfo | where x == 'y'") as (_, pilot):
        before = colour_of(pilot.app, "where")
        assert before != colour_of(pilot.app, "'y'")
        await pilot.press("/", "/")
        await pilot.pause()
        assert colour_of(pilot.app, "where") != before


async def test_the_place_of_an_error_is_marked_until_the_next_edit() -> None:
    async with editing(TWO_QUERIES) as (editor, pilot):
        start = TWO_QUERIES.index("AlertInfo")
        editor.mark_error(start, start + 9, move_cursor=True)
        await pilot.pause()
        assert editor.cursor_location == (3, 0)
        assert "✗" in screen_lines(pilot.app)[3]
        await pilot.press("x")
        await pilot.pause()
        assert "✗" not in screen_text(pilot.app)
        assert "xAlertInfo" in editor.text


async def test_marking_leaves_the_cursor_alone_where_asked_to() -> None:
    async with editing(TWO_QUERIES) as (editor, pilot):
        editor.mark_error(30, 31, move_cursor=False)
        await pilot.pause()
        assert editor.cursor_location == (0, 0)
        editor.clear_mark()
        await pilot.pause()
        assert "✗" not in screen_text(pilot.app)


async def test_tab_indents_and_escape_asks_to_leave() -> None:
    async with editing("") as (editor, pilot):
        await pilot.press("tab", "x")
        assert editor.text == "    x"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app, EditorApp)
        assert pilot.app.left == 1
        assert pilot.app.focused is editor


async def test_f6_is_left_to_the_app() -> None:
    async with editing("DeviceInfo") as (editor, pilot):
        await pilot.press("f6")
        assert editor.selected_text == ""


async def test_a_paste_of_many_lines_goes_in_whole_and_can_be_undone() -> None:
    async with editing("") as (editor, pilot):
        pilot.app.post_message(events.Paste(TWO_QUERIES))
        await pilot.pause()
        assert editor.text == TWO_QUERIES
        await pilot.press("ctrl+z")
        assert editor.text == ""
        await pilot.press("ctrl+y")
        assert editor.text == TWO_QUERIES


async def test_hostile_text_is_kept_as_it_is_and_drawn_harmlessly() -> None:
    for text in HOSTILE:
        async with editing(text) as (editor, pilot):
            assert editor.text == text
            assert unsafe_characters(pilot.app) == set()
            assert clickable_actions(pilot.app) == []


async def test_a_very_long_text_is_edited_without_colours() -> None:
    async with editing("| take 1\n" * 6_000) as (editor, pilot):
        assert editor.is_too_long_to_colour
        await pilot.press("x")
        assert editor.text.startswith("x|")
