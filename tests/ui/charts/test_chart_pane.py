"""The Chart tab of the Hunting screen under the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import Input

from defender_tui.results.table import ResultTable
from defender_tui.ui.charts.chart_dialog import ChartDialog
from defender_tui.ui.charts.pane import ChartPane

from ..fakes_hunting import FakeHunts
from ..hunting.staging import Stage, hunting
from ..rendered import clickable_actions, unsafe_characters
from .conftest import HOURLY


def title(stage: Stage) -> str:
    """The line that says what is drawn."""
    return next(line for line in stage.text.split("\n") if re.search(r"chart · ", line)).strip()


async def run(stage: Stage, query: str, table: ResultTable) -> None:
    stage.editor.load_text(query)
    await stage.run(table)
    await stage.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_query_that_ends_in_render_shows_its_chart(
    hourly: ResultTable, size: tuple[int, int]
) -> None:
    async with hunting(FakeHunts(), size=size) as stage:
        await run(stage, f"{HOURLY}\n| render timechart with (title='By [b]file')", hourly)
        assert "By [b]file · timechart · n by FileName" in stage.text
        assert "2026-11-22 00:00 – 05:00 UTC" in stage.text
        assert "12 of 13 series" in stage.text
        assert "● powershell.exe" in stage.text
        assert "┤" in stage.text
        assert stage.screen.focused is stage.editor
        assert set() == unsafe_characters(stage.pilot.app)
        assert not [action for action in clickable_actions(stage.pilot.app) if action == "app.quit"]


async def test_rows_of_a_query_without_render_stay_until_a_chart_is_asked_for(
    events: ResultTable,
) -> None:
    async with hunting(FakeHunts(), size=(80, 24)) as stage:
        await run(stage, "DeviceEvents", events)
        assert not stage.screen.query(ChartPane)
        await stage.press("alt+2")
        assert "timechart · rows over Timestamp · steps of" in title(stage)
        assert stage.screen.focused is not stage.editor


async def test_a_chart_is_turned_chosen_and_put_back(hourly: ResultTable) -> None:
    async with hunting(FakeHunts(), size=(120, 40)) as stage:
        await run(stage, f"{HOURLY}\n| render columnchart", hourly)
        assert "columnchart · n by FileName over FileName" not in stage.text
        await stage.press("escape", "k")
        assert title(stage).startswith("barchart")
        await stage.press("k")
        assert title(stage).startswith("piechart · n over")
        await stage.press("r")
        assert title(stage).startswith("columnchart")
        await stage.press("c")
        assert isinstance(stage.pilot.app.screen, ChartDialog)
        dialog = stage.pilot.app.screen
        dialog.query_one("#chart-gather").focus()
        await stage.press("enter", *["down"], "enter", "f5")
        assert "rows" in title(stage)


async def test_series_are_taken_out_and_put_back(hourly: ResultTable) -> None:
    async with hunting(FakeHunts(), size=(120, 40)) as stage:
        await run(stage, f"{HOURLY}\n| render timechart", hourly)
        await stage.press("escape", "space")
        assert "12 series" in stage.text
        await stage.press("space", "enter")
        assert "1 of 12 series hidden" in stage.text
        assert "- powershell.exe" in stage.text
        await stage.press("space", "a", "enter")
        assert "hidden" not in stage.text


async def test_a_chart_follows_the_filter_of_the_rows(events: ResultTable) -> None:
    async with hunting(FakeHunts(), size=(120, 40)) as stage:
        await run(stage, "DeviceEvents | render barchart with (xcolumn=DeviceName)", events)
        assert "ws-2" in stage.text
        await stage.press("alt+1", "right", "plus", "alt+2")
        assert re.search(r"ws-0┤.* 30\b", stage.text)
        assert "ws-2┤" not in stage.text


async def test_what_cannot_be_drawn_is_said(spool: object, events: ResultTable) -> None:
    async with hunting(FakeHunts(), size=(80, 24)) as stage:
        await stage.press("alt+2")
        assert "There are no rows to draw" in stage.text
        await run(stage, "DeviceEvents | render treemap", events)
        assert "“treemap” is no chart here: drawn as timechart" in stage.text
        await run(stage, "DeviceEvents | render table", events)
        await stage.press("alt+2")
        assert "asks for a table" in stage.text
        await run(stage, "DeviceEvents | render scatterchart", events)
        assert "A scatterchart needs two columns of numbers" in stage.text
        await stage.press("c")
        assert isinstance(stage.pilot.app.screen, ChartDialog)


async def test_a_chart_is_saved_as_an_image_and_writes_over_nothing_unasked(
    hourly: ResultTable, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.svg"
    taken.write_text("mine")
    session = FakeHunts(files={str(taken): "mine"})
    async with hunting(session, size=(120, 40)) as stage:
        await run(stage, f"{HOURLY}\n| render timechart", hourly)
        await stage.press("escape", "e", "enter")
        name = next(name for name in session.files if name != str(taken))
        assert re.fullmatch(r"chart-\d{8}-\d{4}-r1\.svg", name)
        assert session.files[name].startswith("<svg")
        assert f"The chart is in {name}." in stage.text
        await stage.press("e")
        stage.pilot.app.screen.query_one(Input).value = str(tmp_path / "taken")
        await stage.press("enter")
        assert "already. Replace it?" in " ".join(stage.text.split())
        assert "mine" == session.files[str(taken)]
        await stage.press("y")
        assert session.files[str(taken)].startswith("<svg")
