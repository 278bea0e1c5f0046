"""Queries in tabs over the editor."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from textual.widgets import Input

from defender_tui.core.errors import StoreError
from defender_tui.ui.editing.buffers import read_buffers
from defender_tui.ui.hunting.buffer_tabs import KEPT_UNDER, BufferTabs
from defender_tui.ui.screens.hunting import FIRST_QUERY

from ..fakes_hunting import FakeHunts
from ..rendered import HOSTILE, clickable_actions, unsafe_characters
from .test_hunting_screen import Stage, hunting


def kept(*texts: tuple[str, str], current: int = 0) -> Mapping[str, object]:
    buffers = [{"name": name, "text": text, "cursor": [0, 0]} for name, text in texts]
    return {"buffers": buffers, "current": current}


def names(stage: Stage) -> tuple[str, ...]:
    return stage.screen.query_one(BufferTabs).buffers.names


async def test_each_tab_keeps_its_text_its_cursor_and_its_undo() -> None:
    async with hunting() as stage:
        await stage.press("x", "alt+t")
        assert stage.editor.text == ""
        await stage.press("T", "escape", "escape")
        assert "query 2" in stage.text
        await stage.press("alt+left")
        assert stage.editor.text == "x" + FIRST_QUERY
        assert stage.editor.cursor_location == (0, 1)
        await stage.press("ctrl+z")
        assert stage.editor.text == FIRST_QUERY
        await stage.press("alt+right")
        assert stage.editor.text == "T"
        await stage.press("ctrl+z")
        assert stage.editor.text == ""


async def test_a_closed_tab_comes_back_with_its_text_and_undo() -> None:
    async with hunting() as stage:
        await stage.press("alt+z")
        await stage.press("x", "alt+w")
        assert stage.editor.text == ""
        await stage.press("alt+z")
        assert stage.editor.text == "x" + FIRST_QUERY
        await stage.press("ctrl+z")
        assert stage.editor.text == FIRST_QUERY


async def test_a_tab_is_renamed_unless_another_has_the_name() -> None:
    async with hunting() as stage:
        await stage.press("alt+t", "alt+m", *["backspace"] * 7, *"query", "space", "1", "enter")
        assert "Another query has that name" in stage.text
        await stage.press("backspace", "9", "enter")
        assert names(stage) == ("query 1", "query 9")
        assert stage.screen.focused is stage.editor


async def test_a_kept_name_comes_into_its_field_without_what_a_terminal_obeys() -> None:
    session = FakeHunts(kept={KEPT_UNDER: kept(("a\x1b[2Jb", "T"))})
    async with hunting(session) as stage:
        await stage.press("alt+m")
        assert "a␛[2Jb" == stage.pilot.app.screen.query_one(Input).value


async def test_texts_are_kept_and_restored_at_the_next_start() -> None:
    session = FakeHunts()
    async with hunting(session) as stage:
        await stage.press("alt+t", "T")
    found = read_buffers(session.kept[KEPT_UNDER])
    assert found is not None
    assert [FIRST_QUERY, "T"] == [buffer.text for buffer in found.all]
    async with hunting(FakeHunts(kept=session.kept)) as stage:
        assert stage.editor.text == "T"
        assert names(stage) == ("query 1", "query 2")


async def test_what_came_before_the_kept_texts_were_read_stays_in_a_tab() -> None:
    async with hunting(FakeHunts(kept={KEPT_UNDER: kept(("mail", "EmailEvents"))})) as stage:
        assert stage.editor.text == "EmailEvents"
        tabs = stage.screen.query_one(BufferTabs)
        stage.editor.load_text("typed")
        tabs.post_message(BufferTabs.Restored(tabs.buffers.renamed("other")))
        await stage.settle()
        assert stage.editor.text == "typed"
        assert names(stage) == ("other", "mail")


async def test_a_click_turns_to_a_tab_or_opens_one() -> None:
    texts = kept(("one", "First"), ("two", "Second"))
    async with hunting(FakeHunts(kept={KEPT_UNDER: texts})) as stage:
        await stage.pilot.click(BufferTabs, offset=(7, 0))
        assert stage.editor.text == "Second"
        await stage.pilot.click(BufferTabs, offset=(12, 0))
        assert names(stage) == ("one", "two", "query 1")


async def test_the_current_tab_is_shown_however_many_there_are() -> None:
    texts = kept(*((f"name {at}", "T") for at in range(30)), current=29)
    async with hunting(FakeHunts(kept={KEPT_UNDER: texts}), size=(80, 24)) as stage:
        assert "name 29" in stage.text
        assert "‹   name " in stage.text
        await stage.press("alt+right")
        assert "name 0" in stage.text
        assert "‹" not in stage.text


async def test_a_click_on_the_sign_for_more_turns_to_the_text_before_those_shown() -> None:
    texts = kept(*((f"name {at}", f"T{at}") for at in range(10, 20)), current=9)
    async with hunting(FakeHunts(kept={KEPT_UNDER: texts}), size=(80, 24)) as stage:
        line = next(one for one in stage.text.splitlines() if "name 19" in one)
        before = int(line.split("name ")[1][:2]) - 1
        await stage.pilot.click(BufferTabs, offset=(0, 0))
        assert stage.editor.text == f"T{before}"


async def test_texts_that_cannot_be_read_are_told_of_and_not_written_over() -> None:
    session = FakeHunts(preferences_error=StoreError("Could not read it.", hint="Look."))
    async with hunting(session) as stage:
        assert "Could not read it." in stage.text
        session.preferences_error = None
        await stage.press("escape", "x", "alt+t")
    assert session.kept == {}


async def test_last_changes_that_cannot_be_kept_are_told_on_the_way_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = FakeHunts()
    async with hunting(session) as stage:
        await stage.press("x")
        session.preferences_error = StoreError("The disk was full.", hint="Make room.")
    assert "were not kept: The disk was full." in capsys.readouterr().err


async def test_hostile_names_and_texts_are_drawn_harmlessly() -> None:
    texts = kept(*((name, name) for name in HOSTILE if name.strip() and "\n" not in name))
    async with hunting(FakeHunts(kept={KEPT_UNDER: texts})) as stage:
        for _ in HOSTILE:
            await stage.press("alt+right")
            assert unsafe_characters(stage.pilot.app) == set()
            assert clickable_actions(stage.pilot.app) == []
