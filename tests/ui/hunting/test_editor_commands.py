"""The commands of the Hunting screen that work on the text."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from defender_tui.ui.editing.find_bar import FindBar
from defender_tui.ui.editing.offer_list import OfferList
from defender_tui.ui.screens.hunting import FIRST_QUERY

from .test_hunting_screen import hunting

TEXT = "DeviceInfo\n| where A == 1\n| where a == 2\n\nAlertInfo\n| take 1"


@pytest.mark.parametrize("key", ["alt+c", "ctrl+slash", "ctrl+underscore"])
async def test_every_key_for_comments_toggles_them(key: str) -> None:
    async with hunting() as stage:
        stage.editor.load_text("DeviceInfo")
        await stage.press(key)
        assert stage.editor.text == "// DeviceInfo"
        await stage.press(key)
        assert stage.editor.text == "DeviceInfo"


@pytest.mark.parametrize("key", ["ctrl+space", "ctrl+@"])
async def test_words_are_offered_on_a_key(key: str) -> None:
    async with hunting() as stage:
        stage.editor.load_text("")
        while not stage.editor.has_help:
            await stage.pilot.pause(0.01)
        await stage.press(key)
        assert stage.screen.query_one(OfferList).is_open
        await stage.press("f5")
        assert "Nothing to run" in stage.text


async def test_a_word_is_explained_on_a_key_and_an_unknown_one_said_to_be_so() -> None:
    async with hunting() as stage:
        stage.editor.load_text("DeviceInfo\n| take 1\nxyzzy")
        while not stage.editor.has_help:
            await stage.pilot.pause(0.01)
        stage.editor.go_to(14)
        await stage.press("ctrl+k")
        assert "operator" in stage.text
        stage.editor.go_to(len(stage.editor.text))
        await stage.press("ctrl+k")
        assert "Nothing is known" in stage.text


async def test_run_all_sends_the_whole_text_and_run_the_query_at_the_cursor() -> None:
    async with hunting() as stage:
        stage.editor.load_text(TEXT)
        await stage.press("alt+r")
        assert [hunt.query for hunt in stage.session.hunts] == [TEXT]
        await stage.press("f5", "f5")
        assert stage.session.hunts[-1].query == TEXT.split("\n\n")[0]
        await stage.press("f5")


async def test_finding_selects_as_one_types_and_goes_on_and_back() -> None:
    async with hunting() as stage:
        stage.editor.load_text(TEXT)
        await stage.press("ctrl+f", *"where")
        assert stage.editor.selection.start == (1, 2)
        assert "1 of 2" in stage.text
        await stage.press("enter")
        assert stage.editor.selection.start == (2, 2)
        await stage.press("up")
        assert stage.editor.selected_text == "where"
        assert stage.editor.selection.start == (1, 2)
        await stage.press("x")
        assert "not found" in stage.text
        await stage.press("backspace", "escape", "alt+g")
        assert stage.editor.selection.start == (2, 2)
        assert stage.screen.focused is stage.editor


async def test_replacing_one_place_goes_on_to_the_next_and_all_is_one_step_to_undo() -> None:
    async with hunting() as stage:
        stage.editor.load_text(TEXT)
        await stage.press("ctrl+f", *"where", "tab", *"has", "enter")
        assert stage.editor.text == TEXT.replace("where", "has", 1)
        assert stage.editor.selection.start == (2, 2)
        await stage.press("escape", "ctrl+z")
        assert stage.editor.text == TEXT
        await stage.press("ctrl+f", "alt+a")
        assert stage.editor.text == TEXT.replace("where", "has")
        assert "2 replaced" in stage.text
        await stage.press("escape", "ctrl+z")
        assert stage.editor.text == TEXT


async def test_what_is_selected_is_looked_for() -> None:
    async with hunting() as stage:
        stage.editor.load_text(TEXT)
        stage.editor.select_offsets(0, 6)
        await stage.press("ctrl+f")
        bar = stage.screen.query_one(FindBar)
        assert bar.query_one("#find-wanted", Input).value == "Device"


@pytest.mark.parametrize(
    ("selected", "wanted"), [("a\tb", "a\tb"), ("a\x1b[2Jb", ""), ("a\nb", "")]
)
async def test_what_a_field_cannot_show_is_not_looked_for(selected: str, wanted: str) -> None:
    async with hunting() as stage:
        stage.editor.load_text(selected)
        stage.editor.select_offsets(0, len(selected))
        await stage.press("ctrl+f")
        assert wanted == stage.screen.query_one(FindBar).wanted


@contextmanager
def lent_terminal() -> Iterator[None]:
    yield


def an_editor(folder: Path, lines: str) -> str:
    script = folder / "editor.py"
    script.write_text(f"import os, pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n{lines}\n")
    return f"{sys.executable} {script}"


async def test_another_editor_gets_the_text_in_a_private_file_and_its_work_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        f"pathlib.Path({str(tmp_path / 'mode')!r}).write_text(str(os.stat(file).st_mode))\n"
        "file.write_text('// mine\\n' + file.read_text())"
    )
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, lines))
    async with hunting() as stage:
        monkeypatch.setattr(stage.pilot.app, "suspend", lent_terminal)
        await stage.press("alt+e")
        assert stage.editor.text == "// mine\n" + FIRST_QUERY
        assert stat.S_IMODE(int((tmp_path / "mode").read_text())) == 0o600
        await stage.press("ctrl+z")
        assert stage.editor.text == FIRST_QUERY


@pytest.mark.parametrize(
    ("command", "words"),
    [("", "No editor is named"), ("/no/such/editor", "could not be started"), ("'", "No editor")],
)
async def test_an_editor_that_cannot_be_had_is_told_of_and_the_text_stays(
    command: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    async with hunting() as stage:
        monkeypatch.setattr(stage.pilot.app, "suspend", lent_terminal)
        await stage.press("alt+e")
        assert words in stage.text
        assert stage.editor.text == FIRST_QUERY


async def test_an_editor_that_fails_leaves_the_text_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, "file.write_text('lost'); sys.exit(3)"))
    async with hunting() as stage:
        monkeypatch.setattr(stage.pilot.app, "suspend", lent_terminal)
        await stage.press("alt+e")
        assert "ended with code 3" in stage.text
        assert stage.editor.text == FIRST_QUERY


async def test_a_terminal_that_cannot_be_lent_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")
    async with hunting() as stage:
        await stage.press("alt+e")
        assert "cannot be handed" in stage.text
