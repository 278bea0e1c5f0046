"""Keeping, copying and dropping profiles with their secrets, and where one can go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.credentials import Certificate, ClientSecret, SecretPlace, VaultValue
from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.core.profiles import CustomerTenant, Profile
from defender_tui.core.secret import Secret, SecretName, SecretPurpose
from defender_tui.store.profiles import ProfileFile
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts

GUID = "00001111-aaaa-2222-bbbb-3333cccc4444"
WORK = Profile("work", "contoso.com", GUID)
VAULT = replace(
    WORK,
    name="vault",
    credential=VaultValue("soc", "app", Certificate(Path("r.pfx"), SecretPlace.KEYRING)),
)
PARTNER = replace(
    WORK,
    name="partner",
    tenant_id="one.example",
    tenant_name="One",
    tenants=(CustomerTenant("One", "one.example"), CustomerTenant("Two", "two.example")),
)
TYPED = {SecretPurpose.CLIENT_SECRET: Secret("s3")}


@pytest.fixture
def keyring() -> RunSecrets:
    return RunSecrets()


@pytest.fixture
async def session(tmp_path: Path, keyring: RunSecrets) -> Session:
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: keyring)
    made = Session(SessionParts(ProfileFile(tmp_path), places))
    await made.start()
    return made


async def test_a_copy_has_its_own_secret_and_nothing_is_switched(
    session: Session, keyring: RunSecrets
) -> None:
    await session.save_profile(WORK, TYPED)
    generation = session.generation
    copy = await session.duplicate_profile("work", "copy")
    assert replace(WORK, name="copy") == copy == await session.load_profile("copy")
    assert Secret("s3") == await keyring.read(SecretName("copy"))
    assert (WORK, generation) == (session.profile, session.generation)
    await session.delete_profile("work")
    assert Secret("s3") == await keyring.read(SecretName("copy"))


async def test_a_copy_takes_what_opens_the_vault_along(
    session: Session, keyring: RunSecrets
) -> None:
    purpose = SecretPurpose.VAULT_CERTIFICATE_PASSPHRASE
    await session.save_profile(VAULT, {purpose: Secret("open")})
    await session.duplicate_profile("vault", "vault-2")
    assert Secret("open") == await keyring.read(SecretName("vault-2", purpose))


@pytest.mark.parametrize("name", ["work", "no good", ""])
async def test_a_copy_needs_a_name_that_is_free_and_can_be_one(session: Session, name: str) -> None:
    await session.save_profile(WORK, TYPED)
    with pytest.raises(ConfigError):
        await session.duplicate_profile("work", name)
    assert ("work",) == session.profile_names()


async def test_saving_under_a_new_name_keeps_the_old_profile(session: Session) -> None:
    await session.save_profile(WORK, TYPED)
    await session.save_profile(replace(WORK, name="other"), TYPED)
    assert ("work", "other") == session.profile_names()


async def test_the_profile_from_outside_goes_by_its_name_unless_one_of_that_name_is_stored(
    tmp_path: Path,
) -> None:
    outside = replace(WORK, name="env", tenant_id="outside.example")
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    parts = SessionParts(ProfileFile(tmp_path), places, start_with="env", fallback=outside)
    session = Session(parts)
    await session.start()
    assert outside == session.profile == await session.load_profile("env")
    with pytest.raises(ConfigError, match="already"):
        await session.duplicate_profile("env", "env")
    stored = replace(WORK, name="env", credential=ClientSecret(SecretPlace.RUN))
    await session.save_profile(stored, TYPED)
    assert stored == await session.load_profile("env")
    await session.delete_profile("env")
    assert outside == session.profile


async def test_a_deleted_profile_takes_every_secret_of_its_along(
    session: Session, keyring: RunSecrets
) -> None:
    await session.save_profile(WORK, TYPED)
    await session.save_profile(replace(WORK, name="other"), TYPED)
    await session.delete_profile("work")
    assert ("other",) == session.profile_names()
    assert await keyring.read(SecretName("work")) is None
    assert Secret("s3") == await keyring.read(SecretName("other"))


async def test_deleting_the_profile_at_work_goes_on_with_the_next_or_with_none(
    session: Session,
) -> None:
    await session.save_profile(WORK, TYPED)
    await session.save_profile(replace(WORK, name="other"), TYPED)
    await session.delete_profile("other")
    assert WORK == session.profile
    await session.delete_profile("work")
    assert session.profile is None


async def test_a_keyring_that_refuses_to_forget_is_told_and_the_profile_is_gone(
    tmp_path: Path,
) -> None:
    class LockedKeyring(RunSecrets):
        async def forget(self, name: SecretName) -> None:
            raise StoreError("locked", hint="unlock it")

    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), LockedKeyring)
    session = Session(SessionParts(ProfileFile(tmp_path), places))
    await session.start()
    await session.save_profile(replace(WORK, credential=ClientSecret(SecretPlace.RUN)), TYPED)
    with pytest.raises(StoreError, match="is gone, but its secrets were not dropped: locked"):
        await session.delete_profile("work")
    assert ((), None) == (session.profile_names(), session.profile)


async def test_where_one_can_go_lists_each_tenant_of_a_partner_and_what_is_broken(
    session: Session, tmp_path: Path
) -> None:
    await session.save_profile(WORK, TYPED)
    await session.save_profile(PARTNER, {})
    file = tmp_path / "config.toml"
    broken = "\n[profiles.broken]\nclient_id = 7\n"
    text = await asyncio.to_thread(file.read_text)
    await asyncio.to_thread(file.write_text, text + broken)
    found = await session.destinations()
    places = [(one.name, one.tenant.name if one.tenant else None) for one in found]
    assert [("work", None), ("partner", "One"), ("partner", "Two"), ("broken", None)] == places
    assert found[-1].profile is None
    assert found[-1].problem is not None


async def test_a_partner_goes_to_another_customer_and_is_kept_there(session: Session) -> None:
    await session.save_profile(PARTNER, TYPED)
    two = (await session.destinations())[1].profile
    assert two is not None
    await session.switch_to(two)
    assert session.profile is not None
    assert ("two.example", "Two") == (session.profile.tenant_id, session.profile.tenant_title)
    await session.save_profile(session.profile, {})
    assert two == await session.load_profile("partner")
