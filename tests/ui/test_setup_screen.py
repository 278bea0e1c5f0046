from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from textual.widgets import SelectionList

from defender_tui.core.aadsts import auth_error
from defender_tui.core.credentials import Certificate, ClientSecret, FederatedToken, SecretPlace
from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.core.permissions import Capability
from defender_tui.core.profiles import Profile
from defender_tui.core.registration.guide_step import StepId
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.workflows.setup import Check

from .fakes_credentials import CLIENT_ID, TENANT_ID
from .fakes_setup import FakeSetup
from .rendered import screen_text
from .setup_pilot import (
    CUSTOMER,
    NARROW,
    SECRET,
    WIDE,
    choose,
    fill,
    go_to,
    opened,
    settled,
    type_in,
    value_of,
)

REJECTED = auth_error(
    error="invalid_client",
    description="AADSTS7000215: Invalid client secret provided. Trace ID: t-1",
    codes=(7000215,),
    trace_id="t-1",
)


@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=pytest.mark.full), NARROW])
async def test_it_opens_on_the_features_with_the_usual_ones_chosen(size: tuple[int, int]) -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        text = screen_text(app)
        assert "Choose what it may do" in text
        assert "[x] browse incidents" in text
        assert "[ ] isolate devices" in text


async def test_choosing_a_feature_adds_its_permission() -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        app.screen.query_one("#features", SelectionList).select(Capability.ISOLATE_DEVICES.value)
        await go_to(pilot, StepId.PERMISSIONS)
        text = screen_text(app)
        assert "WindowsDefenderATP" in text
        assert "Machine.Isolate" in text


@pytest.mark.full
async def test_y_copies_the_chosen_value_of_the_step() -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=NARROW) as pilot:
        await go_to(pilot, StepId.PERMISSIONS)
        await pilot.press("down", "y")
        await settled(pilot)
        assert ["ThreatHunting.Read.All"] == app.copied


@pytest.mark.full
async def test_o_opens_the_page_of_the_step_for_the_typed_application(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened(FakeSetup())
    links: list[str] = []
    monkeypatch.setattr(app, "open_url", links.append)
    async with app.run_test(size=NARROW) as pilot:
        await go_to(pilot, StepId.PERMISSIONS)
        await pilot.press("o")
        assert [] == links
        await fill(pilot)
        await pilot.press("o")
        assert [True] == [link.endswith(f"/CallAnAPI/appId/{CLIENT_ID}") for link in links]


async def test_nothing_typed_is_lost_by_going_back_and_forth() -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        for key in ("f8", "f8", "f8", "f7", "f7", "f8"):
            await pilot.press(key)
            await settled(pilot)
        assert CLIENT_ID == value_of(pilot, "client")
        assert SECRET == value_of(pilot, "secret")


async def test_the_ids_are_checked_without_the_secret() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        draft, typed, _, last = session.asked[0]
        assert (TENANT_ID, CLIENT_ID, Check.APP) == (draft.tenant_id, draft.client_id, last)
        assert Secret(SECRET) not in typed.values()
        assert "✓ 3 Note its ids" in screen_text(app)
        assert "· 6 Give it a credential" in screen_text(app)


async def test_wrong_ids_are_told_before_anything_is_sent() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await type_in(pilot, "client", "nope")
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        assert "An application (client) id is a GUID" in screen_text(app)
        assert [] == session.asked


async def test_the_last_step_checks_everything_for_the_chosen_features() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.CHECK)
        await pilot.press("f5")
        await settled(pilot)
        _, typed, wanted, last = session.asked[0]
        assert {SecretPurpose.CLIENT_SECRET: Secret(SECRET)} == typed
        assert Check.ROLES is last
        assert Capability.HUNT in wanted.features
        text = screen_text(app)
        assert all(f"✓ {check.value}" in text for check in Check)
        marks = re.findall(r"([✓·✗]) \d", text)
        assert ["✓"] * 7 == marks


async def test_a_failed_check_marks_its_step_and_carries_its_remedy() -> None:
    app = opened(FakeSetup(failing=Check.PROOF, error=REJECTED))
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.PROOF)
        await pilot.press("f5")
        await settled(pilot)
        text = screen_text(app)
        assert "✗ 6 Give it a credential" in text
        assert "✓ 3 Note its ids" in text
        assert "AADSTS7000215" in text
        assert "Use the secret's value" in text
        assert SECRET not in text


