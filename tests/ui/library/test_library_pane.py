"""The library: queries put into the editor, filled in, saved, renamed and deleted."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError
from defender_tui.core.saved_query import SavedQuery
from defender_tui.ui.library.pane import LibraryPane

from ..fakes_hunting import FakeHunts
from ..fakes_past import FOLDER, saved
from ..pane_app import PaneStage, shown_pane
from ..rendered import HOSTILE, clickable_actions, unsafe_characters

TEAM = Path("/srv/team")
PLAIN = saved("devices", "// Devices seen lately\nDeviceInfo\n| take 5\n")
CLICKS = saved(
    "mail/clicks",
    "// Who clicked\ndeclare query_parameters(User:string, Days:timespan = 7d);\nUrlClickEvents\n",
)
BROKEN = saved("broken", "", folder=TEAM, problem="It is not UTF-8 text.")


def shown_library(
    *queries: SavedQuery, size: tuple[int, int] = (120, 30), session: FakeHunts | None = None
) -> AbstractAsyncContextManager[PaneStage[LibraryPane]]:
    session = session or FakeHunts()
    session.kept_queries = queries
    return shown_pane(LibraryPane, session, size=size)


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_queries_are_listed_with_what_they_say_of_themselves(size: tuple[int, int]) -> None:
    session = FakeHunts()
    session.folders = (FOLDER, TEAM)
    session.library_problems = ("There is no folder /gone.",)
    async with shown_library(PLAIN, CLICKS, BROKEN, size=size, session=session) as stage:
        for words in ("devices", "Devices seen lately", "mail/clicks", "It is not UTF-8 text."):
            assert words in stage.text
        assert "There is no folder /gone." in stage.text
        await stage.press("down")
        assert "asks for User:string, Days:timespan" in stage.text


async def test_a_query_without_parameters_goes_to_the_editor_or_runs_at_once() -> None:
    async with shown_library(PLAIN) as stage:
        await stage.press("enter", "f5", "y")
        assert PLAIN.text == stage.pilot.app.clipboard
    assert [(PLAIN.text, False, "devices"), (PLAIN.text, True, "devices")] == [
        (one.query, one.run, one.name) for one in stage.wanted
    ]


async def test_parameters_are_asked_for_and_quoted() -> None:
    async with shown_library(CLICKS) as stage:
        await stage.press("f5")
        assert "Values for mail/clicks" in stage.text
        await stage.press("enter")
        assert "There is no value." in stage.text
        await stage.press(*'o"n', "tab", *["backspace"] * 2, "x", "enter")
        assert "This is not a length of time" in stage.text
        await stage.press("backspace", *"12h", "enter")
        (wanted,) = stage.wanted
    assert wanted.run
    assert (
        '// Who clicked\nlet User = "o\\"n";\nlet Days = timespan(0.12:00:00.0000000);\n'
        "UrlClickEvents\n"
    ) == wanted.query


async def test_a_query_with_parameters_can_be_edited_as_it_is_and_asking_called_off() -> None:
    async with shown_library(CLICKS) as stage:
        await stage.press("enter", "escape", "e")
        assert [CLICKS.text] == [one.query for one in stage.wanted]


async def test_queries_are_found_by_words() -> None:
    async with shown_library(PLAIN, CLICKS) as stage:
        # A terminal sends the letter along with Alt; it is a key of the screen, and no text.
        await stage.press("slash", *"urlclick", "alt+t")
        assert "1 of 2" in stage.text
        await stage.press("down", "e")
        assert [CLICKS.text] == [one.query for one in stage.wanted]


async def test_a_query_is_renamed_unless_another_has_the_name() -> None:
    session = FakeHunts()
    async with shown_library(PLAIN, CLICKS, session=session) as stage:
        await stage.press("r", *["backspace"] * 7, *"mail/clicks", "enter")
        assert "There is a query mail/clicks already." in stage.text
        await stage.press("enter")
        assert "Enter again" not in stage.text
        await stage.press(*["backspace"] * 6, "x", "enter")
        assert ["mail/x", "mail/clicks"] == [query.name for query in session.kept_queries]
        assert "mail/x" in stage.text


async def test_a_query_is_deleted_after_a_question() -> None:
    session = FakeHunts()
    async with shown_library(PLAIN, CLICKS, session=session) as stage:
        await stage.press("d")
        assert str(PLAIN.file) in stage.text
        await stage.press("n")
        assert ["devices", "mail/clicks"] == [query.name for query in session.kept_queries]
        await stage.press("d", "y")
        assert ["mail/clicks"] == [query.name for query in session.kept_queries]


async def test_a_query_that_cannot_be_read_is_not_put_anywhere() -> None:
    async with shown_library(BROKEN) as stage:
        await stage.press("enter", "f5", "e", "y")
        assert [] == stage.wanted


async def test_an_empty_library_and_one_that_fails_say_what_to_do() -> None:
    session = FakeHunts()
    async with shown_library(session=session) as stage:
        assert "alt+q saves the text of a tab" in stage.text
        await stage.press("enter", "d")
        session.past_error = ConfigError("The configuration is wrong.", hint="Mend it.")
        stage.pane.read()
        await stage.settle()
        assert "The configuration is wrong. Mend it." in stage.text


async def test_hostile_queries_are_drawn_harmlessly() -> None:
    queries = [saved(text, f"//{text}\n{text}") for text in HOSTILE]
    queries += [saved(text, "", problem=text[:9]) for text in HOSTILE[:2]]
    async with shown_library(*queries) as stage:
        for _ in queries:
            await stage.press("down")
            assert unsafe_characters(stage.pilot.app) == set()
            assert clickable_actions(stage.pilot.app) == []
