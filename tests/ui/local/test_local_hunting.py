"""Open results and files as tables, with the keyboard."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from defender_tui.core.resources import Resource
from defender_tui.kql import load_schema
from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.results.local.tables import LocalTables
from defender_tui.ui.hunting.problem_line import ProblemLine
from defender_tui.ui.local.open_dialog import OpenTable
from defender_tui.ui.local.paths import completed_path
from defender_tui.ui.local.tables_dialog import LocalTablesDialog
from defender_tui.ui.schema.messages import SchemaChanged
from defender_tui.ui.widgets.choice import Choice

from ..fakes_hunting import FakeHunts, MakeTable
from ..hunting.conftest import events, spool
from ..hunting.test_hunting_screen import Stage, hunting

__all__ = ["events", "spool"]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[FakeHunts]:
    """A session whose local tables have a spool of their own."""
    spool = AnswerSpool(tmp_path / "cache")
    session = FakeHunts(local_tables=LocalTables(spool))
    yield session
    session.local_tables.close()
    spool.close()


@pytest.fixture
def logons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "sign-ins.csv"
    file.write_text("FileName,Office\nfile-1.exe,Munich\n")
    monkeypatch.chdir(tmp_path)
    return file


async def _type(stage: Stage, text: str) -> None:
    await stage.press(*("space" if key == " " else key for key in text))


async def _ask(stage: Stage, query: str) -> None:
    stage.editor.text = query
    stage.editor.move_cursor((0, len(query)))
    stage.editor.focus()
    await stage.pilot.press("f5")
    while not stage.session.local_queries or stage.screen._run is not None:
        await asyncio.sleep(0)
        await stage.settle()


async def test_a_file_is_opened_and_joined_with_the_result_of_a_run(
    session: FakeHunts, events: MakeTable, logons: Path
) -> None:
    async with hunting(session) as stage:
        await stage.run(await events(3))
        await stage.press("alt+o")
        dialog = stage.pilot.app.screen
        assert isinstance(dialog, OpenTable)
        await _type(stage, "sign-in")
        await stage.press("right", "enter")
        await stage.until("sign_ins has 1 row")
        assert stage.screen.is_local
        assert "Local tables · range" in stage.text
        await _ask(stage, "r1 | lookup kind=inner sign_ins on FileName | project n, Office")
        assert "Munich" in stage.text
        assert ["r1", "r2"] == list(stage.screen._pane.shelf.names)
        assert 1 == len(session.hunts)


async def test_a_mistake_in_a_local_query_is_marked_where_it_is(session: FakeHunts) -> None:
    async with hunting(session) as stage:
        await stage.press("alt+a")
        assert isinstance(stage.pilot.app.screen, Choice)
        assert "until 2027-02-01" in stage.text
        await stage.press("down", "enter")
        assert Resource.XDR is session.hunting_api
        await stage.press("alt+a", "down", "enter")
        await _ask(stage, "print 1 | wher x")
        assert "could not be parsed" in stage.text
        assert "HTTP" not in stage.text
        await stage.press("escape", "alt+a", "home", "enter")
        assert "Microsoft Graph · range" in stage.text


async def test_what_cannot_be_opened_is_said_and_what_was_typed_stays(
    session: FakeHunts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with hunting(session) as stage:
        await stage.press("alt+o", "enter")
        assert "Name a file." in stage.text
        await _type(stage, "nowhere.csv")
        await stage.press("enter")
        await stage.until("No such file")
        assert "nowhere.csv" in stage.text
        await stage.press("tab", "ctrl+u")
        await _type(stage, "print")
        await stage.press("enter")
        assert "means something else in a query" in stage.text
        await stage.press("escape")
        assert () == session.local_tables.tables


async def test_open_tables_are_listed_put_into_the_query_and_closed(
    session: FakeHunts, events: MakeTable, logons: Path
) -> None:
    await asyncio.to_thread(session.local_tables.open_file, logons, "Offices")
    async with hunting(session) as stage:
        await stage.run(await events(3))
        await stage.press("alt+y")
        assert isinstance(stage.pilot.app.screen, LocalTablesDialog)
        for words in ("Offices  1 row  sign-ins.csv", "FileName, Office", "r1  3 rows  result"):
            assert words in stage.text
        stage.editor.text = ""
        await stage.press("enter")
        assert "Offices" == stage.editor.text
        await stage.press("alt+y", "down", "w")
        assert "Results are closed where they are shown" in stage.text
        await stage.press("up", "w")
        assert ["r1"] == [table.name for table in session.local_tables.tables]


async def test_the_editor_offers_local_columns_while_queries_run_there(
    session: FakeHunts, logons: Path
) -> None:
    await asyncio.to_thread(session.local_tables.open_file, logons, "Offices")
    async with hunting(session) as stage:
        await stage.press("alt+a", "end", "enter")
        # What the tenant says may come in late.
        stage.screen.post_message(SchemaChanged(load_schema(), session.generation))
        stage.editor.text = ""
        await _type(stage, "Offices | where Off")
        await stage.press("ctrl+@")
        await stage.until(r"Office\b.*string")


async def test_only_the_tenants_tables_are_advised_to_limit_the_time(
    session: FakeHunts, events: MakeTable
) -> None:
    async with hunting(session) as stage:
        await stage.run(await events(3))
        stage.editor.text = "DeviceProcessEvents | take 5"
        await stage.until("Nothing limits the time")
        await stage.press("alt+a", "end", "enter")
        stage.editor.text = "r1 | where FileNmae == ''"
        await stage.until("There is no column FileNmae here")
        problems = stage.screen.query_one(ProblemLine).problems
        assert ["FileNmae"] == [stage.editor.text[one.start : one.end] for one in problems]


def test_a_path_is_gone_on_as_the_folder_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Logs").mkdir()
    for name in ("logons.csv", "logons2.csv", ".hidden.csv"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert "logons.csv" == completed_path("log")
    assert f"{tmp_path}/Logs/" == completed_path(f"{tmp_path}/L")
    assert ".hidden.csv" == completed_path(".h")
    for text in ("", "x", f"{tmp_path}/", "nowhere/x", "\x00/x"):
        assert completed_path(text) is None
    shutil.rmtree(tmp_path / "Logs")
