from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Input, Static

from defender_tui.core.errors import DefenderTuiError
from defender_tui.ui.app import DefenderTuiApp
from defender_tui.ui.help import KeysHelp
from defender_tui.ui.screens.base import WorkScreen

from .fakes import NOW, PROFILE, FakeWorkbench, queue_of
from .incidents_app import opened, queue_of_app, settled
from .rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

SENTINEL = "hunter2-sentinel"


@pytest.mark.parametrize("keys", [("f2", "f3", "f6"), ("1", "2", "4")])
async def test_a_key_goes_to_a_mode_and_f4_comes_back_to_the_same_place(
    keys: tuple[str, ...],
) -> None:
    async with opened(FakeWorkbench(queue_of(12))) as pilot:
        await pilot.press("down", "down")
        for key, mode in zip(keys, ("credentials", "token", "hunting"), strict=True):
            # A digit is text where the screen just left had the focus in a field.
            await pilot.press(key)
            await settled(pilot)
            assert mode == pilot.app.current_mode
            await pilot.press("f4")
            await settled(pilot)
            assert 2 == queue_of_app(pilot).grid.cursor_row


async def test_a_click_on_a_mode_goes_there() -> None:
    async with opened(FakeWorkbench(queue_of(2))) as pilot:
        await pilot.click("ModeTab")
        await settled(pilot)
        assert "credentials" == pilot.app.current_mode


async def test_the_keys_of_the_screen_are_one_key_away() -> None:
    async with opened(FakeWorkbench(queue_of(2)), size=(120, 140)) as pilot:
        await pilot.press("question_mark")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "Narrow the list as you type" in text
        assert "Go to Hunting" in text
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, KeysHelp)


async def test_the_keys_that_act_where_the_focus_is_come_first() -> None:
    async with opened(FakeWorkbench(queue_of(2)), size=(120, 200)) as pilot:
        await pilot.press("f6", "escape", "question_mark")
        await settled(pilot)
        text = screen_text(pilot.app)
        rows, others = text.index("Go to a row of the result"), text.index("Schema: find tables")
        assert rows < text.index("In other parts of the screen") < others
        await pilot.press("escape", "escape", "f1")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert text.index("In other parts of the screen") < text.index("Go to a row of the result")


async def test_the_palette_runs_a_command_of_the_screen_by_its_name() -> None:
    session = FakeWorkbench(queue_of(2))
    async with opened(session) as pilot:
        await pilot.press("ctrl+p", *"refresh")
        await settled(pilot)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert 2 == len(session.asked)


async def test_the_zone_is_turned_for_every_screen_and_the_first_line_says_which() -> None:
    async with opened(FakeWorkbench(queue_of(2)), size=(120, 30)) as pilot:
        assert "UTC 14:03" in screen_text(pilot.app)
        await pilot.press("Z", "f6")
        await settled(pilot)
        assert f"local {NOW.astimezone():%H:%M}" in screen_text(pilot.app)


async def test_the_session_is_closed_on_the_way_out() -> None:
    session = FakeWorkbench(queue_of(2))
    async with opened(session):
        assert not session.is_closed
    assert session.is_closed


async def test_a_terminal_too_small_is_told_and_nothing_is_lost() -> None:
    async with opened(FakeWorkbench(queue_of(30)), size=(80, 24)) as pilot:
        await pilot.press(*["down"] * 4)
        await pilot.resize_terminal(50, 12)
        await settled(pilot)
        assert "This needs 60 columns and 16 rows." in screen_text(pilot.app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "30 incidents" in screen_text(pilot.app)
        assert queue_of_app(pilot).grid.has_focus
        assert 4 == queue_of_app(pilot).grid.cursor_row


async def test_both_themes_and_no_colour_keep_severity_readable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(FakeWorkbench(queue_of(4))) as pilot:
        await pilot.press("f10")
        await settled(pilot)
        assert not pilot.app.current_theme.dark
        assert "High" in screen_text(pilot.app)


@pytest.mark.parametrize("visited_before", [True, False])
async def test_a_theme_turned_in_one_mode_is_seen_in_every_other(visited_before: bool) -> None:
    async with opened(FakeWorkbench(queue_of(4))) as pilot:
        if visited_before:
            await pilot.press("f6")
            await settled(pilot)
            await pilot.press("f4")
            await settled(pilot)
        await pilot.press("f10")
        await settled(pilot)
        background = pilot.app.screen.styles.background
        await pilot.press("f6")
        await settled(pilot)
        assert background == pilot.app.screen.styles.background
        assert background.brightness > 0.5


async def test_hostile_words_in_an_error_are_only_shown() -> None:
    class Hostile(DefenderTuiError):
        def details(self) -> tuple[tuple[str, str], ...]:
            return (("Answer", self.message),)

    async with opened(FakeWorkbench(queue_of(2))) as pilot:
        assert isinstance(pilot.app.screen, WorkScreen)
        for text in HOSTILE:
            pilot.app.screen.show_error(Hostile(text, hint=text), "Could not list incidents")
            await settled(pilot)
            assert set() == unsafe_characters(pilot.app), repr(text)
            assert [] == clickable_actions(pilot.app), repr(text)


async def test_a_hostile_profile_name_is_only_shown() -> None:
    name = "".join(HOSTILE)
    session = FakeWorkbench(queue_of(2), profile=replace(PROFILE, tenant_name=name))
    async with opened(session) as pilot:
        assert set() == unsafe_characters(pilot.app)
        assert [] == clickable_actions(pilot.app)


async def test_pasted_control_characters_never_reach_a_field() -> None:
    async with opened(FakeWorkbench(queue_of(2))) as pilot:
        await pilot.press("slash")
        pilot.app.post_message(Paste("\x1b]52;c;ZXZpbA==\x07ab\u202ec\ud800"))
        await settled(pilot)
        assert "]52;c;ZXZpbA==abc" == pilot.app.screen.query_one("#queue-search", Input).value
        assert set() == unsafe_characters(pilot.app)


class Crashing(DefenderTuiApp):
    """The app with a mistake in it, on a frame that holds a secret."""

    def on_key(self) -> None:
        password = SENTINEL
        raise ValueError(f"cannot use {password}\x1b]0;owned\x07")


async def test_a_crash_prints_where_it_was_and_no_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = Crashing(FakeWorkbench(queue_of(2)))
    with pytest.raises(ValueError, match=SENTINEL):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("z")
    text = capsys.readouterr().err
    assert "ValueError" in text
    assert "test_app.py" in text
    assert SENTINEL not in text
    assert "\x1b" not in text


def test_importing_the_app_loads_no_other_screen_than_the_first() -> None:
    code = (
        "import sys, defender_tui.ui.app, defender_tui.ui.screens.incidents;"
        "print([m for m in sys.modules if m.startswith('defender_tui.ui.screens.')])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "credentials" not in answer.stdout
    assert "hunting" not in answer.stdout


class Bare(App[None]):
    """Nothing of ours: what a hostile text does to an unguarded widget."""

    def compose(self) -> ComposeResult:
        yield Static("[@click=app.quit]x[/]")


async def test_the_probe_for_clickable_text_finds_it_where_it_is() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert clickable_actions(app)
