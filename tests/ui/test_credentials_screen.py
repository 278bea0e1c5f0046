from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from textual import constants
from textual.pilot import Pilot
from textual.widgets import Input, Select

from defender_tui.core.aadsts import auth_error
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.errors import StoreError
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.ui.screens.credentials import CredentialsScreen
from defender_tui.ui.widgets.form import SecretInput
from defender_tui.workflows.credential_test import Step

from .fakes_credentials import CLIENT_ID, PROFILE, TENANT_ID, FakeCredentials, Host
from .rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

SECRET = "kept~Sentinel-8Q"
REJECTED = auth_error(
    error="invalid_client",
    description="AADSTS7000215: Invalid client secret provided. Trace ID: t-1",
    codes=(7000215,),
    trace_id="t-1",
)
WIDE, NARROW = (120, 40), (80, 24)


def opened(session: FakeCredentials) -> Host:
    return Host(CredentialsScreen(session))


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


async def type_in(pilot: Pilot[None], field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#{field} Input", Input).value = text
    await pilot.pause()


def value_of(pilot: Pilot[None], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field} Input", Input).value


async def choose(pilot: Pilot[None], field: str, value: str) -> None:
    pilot.app.screen.query_one(f"#{field} Select", Select).value = value
    await settled(pilot)


@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=pytest.mark.full), NARROW])
async def test_the_form_opens_filled_from_the_current_profile_without_its_secret(
    size: tuple[int, int],
) -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        assert TENANT_ID == value_of(pilot, "tenant")
        assert CLIENT_ID == value_of(pilot, "client")
        assert "" == value_of(pilot, "secret")
        assert "kept in the keyring; type to replace it" in screen_text(app)


async def test_leaving_a_field_says_what_is_wrong_with_it() -> None:
    app = opened(FakeCredentials(None, names=()))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("tab", "tab", *"nope", "tab")
        await settled(pilot)
        assert "neither a tenant id" in screen_text(app)
        await pilot.press("shift+tab", "end", *".example")
        await settled(pilot)
        assert "neither a tenant id" not in screen_text(app)


@pytest.mark.full
async def test_a_secrets_id_in_place_of_its_value_is_noticed() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await type_in(pilot, "secret", CLIENT_ID)
        await pilot.press("f5")
        await settled(pilot)
        assert "looks like the secret's id" in screen_text(app)
        assert [] == session.tested


async def test_a_test_shows_each_step_with_what_it_found() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        text = screen_text(app)
        assert "All is well" in text
        assert all(f"✓ {step.value}" in text for step in Step)
        assert "3 on Graph" in text
        assert [(PROFILE, {})] == session.tested


async def test_the_failed_step_carries_its_remedy_and_what_was_typed_stays() -> None:
    app = opened(FakeCredentials(failing=Step.SECRET, error=REJECTED))
    async with app.run_test(size=NARROW) as pilot:
        await type_in(pilot, "secret", SECRET)
        await pilot.press("f5")
        await settled(pilot)
        text = screen_text(app)
        assert "✓ tenant found" in text
        assert "✗ app known and credential accepted" in text
        assert "Do  Use the secret's value, not its id" in text
        assert "AADSTS7000215" in text
        assert "roles present" not in text
        assert SECRET == value_of(pilot, "secret")


@pytest.mark.full
async def test_f5_stops_a_running_test() -> None:
    session = FakeCredentials(holds=asyncio.Event())
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        assert "Testing. F5 stops it." in screen_text(app)
        await pilot.press("f5")
        await settled(pilot)
        assert "Stopped by you" in screen_text(app)
        assert session.was_cancelled


@pytest.mark.full
async def test_a_result_about_older_values_says_so() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await type_in(pilot, "tenant", "fabrikam.example")
        assert "Tested before your last change" in screen_text(app)


@pytest.mark.full
async def test_a_change_while_the_test_runs_outdates_its_result() -> None:
    holds = asyncio.Event()
    app = opened(FakeCredentials(holds=holds))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        await type_in(pilot, "tenant", "fabrikam.example")
        holds.set()
        await settled(pilot)
        assert "Tested before your last change" in screen_text(app)


async def test_saving_hands_over_profile_and_secret_and_says_where_it_is() -> None:
    session = FakeCredentials(None, names=())
    app = opened(session)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await type_in(pilot, "name", "lab")
        await type_in(pilot, "tenant", "fabrikam.example")
        await type_in(pilot, "client", CLIENT_ID)
        await type_in(pilot, "secret", SECRET)
        await pilot.press("ctrl+s")
        await settled(pilot)
        ((profile, secret),) = session.saved
        assert ("lab", "fabrikam.example") == (profile.name, profile.tenant_id)
        assert {SecretPurpose.CLIENT_SECRET: Secret(SECRET)} == secret
        assert "The secret is in this machine's keyring." in screen_text(app)
        assert "" == value_of(pilot, "secret")


