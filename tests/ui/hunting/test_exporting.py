"""Rows of a result into files and into the clipboard."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import Input

from defender_tui.core.provenance import Provenance
from defender_tui.results.export.watch import ExportWatch

from ..fakes_hunting import FakeHunts, MakeTable
from .test_hunting_screen import Stage, hunting

ORIGIN = Provenance(
    query="T | take 3",
    target="graph",
    started=datetime(2026, 11, 23, 14, 3, tzinfo=UTC),
    duration_s=0.83,
    tenant_id="11111111-2222-4333-8444-555555555555",
    request_id="7d0c",
)


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.startswith("rows")]


async def entered(stage: Stage, file: Path, *keys: str) -> None:
    """Open the export, give a name, press some keys, and send it off."""
    await stage.press("e")
    field = stage.pilot.app.screen.query_one("#export-file", Input)
    field.value = str(file)
    await stage.press(*keys, "enter")


async def test_all_rows_are_written_and_their_number_is_said(
    events: MakeTable, tmp_path: Path
) -> None:
    async with hunting(size=(120, 40)) as stage:
        await stage.run(await events(3))
        await stage.press("escape")
        await entered(stage, tmp_path / "rows.ndjson")
        assert "3 rows are in" in stage.text
        lines = (tmp_path / "rows.ndjson").read_text().splitlines()
        assert [None, 1, 2] == [json.loads(line)["n"] for line in lines]


async def test_marked_rows_are_written_with_a_manifest_that_says_where_they_came_from(
    events: MakeTable, tmp_path: Path
) -> None:
    async with hunting(FakeHunts(provenance=ORIGIN), size=(120, 40)) as stage:
        await stage.run(await events(5))
        await stage.press("escape", "down", "space", "down", "space")
        await stage.press("e")
        assert "the marked rows · 2" in stage.text
        dialog = stage.pilot.app.screen
        dialog.query_one("#export-file", Input).value = str(tmp_path / "rows.json")
        await stage.press("tab", "tab", "down", "space", "f5")
        assert [1, 3] == [row["n"] for row in json.loads((tmp_path / "rows.json").read_text())]
        manifest = json.loads((tmp_path / "rows.json.manifest.json").read_text())
        assert {
            "selection": "marked",
            "rows": 2,
            "query": "T | take 3",
            "request_id": "7d0c",
        }.items() <= manifest.items()


async def test_a_name_without_a_known_ending_stays_to_be_corrected(
    events: MakeTable, tmp_path: Path
) -> None:
    async with hunting(size=(120, 40)) as stage:
        await stage.run(await events(1))
        await stage.press("escape")
        await entered(stage, tmp_path / "rows.xlsx")
        assert "End the name in .csv" in stage.text
        assert [] == names_in(tmp_path)


async def test_a_file_that_is_there_is_replaced_only_when_agreed(
    events: MakeTable, tmp_path: Path
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("before")
    async with hunting(size=(120, 40)) as stage:
        await stage.run(await events(1))
        await stage.press("escape")
        await entered(stage, file)
        await stage.until("There is a")
        await stage.press("escape")
        assert "before" == file.read_text()
        await entered(stage, file)
        await stage.until("There is a")
        await stage.press("y")
        await stage.until(r"1 row is\s")
        assert file.read_text().startswith("Timestamp,")


@pytest.mark.parametrize(
    ("downs", "begins"),
    [(0, "Timestamp\tFileName\tn\tExtra\n"), (1, "Timestamp,"), (2, "[\n{"), (3, "| Timestamp |")],
)
async def test_rows_are_copied_in_the_form_that_is_chosen(
    events: MakeTable, downs: int, begins: str
) -> None:
    async with hunting(size=(120, 40)) as stage:
        await stage.run(await events(2))
        await stage.press("escape", "Y", *["down"] * downs, "enter")
        assert stage.pilot.app.clipboard.startswith(begins)


async def test_too_many_rows_for_the_clipboard_are_refused_with_the_limit(
    events: MakeTable,
) -> None:
    async with hunting(size=(120, 40)) as stage:
        await stage.run(await events(2_000))
        await stage.press("escape", "Y", "enter")
        assert "75,000 bytes" in stage.text
        assert not stage.pilot.app.clipboard


async def test_escape_ends_an_export_that_says_how_far_it_is(
    events: MakeTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    class Held(ExportWatch):
        def done(self, rows: int) -> None:
            self.rows_done = rows
            assert gate.wait(30)
            super().done(rows)

    monkeypatch.setattr("defender_tui.results.export.watch.ExportWatch", Held)
    async with hunting(size=(120, 40)) as stage:
        await stage.run(await events(3))
        await stage.press("escape")
        await stage.press("e")
        dialog = stage.pilot.app.screen
        dialog.query_one("#export-file", Input).value = str(tmp_path / "rows.json")
        await stage.pilot.press("enter")
        while "writing 3 of 3 rows" not in stage.text:
            await stage.pilot.pause(0.01)
        assert "Esc ends it" in stage.text
        await stage.pilot.press("escape")
        gate.set()
        await stage.settle()
        assert "The export was ended. No file was written." in stage.text
        assert [] == names_in(tmp_path)
        await stage.press("escape")
        assert stage.screen.focused is stage.editor
