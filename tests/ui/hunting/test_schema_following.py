"""The tenant's own tables on the Hunting screen: browsed, completed and checked."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

from textual.dom import DOMNode
from textual.widgets import Input

from defender_tui.core.tenant_schema import TenantColumn, TenantSchema, TenantTable
from defender_tui.kql import load_schema
from defender_tui.ui.hunting.problem_line import ProblemLine
from defender_tui.ui.palette import palette_entries
from defender_tui.ui.schema.pane import SchemaPane
from defender_tui.workflows.session_schema import KnownSchema

from ..fakes_credentials import NOW
from ..fakes_hunting import FakeHunts
from .test_hunting_screen import Stage, hunting

OURS = TenantTable("OurFirewall", (TenantColumn("Action_s", "string"),))
TOLD = KnownSchema(load_schema(TenantSchema((OURS,))), NOW - timedelta(hours=1))


def palette(stage: Stage) -> list[str]:
    """Give the titles in the palette."""

    async def run(action: str, owner: DOMNode) -> None:
        raise AssertionError(f"{action} on {owner} was not asked for")

    return [entry.title for entry in palette_entries(stage.pilot.app.screen, run)]


async def test_a_table_that_only_the_tenant_has_is_browsed_completed_and_no_mistake() -> None:
    session = FakeHunts(script=deque())
    session.known_schema = TOLD
    async with hunting(session, size=(80, 24)) as stage:
        stage.editor.load_text("")
        await stage.press("alt+3", "slash")
        stage.screen.query_one("#schema-search", Input).value = "ourfire"
        await stage.press("enter", "enter")
        assert "OurFirewall" == stage.editor.text
        assert stage.screen.focused is stage.editor
        stage.editor.insert(" | where Act")
        stage.editor.offer_words()
        await stage.until("Action_s")
        await stage.settle()
        problems = stage.screen.query_one(ProblemLine).problems
        assert not any("no table" in one.message for one in problems)
        # Another tenant knows nothing of it.
        session.generation += 1
        session.known_schema = KnownSchema(load_schema())
        stage.screen.look_for_switch()
        await stage.settle()
        pane = stage.screen.query_one(SchemaPane)
        assert session.known_schema is pane.known
        assert "OurFirewall" not in stage.text.partition("Results")[2]
        line = stage.screen.query_one(ProblemLine)
        while not any("There is no table OurFirewall" in one.message for one in line.problems):
            await stage.pilot.pause(0.02)


async def test_it_opens_at_the_table_of_the_query_and_its_commands_act_while_it_has_the_focus() -> (
    None
):
    async with hunting(size=(80, 24)) as stage:
        assert "Preview  (p)" not in palette(stage)
        await stage.press("alt+3")
        assert "Preview  (p)" in palette(stage)
        await stage.press("p")
        assert "DeviceProcessEvents\n| take 5" == stage.editor.text
        assert ["DeviceProcessEvents\n| take 5"] == [one.query for one in stage.session.hunts]
