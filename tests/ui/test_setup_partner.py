from __future__ import annotations

from pathlib import Path

import pytest
from textual import constants
from textual.pilot import Pilot
from textual.widgets import OptionList

from defender_tui.core.clouds import custom_cloud
from defender_tui.core.errors import ConfigError
from defender_tui.core.profiles import Profile
from defender_tui.core.registration.guide_step import StepId
from defender_tui.ui.app import DefenderTuiApp
from defender_tui.ui.widgets.form import SecretInput
from defender_tui.workflows.setup import Check

from .fakes import FakeWorkbench
from .fakes_credentials import CLIENT_ID, TENANT_ID, Host
from .fakes_setup import FakeSetup
from .rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters
from .setup_pilot import (
    CUSTOMER,
    NARROW,
    WIDE,
    choose,
    fill,
    go_to,
    opened,
    settled,
    type_in,
    value_of,
)


async def _landed(pilot: Pilot[None], answer: str) -> None:
    await fill(pilot)
    await choose(pilot, "partner", "many")
    await go_to(pilot, StepId.PARTNER)
    values = pilot.app.screen.query_one("#values", OptionList)
    values.focus()
    await pilot.press("y")
    await settled(pilot)
    assert isinstance(pilot.app, Host)
    link = pilot.app.copied[-1]
    assert f"client_id={CLIENT_ID}" in link
    state = link.rpartition("state=")[2]
    await type_in(pilot, "landed", f"https://portal.azure.com/?{answer}&state={state}")
    await pilot.press("f5")
    await settled(pilot)


async def test_a_customers_consent_is_read_and_then_tested_in_that_tenant() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await _landed(pilot, f"admin_consent=True&tenant={CUSTOMER}")
        text = screen_text(app)
        assert "The administrator agreed." in text
        assert f"Customer's tenant {CUSTOMER}" in text
        draft, _, _, last = session.asked[0]
        assert (CUSTOMER, Check.ROLES) == (draft.tenant_id, last)
        assert "✓ 7 Let customers consent" in text


async def test_a_customer_that_was_tested_is_in_the_saved_profile() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await _landed(pilot, f"admin_consent=True&tenant={CUSTOMER}")
        await pilot.press("ctrl+s")
        await settled(pilot)
        profile, _ = session.saved[0]
        assert TENANT_ID == profile.tenant_id
        assert [TENANT_ID, CUSTOMER] == [one.tenant_id for one in profile.tenants]


@pytest.mark.full
async def test_a_customers_refusal_is_told_and_nothing_is_tested() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        error = "error=consent_required&error_description=AADSTS65004%3A+declined"
        await _landed(pilot, f"admin_consent=True&{error}")
        text = screen_text(app)
        assert "The administrator did not agree." in text
        assert "✗ 7 Let customers consent" in text
        assert [] == session.asked


async def test_without_customers_there_is_no_step_for_them() -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "Let customers consent" not in screen_text(app)


@pytest.mark.full
async def test_scripts_for_the_same_are_copied() -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await pilot.press("z", "w")
        await settled(pilot)
        assert app.copied[0].startswith("#!/usr/bin/env bash")
        assert "Connect-MgGraph" in app.copied[1]


@pytest.mark.full
async def test_a_profiles_own_addresses_and_trust_are_kept(tmp_path: Path) -> None:
    cloud = custom_cloud({"authority": "https://sign-in.example"})
    current = Profile("lab", TENANT_ID, CLIENT_ID, cloud=cloud, ca_file=tmp_path / "ca.pem")
    session = FakeSetup(current, names=("lab",))
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        draft = session.asked[0][0]
        assert (cloud, tmp_path / "ca.pem") == (draft.cloud, draft.ca_file)


async def test_a_secret_is_not_typed_while_keys_are_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(constants, "LOG_FILE", str(tmp_path / "keys.log"))
    app = opened(FakeSetup())
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert app.screen.query_one(SecretInput).disabled


@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=pytest.mark.full), NARROW])
async def test_hostile_text_is_shown_and_never_obeyed(size: tuple[int, int]) -> None:
    hostile = " ".join(HOSTILE)
    error = ConfigError(hostile, hint=hostile)
    app = opened(FakeSetup(failing=Check.TENANT, error=error))
    async with app.run_test(size=size) as pilot:
        await fill(pilot)
        await type_in(pilot, "app-name", hostile.replace("\ud800", ""))
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        assert set() == unsafe_characters(app)
        assert [] == clickable_actions(app)


async def test_its_key_goes_there_from_anywhere_and_esc_leaves_it_as_it_is() -> None:
    app = DefenderTuiApp(FakeWorkbench(), start_screen="credentials")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert "Choose what it may do" in screen_text(app)
        await type_in(pilot, "app-name", "soc-tool")
        await pilot.press("escape")
        await settled(pilot)
        assert "credentials" == app.current_mode
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert "soc-tool" == value_of(pilot, "app-name")