async def test_after_the_consent_the_roles_are_checked_once_there_is_a_credential() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.CONSENT)
        await pilot.press("f5")
        await settled(pilot)
        assert Check.ROLES is session.asked[0][3]
        assert "✓ 5 Grant admin consent" in screen_text(app)
        await type_in(pilot, "secret", "")
        await pilot.press("f5")
        await settled(pilot)
        assert Check.APP is session.asked[1][3]


@pytest.mark.full
async def test_a_change_makes_what_was_checked_before_old() -> None:
    app = opened(FakeSetup())
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        await type_in(pilot, "tenant", CUSTOMER)
        text = screen_text(app)
        assert "Checked before your last change" in text
        assert "· 3 Note its ids" in text


@pytest.mark.full
async def test_f5_stops_a_running_check() -> None:
    session = FakeSetup(holds=asyncio.Event())
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        assert "Checking. F5 stops it." in screen_text(app)
        await pilot.press("f5")
        await settled(pilot)
        assert session.was_cancelled
        assert "Stopped by you" in screen_text(app)


@pytest.mark.full
async def test_a_check_that_cannot_begin_is_an_error_with_a_retry() -> None:
    session = FakeSetup()
    session.broken = ConfigError("The CA file cannot be read.", hint="Name another.")
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.IDS)
        await pilot.press("f5")
        await settled(pilot)
        assert "Could not check the registration" in screen_text(app)
        assert "The CA file cannot be read." in screen_text(app)


async def test_it_ends_in_a_profile_with_the_secret_in_the_best_place() -> None:
    session = FakeSetup(names=("default",))
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await go_to(pilot, StepId.CHECK)
        await pilot.press("ctrl+s")
        await settled(pilot)
        profile, typed = session.saved[0]
        expected = Profile(
            "default-2", TENANT_ID, CLIENT_ID, credential=ClientSecret(SecretPlace.KEYRING)
        )
        assert expected == profile
        assert {SecretPurpose.CLIENT_SECRET: Secret(SECRET)} == typed


async def test_a_profile_that_is_there_is_not_written_over() -> None:
    session = FakeSetup(names=("soc",))
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await type_in(pilot, "profile-name", "soc")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert [] == session.saved
        assert "There is a profile of this name" in screen_text(app)


async def test_what_is_missing_is_shown_where_it_is_typed() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await type_in(pilot, "secret", "")
        await go_to(pilot, StepId.CHECK)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert [] == session.saved
        assert "Give it a credential" in screen_text(app)
        assert "The client secret is missing" in screen_text(app)


@pytest.mark.full
async def test_a_save_that_fails_keeps_what_was_typed() -> None:
    session = FakeSetup()
    session.save_error = StoreError("The keyring is locked.", hint="Unlock it.")
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await fill(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "Could not save the profile" in screen_text(app)
        assert SECRET == value_of(pilot, "secret")


async def test_a_key_pair_made_here_is_named_for_upload_and_used(tmp_path: Path) -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await choose(pilot, "proof", "certificate")
        await go_to(pilot, StepId.PROOF)
        await pilot.press("shift+tab", "k")
        await settled(pilot)
        assert ["default"] == session.keys
        assert "default.cer" in screen_text(app)
        assert str(Path("keys") / "default.pem") == value_of(pilot, "key-file")
        key = tmp_path / "key.pem"
        key.write_text("")
        await type_in(pilot, "key-file", str(key))
        await pilot.press("f5")
        await settled(pilot)
        draft, typed, _, last = session.asked[0]
        assert (Certificate(key), {}, Check.PROOF) == (draft.credential, typed, last)


@pytest.mark.full
async def test_a_key_that_is_there_already_is_told() -> None:
    session = FakeSetup()
    session.key_error = ConfigError("There is a file already.", hint="Choose another name.")
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await choose(pilot, "proof", "certificate")
        await go_to(pilot, StepId.PROOF)
        await pilot.press("shift+tab", "k")
        await settled(pilot)
        assert "Could not make a key" in screen_text(app)


@pytest.mark.full
async def test_a_federated_credential_needs_no_secret() -> None:
    session = FakeSetup()
    app = opened(session)
    async with app.run_test(size=WIDE) as pilot:
        await fill(pilot)
        await choose(pilot, "proof", "federated")
        await type_in(pilot, "issuer", "https://issuer.example")
        await type_in(pilot, "subject", "it's me")
        await type_in(pilot, "token-file", "/var/run/token")
        await go_to(pilot, StepId.PROOF)
        assert "it's me" in screen_text(app)
        await pilot.press("f5")
        await settled(pilot)
        draft, typed, _, _ = session.asked[0]
        assert (FederatedToken(Path("/var/run/token")), {}) == (draft.credential, typed)
