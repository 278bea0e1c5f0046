"""The list and the query at hand are shown as code that asks for the same."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from textual.app import App

from defender_tui.core.resources import Resource
from defender_tui.ui.screens.hunting import HuntingScreen
from defender_tui.ui.widgets.kql_editor import KqlEditor

from .fakes import FakeWorkbench, queue_of
from .fakes_credentials import Host
from .fakes_hunting import FakeHunts
from .incidents_app import opened, settled
from .rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)])


def _kept_by(app: App[None], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    copied: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    return copied


@SIZES
async def test_the_incident_list_is_code_with_its_filter(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(FakeWorkbench(queue_of(3)), size=size) as pilot:
        copied = _kept_by(pilot.app, monkeypatch)
        await pilot.press("l")
        await settled(pilot)
        assert "This list as code" in screen_text(pilot.app)
        for _ in range(4):
            await pilot.press("y", "right")
            await settled(pilot)
        assert 4 == len(copied)
        assert all("status eq 'active'" in unquote(code) for code in copied)
        await pilot.press("escape")
        await settled(pilot)
        assert "This list as code" not in screen_text(pilot.app)


@SIZES
async def test_the_query_at_the_cursor_is_code(size: tuple[int, int]) -> None:
    app = Host(HuntingScreen(FakeHunts(hunting_api=Resource.XDR)))
    async with app.run_test(size=size) as pilot:
        app.screen.query_one(KqlEditor).text = "DeviceInfo\n| take 1\n\nAlertInfo"
        await pilot.press("f9", "right", "y")
        await pilot.pause()
        assert "This query as code" in screen_text(app)
        assert '"DeviceInfo\\n"' in app.copied[0]
        assert "AlertInfo" not in app.copied[0]
        assert "/api/advancedhunting/run" in app.copied[0]


async def test_a_hostile_query_stays_text_as_code() -> None:
    app = Host(HuntingScreen(FakeHunts()))
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one(KqlEditor).text = " ".join(HOSTILE).replace("\n", " ")
        await pilot.press("f9")
        for _ in range(4):
            await pilot.press("right")
            await pilot.pause()
            assert set() == unsafe_characters(app)
            assert [] == clickable_actions(app)


async def test_without_a_query_there_is_nothing_to_write() -> None:
    app = Host(HuntingScreen(FakeHunts()))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        app.screen.query_one(KqlEditor).text = ""
        await pilot.press("f9")
        await pilot.pause()
        assert "Set up a profile (F2) and type a query first." in screen_text(app)
