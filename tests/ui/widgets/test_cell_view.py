"""The view of one whole cell."""

from __future__ import annotations

from textual.app import App
from textual.pilot import Pilot

from defender_tui.ui.widgets.cell_view import CellView, LinesPane
from defender_tui.ui.widgets.copying import LIMIT_BYTES

from ..rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters


async def show(pilot: Pilot[None], title: str, value: str | None) -> None:
    await pilot.app.push_screen(CellView(title, value))
    await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_json_is_indented_and_escape_closes() -> None:
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await show(pilot, "AdditionalFields", '{"a":[1]}')
        assert '  "a": [' in screen_text(pilot.app)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, CellView)


async def test_null_and_empty_are_told_apart() -> None:
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await show(pilot, "FileName", None)
        assert "null" in screen_text(pilot.app)
        await pilot.press("escape")
        await show(pilot, "FileName", "")
        assert "empty text" in screen_text(pilot.app)


async def test_the_whole_value_is_copied_as_it_came() -> None:
    value = '{"a":  [1]}'
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await show(pilot, "AdditionalFields", value)
        await pilot.press("y")
        assert pilot.app.clipboard == value


async def test_what_would_act_when_pasted_is_replaced_in_the_copy() -> None:
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await show(pilot, "x", "a\x1b[31mb\ud800\r\nc")
        await pilot.press("y")
        await settle(pilot)
        assert pilot.app.clipboard == "a\ufffd[31mb\ufffd\nc"
        assert "with line breaks" in screen_text(pilot.app)


async def test_too_large_a_value_is_not_sent_to_the_terminal() -> None:
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await show(pilot, "x", "x" * (LIMIT_BYTES + 1))
        await pilot.press("y")
        await settle(pilot)
        assert pilot.app.clipboard == ""
        assert "too many" in screen_text(pilot.app)


async def test_a_long_value_scrolls_to_its_end_and_refolds_with_the_terminal() -> None:
    value = "word " * 20_000 + "END"
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await show(pilot, "x", value)
        await pilot.press("end")
        await settle(pilot)
        assert "END" in screen_text(pilot.app)
        before = pilot.app.screen.query_one(LinesPane).virtual_size.height
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert pilot.app.screen.query_one(LinesPane).virtual_size.height < before


async def test_hostile_values_and_titles_are_shown_and_do_nothing() -> None:
    async with App[None]().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for text in HOSTILE:
            await show(pilot, text, text)
            assert unsafe_characters(pilot.app) == set()
            assert clickable_actions(pilot.app) == []
            await pilot.press("escape")