async def test_saving_without_a_secret_keeps_the_stored_one() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "incidents-api", "xdr")
        await pilot.press("ctrl+s")
        await settled(pilot)
        ((profile, secret),) = session.saved
        assert ({}, "xdr") == (secret, profile.incidents_api.value)


async def test_a_new_name_needs_its_own_secret() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await type_in(pilot, "name", "second")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "The client secret is missing" in screen_text(app)
        assert [] == session.saved


async def test_a_failed_save_keeps_what_was_typed() -> None:
    session = FakeCredentials()
    session.save_error = StoreError("The keyring refused.", hint="Unlock it, or keep it in memory.")
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await type_in(pilot, "secret", SECRET)
        await pilot.press("ctrl+s")
        await settled(pilot)
        text = screen_text(app)
        assert "Could not save the profile in full" in text
        assert "Unlock it" in text
        assert SECRET == value_of(pilot, "secret")


async def test_without_a_keyring_the_form_says_so_and_offers_this_run() -> None:
    app = opened(FakeCredentials(None, names=(), places=(SecretPlace.RUN,)))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "No usable keyring" in screen_text(app)
        assert "this run only" in screen_text(app)


@pytest.mark.full
async def test_a_profile_from_the_environment_says_where_it_comes_from() -> None:
    profile = replace(PROFILE, name="env", credential=ClientSecret(SecretPlace.ENVIRONMENT))
    app = opened(FakeCredentials(profile, names=()))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "From the environment (AZURE_TENANT_ID, AZURE_CLIENT_ID)" in screen_text(app)
        assert "read from AZURE_CLIENT_SECRET" in screen_text(app)
        assert pilot.app.screen.query_one(SecretInput).disabled


@pytest.mark.full
async def test_a_typed_secret_is_left_out_once_the_environment_is_chosen() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await type_in(pilot, "secret", SECRET)
        await choose(pilot, "place", "environment")
        await pilot.press("ctrl+s")
        await settled(pilot)
        ((profile, secret),) = session.saved
        assert (ClientSecret(SecretPlace.ENVIRONMENT), {}) == (profile.credential, secret)


async def test_a_secret_is_neither_drawn_nor_copied() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        secret = pilot.app.screen.query_one(SecretInput)
        secret.focus()
        await pilot.press(*SECRET, "ctrl+shift+a", "ctrl+c", "ctrl+x")
        await settled(pilot)
        assert SECRET == secret.value
        assert [] == app.copied
        assert SECRET not in screen_text(app)
        assert SECRET not in app.export_screenshot()


async def test_no_secret_is_taken_while_key_presses_are_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(constants, "LOG_FILE", str(tmp_path / "keys.log"))
    app = opened(FakeCredentials())
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "TEXTUAL_LOG is set" in screen_text(app)
        assert pilot.app.screen.query_one(SecretInput).disabled


async def test_a_switch_of_profile_fills_an_untouched_form_but_not_a_used_one() -> None:
    session = FakeCredentials()
    screen = CredentialsScreen(session)
    app = Host(screen)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        session.profile, session.generation = replace(PROFILE, tenant_id="one.example"), 2
        screen.look_for_switch()
        await settled(pilot)
        assert "one.example" == value_of(pilot, "tenant")
        await type_in(pilot, "tenant", "typed.example")
        session.profile, session.generation = replace(PROFILE, tenant_id="two.example"), 3
        screen.look_for_switch()
        await settled(pilot)
        assert "typed.example" == value_of(pilot, "tenant")
        await pilot.press("f11")
        await settled(pilot)
        assert "two.example" == value_of(pilot, "tenant")


@pytest.mark.full
async def test_the_way_to_an_app_is_told_beside_the_profiles_in_a_narrow_terminal() -> None:
    app = opened(FakeCredentials(None, names=()))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "F7 tells how to come by an app" in screen_text(app)
        await pilot.press("f8")
        await settled(pilot)
        assert "I have no app yet" in screen_text(app)
        assert "None stored yet. Save makes the first." in screen_text(app)
        await pilot.press("f8")
        await settled(pilot)
        assert "Client secret" in screen_text(app)


async def test_hostile_server_text_and_names_stay_text() -> None:
    hostile = " ".join(HOSTILE)
    error = auth_error(error="e", description=hostile, trace_id=hostile)
    session = FakeCredentials(
        replace(PROFILE, tenant_name=hostile), failing=Step.API, error=error, names=HOSTILE
    )
    session.details = {Step.TENANT: hostile}
    app = opened(session)
    async with app.run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await pilot.press("f5")
        await settled(pilot)
        assert "✗ API answered" in screen_text(app)
        assert set() == unsafe_characters(app)
        assert [] == clickable_actions(app)
