"""The list of offers, the ghost and the hints, as one types."""

from __future__ import annotations

import pytest
from textual import events

from .writing import writing

WHERE = "DeviceInfo\n| where "


async def test_typing_opens_a_list_of_what_may_stand_there_and_narrows_it() -> None:
    async with writing(WHERE) as desk:
        assert desk.offered == []
        await desk.type("De")
        assert desk.offered[0] == "DeviceName"
        many = len(desk.offered)
        await desk.type("viceT")
        assert desk.offered[0] == "DeviceType"
        assert len(desk.offered) < many


async def test_the_list_shows_name_kind_type_and_docs_below_the_line() -> None:
    async with writing(WHERE) as desk:
        await desk.type("DeviceN")
        assert "where DeviceN" in desk.lines[1]
        assert "DeviceName" in desk.lines[2]
        assert "column · string" in desk.lines[2]
        assert "Full host name" in "\n".join(desk.lines)


@pytest.mark.parametrize("key", ["tab", "enter"])
async def test_a_key_accepts_the_chosen_word_in_place_of_the_begun_one(key: str) -> None:
    async with writing(WHERE) as desk:
        await desk.type("devicen")
        await desk.press(key)
        assert desk.editor.text == WHERE + "DeviceName"
        assert desk.offered == []


async def test_accepting_is_one_step_to_undo() -> None:
    async with writing(WHERE) as desk:
        await desk.type("devicen")
        await desk.press("tab")
        await desk.press("ctrl+z")
        assert desk.editor.text == WHERE + "devicen"


async def test_the_arrows_choose_and_wrap_around() -> None:
    async with writing(WHERE) as desk:
        await desk.type("Device")
        words = desk.offered
        await desk.press("down", "down", "up", "tab")
        assert desk.editor.text == WHERE + words[1]
        await desk.press("ctrl+z")
        desk.editor.offer_words()
        await desk.press("up", "tab")
        assert desk.editor.text == WHERE + words[-1]


async def test_escape_closes_the_list_and_does_nothing_else() -> None:
    async with writing(WHERE) as desk:
        await desk.type("Dev")
        await desk.press("escape")
        assert desk.offered == []
        assert desk.app.left == 0
        assert desk.editor.text == WHERE + "Dev"
        await desk.press("escape")
        assert desk.app.left == 1


async def test_a_function_gets_brackets_with_the_cursor_between_and_its_parameters_shown() -> None:
    async with writing(WHERE + "Timestamp > ") as desk:
        await desk.type("ag")
        await desk.press("tab")
        assert desk.editor.text == WHERE + "Timestamp > ago()"
        assert desk.editor.cursor_offset == len(desk.editor.text) - 1
        await desk.until(lambda: desk.hint.is_open)
        assert "ago(timespan: timespan)" in desk.lines[0]


async def test_a_function_without_parameters_leaves_the_cursor_behind_its_brackets() -> None:
    async with writing("DeviceInfo\n| summarize ") as desk:
        await desk.type("coun")
        await desk.press("tab")
        assert desk.editor.text.endswith("count()")
        assert desk.editor.cursor_offset == len(desk.editor.text)


async def test_a_value_closes_its_string() -> None:
    async with writing("DeviceEvents\n| where ActionType == ") as desk:
        await desk.type('"PowerSh')
        await desk.press("tab")
        assert desk.editor.text.endswith('== "PowerShellCommand"')
        assert desk.editor.cursor_offset == len(desk.editor.text)


async def test_enter_breaks_the_line_when_nothing_was_begun_or_the_word_is_whole() -> None:
    async with writing(WHERE + "DeviceName") as desk:
        await desk.type(" ")
        assert desk.offered
        await desk.press("enter")
        assert desk.editor.text == WHERE + "DeviceName \n"
    async with writing("") as desk:
        await desk.type("DeviceInfo")
        await desk.type("\n")
        assert desk.editor.text == "DeviceInfo\n"


async def test_a_comment_and_a_paste_open_no_list() -> None:
    async with writing("DeviceInfo\n// ") as desk:
        await desk.type("Device")
        assert desk.offered == []
    async with writing(WHERE) as desk:
        desk.app.post_message(events.Paste("Dev"))
        await desk.until(lambda: desk.editor.text.endswith("Dev"))
        assert desk.offered == []
        assert not desk.editor.is_helping


async def test_asking_opens_the_list_where_nothing_is_typed() -> None:
    async with writing("DeviceInfo\n| ") as desk:
        desk.editor.offer_words()
        assert desk.offered[0] == "where"
        await desk.press("enter")
        assert desk.editor.text == "DeviceInfo\n| where"


async def test_the_list_flips_above_at_the_bottom_of_the_screen() -> None:
    async with writing("\n" * 19 + "DeviceInfo | where ") as desk:
        await desk.type("Device")
        line = next(at for at, text in enumerate(desk.lines) if "where Device" in text)
        assert desk.offers.region.bottom <= line
        assert desk.offers.region.height <= 10


async def test_a_click_accepts_and_the_editor_keeps_the_focus() -> None:
    async with writing(WHERE) as desk:
        await desk.type("Device")
        second = desk.offered[1]
        await desk.pilot.click(desk.offers, offset=(3, 1))
        assert desk.editor.text == WHERE + second
        assert desk.app.focused is desk.editor


@pytest.mark.parametrize("key", ["right", "end"])
async def test_the_rest_of_the_best_word_is_shown_and_accepted_at_the_end_of_a_line(
    key: str,
) -> None:
    async with writing(WHERE) as desk:
        await desk.type("DeviceN")
        assert "where DeviceName" in desk.lines[1]
        await desk.press(key)
        assert desk.editor.text == WHERE + "DeviceName"


async def test_within_a_line_there_is_no_ghost_and_right_only_moves() -> None:
    async with writing("DeviceInfo | where  == 1") as desk:
        desk.editor.go_to(len("DeviceInfo | where "))
        await desk.type("DeviceN")
        await desk.press("right")
        assert desk.editor.text == "DeviceInfo | where DeviceN == 1"


async def test_moving_away_closes_the_list_and_the_ghost() -> None:
    async with writing(WHERE) as desk:
        await desk.type("Dev")
        await desk.press("left")
        assert desk.offered == []
        assert desk.editor.suggestion == ""


async def test_a_word_is_explained_until_the_next_key() -> None:
    async with writing("DeviceInfo | summarize dcount(DeviceName)") as desk:
        desk.editor.go_to(len("DeviceInfo | summarize dc"))
        assert desk.editor.explain_word()
        await desk.pilot.pause()
        assert "How many different values" in "\n".join(desk.lines)
        await desk.press("escape")
        assert not desk.hint.is_open
        assert desk.app.left == 0
        desk.editor.go_to(len("DeviceInfo "))
        assert not desk.editor.explain_word()
