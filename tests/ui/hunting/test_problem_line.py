"""Problems of a query: marked in the editor, told below it, mended with a key."""

from __future__ import annotations

import re

import pytest

from defender_tui.kql import Diagnostic, Fix, Severity
from defender_tui.ui.hunting.problem_line import ProblemLine
from defender_tui.ui.hunting.problems import problem_after, problem_at, problem_words

from .test_hunting_screen import Stage, hunting

WRONG = "DeviceEvents\n| where FileNmae == 'a' and Timestamp > ago(1d)\n| tke 5\n"


async def _typed(stage: Stage, text: str) -> None:
    stage.editor.text = text
    stage.editor.move_cursor((0, 0))
    await stage.pilot.pause()


async def test_a_misspelt_column_is_told_below_the_editor_with_what_was_meant() -> None:
    async with hunting() as stage:
        await _typed(stage, WRONG)
        await stage.until("✗ line 2: There is no column FileNmae here: did you mean FileName")


async def test_the_keys_go_from_problem_to_problem_and_mend_them() -> None:
    async with hunting() as stage:
        await _typed(stage, WRONG)
        await stage.until("FileNmae here")
        await stage.pilot.press("f7")
        await stage.until(r"F11 mends it")
        assert (1, 8) == stage.editor.cursor_location
        await stage.pilot.press("f11")
        await stage.until("no operator tke")
        await stage.pilot.press("f7")
        await stage.pilot.press("f11")
        await stage.pilot.pause()
        expected = WRONG.replace("FileNmae", "FileName").replace("tke", "take")
        assert expected == stage.editor.text
        await stage.pilot.press("ctrl+z")
        assert "tke" in stage.editor.text


async def test_mended_queries_leave_no_line_below_the_editor() -> None:
    async with hunting() as stage:
        await _typed(stage, WRONG)
        await stage.until("FileNmae here")
        await _typed(stage, "DeviceEvents | where Timestamp > ago(1d) | take 5")
        line = stage.screen.query_one(ProblemLine)
        while line.display:
            await stage.pilot.pause(0.02)
        assert () == line.problems


@pytest.mark.parametrize("text", ["", " \n", "// to do"])
async def test_a_text_without_a_query_is_not_said_to_be_wrong(text: str) -> None:
    async with hunting() as stage:
        line = stage.screen.query_one(ProblemLine)
        stage.editor.focus()
        await _typed(stage, WRONG)
        await stage.until("FileNmae here")
        await _typed(stage, text)
        while line.problems:
            await stage.pilot.pause(0.02)
        await stage.pilot.app.workers.wait_for_complete()
        await stage.pilot.pause()
        assert () == tuple(line.problems)


async def test_a_problem_is_underlined_where_it_is() -> None:
    async with hunting() as stage:
        await _typed(stage, WRONG)
        await stage.until("FileNmae here")
        line = stage.editor.get_line(1)
        underlined = [
            line.plain[span.start : span.end]
            for span in line.spans
            if "underline" in str(span.style)
        ]
        assert ["FileNmae"] == underlined


async def test_a_query_with_an_error_runs_all_the_same() -> None:
    async with hunting() as stage:
        await _typed(stage, WRONG)
        await stage.until("FileNmae here")
        await stage.pilot.press("f5")
        await stage.pilot.pause()
        assert [WRONG.strip()] == [hunt.query for hunt in stage.session.hunts]


async def test_a_range_shorter_than_the_query_asks_for_is_told() -> None:
    async with hunting() as stage:
        await _typed(stage, "DeviceEvents | where Timestamp > ago(30d) | take 5")
        await stage.pilot.press("ctrl+t", "down", "down", "enter")
        await stage.until(r"The range cuts this to 1d")


async def test_the_key_lays_out_the_query_at_the_cursor_and_undo_brings_it_back() -> None:
    async with hunting() as stage:
        await _typed(stage, "DeviceEvents|take 5\n\nDeviceInfo|take 6")
        await stage.press("alt+l")
        assert "DeviceEvents\n| take 5\n\nDeviceInfo|take 6" == stage.editor.text
        await stage.press("ctrl+z")
        assert "DeviceEvents|take 5\n\nDeviceInfo|take 6" == stage.editor.text


def test_the_gravest_of_several_problems_at_the_cursor_is_told() -> None:
    advice = Diagnostic(0, 9, Severity.INFORMATION, "Advice.")
    error = Diagnostic(2, 4, Severity.ERROR, "Wrong.", Fix(2, 4, "x"))
    assert error == problem_at([advice, error], 3)
    assert advice == problem_at([advice, error], 8)
    assert error == problem_after([advice, error], 0)
    assert advice == problem_after([advice, error], 5)
    told = problem_words([advice, error], 3, "abc\ndef")
    assert told is not None
    assert "✗ Wrong. · F11 mends it · F7 next of 2" == told.words
    assert problem_words([], 0, "") is None


@pytest.mark.parametrize("hostile", ["\x1b[2J", "a\nb", "‮"])
def test_a_message_with_text_of_the_query_is_safe_to_show(hostile: str) -> None:
    told = problem_words([Diagnostic(0, 1, Severity.ERROR, f"There is no {hostile}.")], 0, "x")
    assert told is not None
    assert not re.search("[\x00-\x1f‮]", told.words)
