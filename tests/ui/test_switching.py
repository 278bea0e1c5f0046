from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from defender_tui.core.credentials import Certificate
from defender_tui.core.errors import ConfigError
from defender_tui.core.profiles import CustomerTenant, Profile
from defender_tui.ui.switching.picker import SwitchPicker
from defender_tui.workflows.profiles import Destination

from .fakes import PROFILE, FakeWorkbench, queue_of
from .incidents_app import opened, settled
from .rendered import HOSTILE, clickable_actions, screen_lines, screen_text, unsafe_characters

FABRIKAM = CustomerTenant("Fabrikam", "fabrikam.example")
NORTHWIND = CustomerTenant("Northwind Traders", "northwind.example")
PARTNER = replace(
    PROFILE,
    name="partner",
    tenant_id=FABRIKAM.tenant_id,
    tenant_name=FABRIKAM.name,
    tenants=(FABRIKAM, NORTHWIND),
)
LAB = replace(PROFILE, name="lab", tenant_name="lab.example", tenant_id="lab.example")


@asynccontextmanager
async def workbench(
    *others: Profile, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[None], FakeWorkbench]]:
    """Open the app with further profiles stored."""
    session = FakeWorkbench(queue_of(6))
    session.stored += others
    async with opened(session, size=size) as pilot:
        yield pilot, session


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_pick_goes_to_a_customers_tenant_and_the_header_says_so(
    size: tuple[int, int],
) -> None:
    async with workbench(LAB, PARTNER, size=size) as (pilot, session):
        await pressed(pilot, "ctrl+o")
        assert isinstance(pilot.app.screen, SwitchPicker)
        await pressed(pilot, *"north", "enter")
        assert session.profile is not None
        assert ("partner", "northwind.example") == (session.profile.name, session.profile.tenant_id)
        head = screen_lines(pilot.app)[0]
        assert "partner ▾  Northwind Traders · public · Graph" in head


async def test_the_list_marks_where_one_is_and_says_how_each_proves_itself() -> None:
    certified = replace(LAB, credential=Certificate(Path("soc.pem")))
    async with workbench(certified, PARTNER) as (pilot, _):
        await pressed(pilot, "P")
        text = screen_text(pilot.app)
        assert "● contoso-soc" in text
        assert "certificate soc.pem" in text
        assert 2 == text.count("  partner  ")


async def test_esc_stays_where_one_is() -> None:
    async with workbench(LAB) as (pilot, session):
        before = session.generation
        await pressed(pilot, "ctrl+o", "down", "escape")
        assert before == session.generation


async def test_words_that_match_nothing_are_told_and_choose_nothing() -> None:
    async with workbench(LAB) as (pilot, session):
        before = session.generation
        await pressed(pilot, "ctrl+o", *"zzz", "enter")
        assert "Nothing by these words." in screen_text(pilot.app)
        assert before == session.generation


async def test_a_click_on_the_profile_in_the_header_opens_the_list() -> None:
    async with workbench(LAB) as (pilot, _):
        await pilot.click("#frame-state", offset=(18, 0))
        await settled(pilot)
        assert isinstance(pilot.app.screen, SwitchPicker)


async def test_a_click_on_the_token_in_the_header_opens_nothing() -> None:
    async with workbench(LAB) as (pilot, _):
        await pilot.click("#frame-state", offset=(112, 0))
        await settled(pilot)
        assert not isinstance(pilot.app.screen, SwitchPicker)


async def test_the_palette_goes_to_a_tenant_directly() -> None:
    async with workbench(PARTNER) as (pilot, session):
        await pressed(pilot, "ctrl+p", *"switch to partner north")
        await pressed(pilot, "enter", "enter")
        assert session.profile is not None
        assert "northwind.example" == session.profile.tenant_id


async def test_a_profile_that_cannot_be_read_is_listed_with_what_is_wrong() -> None:
    class Broken(FakeWorkbench):
        async def destinations(self) -> tuple[Destination, ...]:
            problem = ConfigError("Profile “old”: tenant_id is missing.", hint="Add it.")
            return (*await super().destinations(), Destination("old", None, problem=problem))

    session = Broken(queue_of(2))
    async with opened(session) as pilot:
        await pressed(pilot, "ctrl+o")
        assert "tenant_id is missing." in screen_text(pilot.app)
        before = session.generation
        await pressed(pilot, *"old", "enter")
        assert "Add it." in screen_text(pilot.app)
        assert before == session.generation


async def test_a_switch_reads_the_queue_anew_and_keeps_the_search() -> None:
    async with workbench(LAB) as (pilot, session):
        await pressed(pilot, "slash", *"number 3", "enter")
        asked = len(session.asked)
        await pressed(pilot, "ctrl+o", *"lab", "enter")
        assert len(session.asked) > asked
        assert "number 3" == pilot.app.screen.query_one("#queue-search", Input).value
        assert "lab ▾  lab.example" in screen_lines(pilot.app)[0]


async def test_a_switch_keeps_the_query_that_is_being_written() -> None:
    async with workbench(LAB) as (pilot, _):
        await pressed(pilot, "f6")
        editor = pilot.app.screen.query_one(TextArea)
        editor.text = "DeviceInfo | count"
        await pressed(pilot, "ctrl+o", *"lab", "enter")
        assert "DeviceInfo | count" == editor.text
        await pressed(pilot, "f4")
        assert "lab ▾" in screen_lines(pilot.app)[0]


async def test_hostile_names_in_the_list_and_the_palette_stay_text() -> None:
    hostile = [
        replace(PROFILE, name=f"h{at}", tenant_name=text, tenant_id=f"t{at}.example")
        for at, text in enumerate(HOSTILE)
    ]
    async with workbench(*hostile) as (pilot, _):
        await pressed(pilot, "ctrl+o")
        assert set() == unsafe_characters(pilot.app)
        assert [] == clickable_actions(pilot.app)
        await pressed(pilot, "escape")
        await pressed(pilot, "ctrl+p", *"switch to h")
        assert set() == unsafe_characters(pilot.app)
        assert [] == clickable_actions(pilot.app)
