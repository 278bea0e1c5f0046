"""Each kind of credential has its own fields, and what was typed outlives a look at another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from defender_tui.core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    CredentialKind,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    VaultValue,
)
from defender_tui.core.profiles import CustomerTenant
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.ui.credentials.form import CredentialForm
from defender_tui.ui.screens.credentials import CredentialsScreen
from defender_tui.ui.widgets.form import FormField

from .fakes_credentials import CLIENT_ID, PROFILE, FakeCredentials, Host
from .rendered import screen_text

SECRET = "typed~Sentinel-4R"
WIDE, NARROW = (120, 40), (80, 24)
IDENTITY_PATH = (
    "/subscriptions/0/resourceGroups/soc/providers/Microsoft.ManagedIdentity"
    "/userAssignedIdentities/hunter"
)
CREDENTIALS: list[Credential] = [
    ClientSecret(SecretPlace.RUN),
    Certificate(Path("/keys/soc.pem")),
    Certificate(Path("/keys/soc.pfx"), SecretPlace.KEYRING, sends_chain=True),
    FederatedToken(),
    FederatedToken(Path("/var/run/token")),
    ManagedIdentity(),
    ManagedIdentity(client_id=CLIENT_ID),
    ManagedIdentity(object_id=CLIENT_ID),
    ManagedIdentity(resource_id=IDENTITY_PATH),
    VaultValue("soc-vault", "app-secret", ManagedIdentity(), version="0" * 32),
    VaultValue("soc-vault", "app-secret", Certificate(Path("r.pfx"), SecretPlace.ENVIRONMENT)),
    VaultValue("soc-vault", "app-secret", ClientSecret(SecretPlace.KEYRING)),
]
QUICK = (CREDENTIALS[0], CREDENTIALS[2], CREDENTIALS[10])
KINDS = [
    ("client_secret", ("Client secret", "Keep secret in"), ("Certificate", "Token file")),
    ("certificate", ("Certificate", "Passphrase in"), ("Client secret", "Key Vault")),
    ("federated_token", ("Token file",), ("Client secret", "Certificate")),
    ("managed_identity", ("Identity",), ("Application", "Client secret")),
    ("key_vault", ("Secret's name", "Opened by"), ("Keep secret in", "Certificate")),
]


def opened(session: FakeCredentials) -> Host:
    return Host(CredentialsScreen(session))


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def choose(pilot: Pilot[None], field: str, value: str) -> None:
    pilot.app.screen.query_one(f"#{field} Select", Select).value = value
    await settled(pilot)


async def type_in(pilot: Pilot[None], field: str, text: str) -> None:
    """Go to a field, type into it and leave it."""
    control = pilot.app.screen.query_one(f"#{field} Input", Input)
    control.focus()
    control.value = text
    await pilot.press("tab")
    await settled(pilot)


async def save(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+s")
    await settled(pilot)


def problem_of(pilot: Pilot[None], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field}", FormField).problem


@pytest.mark.parametrize(
    "credential",
    [one if one in QUICK else pytest.param(one, marks=pytest.mark.full) for one in CREDENTIALS],
)
async def test_a_form_filled_from_any_kind_gives_the_same_profile_back(
    credential: Credential,
) -> None:
    client_id = credential.client_id if isinstance(credential, ManagedIdentity) else CLIENT_ID
    profile = replace(PROFILE, credential=credential, client_id=client_id or "")
    app = opened(FakeCredentials(profile))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        form = pilot.app.screen.query_one(CredentialForm)
        assert profile == form.draft
        assert not form.is_edited


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_only_the_fields_of_the_chosen_kind_show(size: tuple[int, int]) -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=size) as pilot:
        for kind, there, not_there in KINDS:
            await choose(pilot, "kind", kind)
            shown = [
                line[1:19].strip()
                for line in screen_text(app).splitlines()
                if line.startswith(" ") and line[1:2].isalpha()
            ]
            assert [] == [label for label in there if label not in shown], kind
            assert [] == [label for label in not_there if label in shown], kind


async def test_what_was_typed_outlives_a_look_at_another_kind() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await type_in(pilot, "secret", SECRET)
        await choose(pilot, "kind", "certificate")
        await type_in(pilot, "certificate", "soc.pem")
        await choose(pilot, "kind", "client_secret")
        assert SECRET == pilot.app.screen.query_one("#secret Input", Input).value
        await choose(pilot, "kind", "certificate")
        await save(pilot)
        ((profile, typed),) = session.saved
        assert (Certificate(Path("soc.pem")), {}) == (profile.credential, typed)


async def test_a_certificate_file_that_is_not_there_is_told_as_the_field_is_left(
    tmp_path: Path,
) -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "kind", "certificate")
        await type_in(pilot, "certificate", str(tmp_path / "soc.pem"))
        assert "There is no such file." == problem_of(pilot, "certificate")
        await type_in(pilot, "certificate", str(tmp_path))
        assert "This is a folder: name the file." == problem_of(pilot, "certificate")


@pytest.mark.full
async def test_a_passphrase_is_asked_for_only_where_the_file_has_one() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "kind", "certificate")
        await type_in(pilot, "certificate", "soc.pfx")
        assert not pilot.app.screen.query_one("#passphrase").display
        await choose(pilot, "passphrase-place", "keyring")
        await save(pilot)
        assert "The passphrase is missing." == problem_of(pilot, "passphrase")
        await type_in(pilot, "passphrase", SECRET)
        await save(pilot)
        ((profile, typed),) = session.saved
        assert Certificate(Path("soc.pfx"), SecretPlace.KEYRING) == profile.credential
        assert {SecretPurpose.CERTIFICATE_PASSPHRASE: Secret(SECRET)} == typed
        assert SECRET not in app.export_screenshot()


@pytest.mark.full
async def test_a_vault_of_another_cloud_is_told_and_mended_by_choosing_that_cloud() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "kind", "key_vault")
        await type_in(pilot, "vault", "https://soc.vault.usgovcloudapi.net")
        assert "no address of a vault in the cloud “public”" in problem_of(pilot, "vault")
        await choose(pilot, "cloud", "gcc-high")
        assert "" == problem_of(pilot, "vault")


@pytest.mark.full
async def test_what_opens_a_vault_has_fields_and_a_secret_of_its_own() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "kind", "key_vault")
        await type_in(pilot, "vault", "soc-vault")
        await type_in(pilot, "vault-secret", "app-secret")
        await choose(pilot, "reader-kind", "client_secret")
        await save(pilot)
        assert "The client secret is missing." == problem_of(pilot, "reader-secret")
        await type_in(pilot, "reader-secret", SECRET)
        await save(pilot)
        ((profile, typed),) = session.saved
        reader = ClientSecret(SecretPlace.KEYRING)
        assert VaultValue("soc-vault", "app-secret", reader) == profile.credential
        assert {SecretPurpose.VAULT_CLIENT_SECRET: Secret(SECRET)} == typed


@pytest.mark.full
async def test_a_vault_is_not_opened_with_a_vault() -> None:
    profile = replace(PROFILE, credential=CREDENTIALS[-1])
    app = opened(FakeCredentials(profile))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        select: Select[str] = pilot.app.screen.query_one("#reader-kind Select", Select)
        with pytest.raises(Exception, match="key_vault"):
            select.value = CredentialKind.KEY_VAULT.value


async def test_a_managed_identity_needs_no_application_and_checks_the_id_that_names_it() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "kind", "managed_identity")
        await choose(pilot, "identity", "resource_id")
        await type_in(pilot, "identity-id", "hunter")
        assert "A resource id is /subscriptions/" in problem_of(pilot, "identity-id")
        await choose(pilot, "identity", "client_id")
        await type_in(pilot, "identity-id", CLIENT_ID)
        await save(pilot)
        ((profile, _),) = session.saved
        identity = ManagedIdentity(client_id=CLIENT_ID)
        assert (identity, CLIENT_ID) == (profile.credential, profile.client_id)


async def test_a_partner_lists_customers_one_a_line_and_the_wrong_line_is_named() -> None:
    session = FakeCredentials()
    app = opened(session)
    async with app.run_test(size=NARROW) as pilot:
        await choose(pilot, "reach", "many")
        area = pilot.app.screen.query_one("#customers TextArea", TextArea)
        area.focus()
        area.text = "Fabrikam = fabrikam.example\nNorthwind = not a tenant"
        await save(pilot)
        assert problem_of(pilot, "customers").startswith("Line 2: This is neither")
        assert [] == session.saved
        area.text = "Fabrikam = fabrikam.example\n\nNorth = wind = northwind.example"
        await settled(pilot)
        assert "" == problem_of(pilot, "customers")
        await save(pilot)
        ((profile, _),) = session.saved
        fabrikam = CustomerTenant("Fabrikam", "fabrikam.example")
        north = CustomerTenant("North = wind", "northwind.example")
        assert (fabrikam, north) == profile.tenants
        assert ("fabrikam.example", "Fabrikam") == (profile.tenant_id, profile.tenant_name)


async def test_a_cloud_says_beside_itself_what_it_lacks() -> None:
    app = opened(FakeCredentials())
    async with app.run_test(size=WIDE) as pilot:
        await choose(pilot, "cloud", "china")
        assert "lacks the security APIs of" in screen_text(app)
        await choose(pilot, "cloud", "gcc")
        assert "lacks the" not in screen_text(app)


async def test_a_long_form_scrolls_to_the_field_that_has_the_focus() -> None:
    profile = replace(PROFILE, credential=CREDENTIALS[-2])
    app = opened(FakeCredentials(profile))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        last = pilot.app.screen.query_one("#hunting-api Select", Select)
        last.focus()
        await settled(pilot)
        assert "Hunting through" in screen_text(app)
