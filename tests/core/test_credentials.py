"""Credentials of every kind, in the configuration file and out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    CredentialKind,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    VaultValue,
    needed_secrets,
)
from defender_tui.core.errors import ConfigError
from defender_tui.core.profile_table import read_profile, write_profile
from defender_tui.core.profiles import CustomerTenant, Profile
from defender_tui.core.secret import SecretPurpose

GUID = "00001111-aaaa-2222-bbbb-3333cccc4444"
OTHER = "55556666-aaaa-2222-bbbb-3333cccc4444"

words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1).filter(
    lambda text: text == text.strip()
)
files = st.sampled_from([Path("/etc/app.pem"), Path("C:/keys/Größe und so.pfx"), Path("app.pem")])
places = st.sampled_from(SecretPlace)
ids = st.uuids().map(str)
standing = st.one_of(
    st.builds(ClientSecret, places),
    st.builds(Certificate, files, st.none() | places, st.booleans()),
    st.builds(FederatedToken, st.none() | files),
    st.just(ManagedIdentity()),
    st.builds(ManagedIdentity, client_id=ids),
    st.builds(ManagedIdentity, object_id=ids),
    st.builds(ManagedIdentity, resource_id=words),
)
credentials = standing | st.builds(VaultValue, words, words, standing, st.none() | words)
customers = st.lists(
    st.builds(CustomerTenant, words, ids),
    max_size=4,
    unique_by=(lambda one: one.name, lambda one: one.tenant_id),
)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Draw a profile, a partner's or one with a tenant of its own."""
    credential = draw(credentials)
    tenants = tuple(draw(customers))
    client_id = draw(ids)
    if isinstance(credential, ManagedIdentity) and credential.client_id is None:
        client_id = draw(st.sampled_from([client_id, ""]))
    if not tenants:
        return Profile("work", draw(ids), client_id, credential=credential)
    current = draw(st.sampled_from(tenants))
    partner = Profile("work", current.tenant_id, client_id, credential=credential, tenants=tenants)
    return partner.in_tenant(current)


def _read(table: dict[str, object]) -> Credential:
    profile = {"tenant_id": GUID, "client_id": GUID, "credential": table}
    return read_profile("work", profile).credential


@given(profiles())
def test_every_kind_survives_the_file_it_is_written_to(profile: Profile) -> None:
    text = tomlkit.dumps({"profiles": {"work": write_profile(profile)}})
    assert profile == read_profile("work", tomlkit.parse(text).unwrap()["profiles"]["work"])


@given(credentials)
def test_a_credential_has_the_kind_that_is_written(credential: Credential) -> None:
    profile = Profile("work", GUID, GUID, credential=credential)
    table = write_profile(profile)["credential"]
    assert isinstance(table, dict)
    assert credential.kind.value == table["kind"]
    assert credential.kind in CredentialKind


@given(standing, words, words)
def test_what_opens_a_vault_never_needs_the_apps_own_secrets(
    reader: Credential, vault: str, secret: str
) -> None:
    assert not isinstance(reader, VaultValue)
    inside = needed_secrets(VaultValue(vault, secret, reader))
    assert not set(inside) & set(needed_secrets(reader))
    assert {purpose.for_vault for purpose in needed_secrets(reader)} == set(inside)
    assert {purpose.for_vault for purpose in inside} == set(inside)


@pytest.mark.parametrize(
    ("needed", "credential"),
    [
        ({SecretPurpose.CLIENT_SECRET: SecretPlace.RUN}, ClientSecret(SecretPlace.RUN)),
        ({}, Certificate(Path("a.pem"))),
        (
            {SecretPurpose.CERTIFICATE_PASSPHRASE: SecretPlace.KEYRING},
            Certificate(Path("a.pfx"), SecretPlace.KEYRING),
        ),
        ({}, FederatedToken()),
        ({}, ManagedIdentity()),
        ({}, VaultValue("v", "s", ManagedIdentity())),
        (
            {SecretPurpose.VAULT_CLIENT_SECRET: SecretPlace.ENVIRONMENT},
            VaultValue("v", "s", ClientSecret(SecretPlace.ENVIRONMENT)),
        ),
        (
            {SecretPurpose.VAULT_CERTIFICATE_PASSPHRASE: SecretPlace.RUN},
            VaultValue("v", "s", Certificate(Path("a.pfx"), SecretPlace.RUN)),
        ),
    ],
)
def test_each_credential_says_which_secrets_it_needs_and_where_they_are(
    needed: dict[SecretPurpose, SecretPlace], credential: Credential
) -> None:
    assert needed == needed_secrets(credential)


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("credential.file", {"kind": "certificate"}),
        ("credential.file", {"kind": "certificate", "file": ""}),
        ("credential.file", {"kind": "certificate", "file": 1}),
        ("credential.passphrase", {"kind": "certificate", "file": "a", "passphrase": "hunter2"}),
        ("credential.send_chain", {"kind": "certificate", "file": "a", "send_chain": "yes"}),
        ("credential.place", {"kind": "certificate", "file": "a", "place": "run"}),
        ("credential.file", {"kind": "federated_token", "file": []}),
        ("credential.audience", {"kind": "federated_token", "audience": "x"}),
        ("credential.object_id", {"kind": "managed_identity", "client_id": "a", "object_id": "b"}),
        ("credential.secret", {"kind": "managed_identity", "secret": "x"}),
        ("credential.with", {"kind": "key_vault", "vault": "v", "secret": "s"}),
        ("credential.vault", {"kind": "key_vault", "secret": "s", "with": {}}),
        ("credential.secret", {"kind": "key_vault", "vault": "v", "with": {}}),
        (
            "credential.with.kind",
            {"kind": "key_vault", "vault": "v", "secret": "s", "with": {"kind": "key_vault"}},
        ),
        (
            "credential.with.place",
            {"kind": "key_vault", "vault": "v", "secret": "s", "with": {"place": "pocket"}},
        ),
        ("credential.with", {"kind": "key_vault", "vault": "v", "secret": "s", "with": "run"}),
    ],
)
def test_a_wrong_setting_of_a_credential_is_named(key: str, table: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="Profile “work”") as caught:
        _read(table)
    assert key == caught.value.key
    assert "hunter2" not in caught.value.hint


def test_without_a_table_the_secret_is_in_the_keyring() -> None:
    profile = read_profile("work", {"tenant_id": GUID, "client_id": GUID})
    assert ClientSecret(SecretPlace.KEYRING) == profile.credential


def test_a_file_below_the_home_may_be_written_with_a_tilde(own_home: Path) -> None:
    assert Certificate(own_home / "a.pem") == _read({"kind": "certificate", "file": "~/a.pem"})


def test_a_managed_identitys_client_id_is_the_profiles_where_it_has_no_other() -> None:
    table = {"kind": "managed_identity", "client_id": OTHER}
    profile = read_profile("work", {"tenant_id": GUID, "credential": table})
    assert OTHER == profile.client_id


def test_a_partners_first_tenant_is_the_one_to_start_with() -> None:
    listed = [{"name": "Fabrikam", "tenant_id": OTHER}, {"name": "Contoso", "tenant_id": GUID}]
    profile = read_profile("work", {"client_id": GUID, "tenants": listed})
    assert (OTHER, "Fabrikam") == (profile.tenant_id, profile.tenant_title)
    assert profile.is_partner


@pytest.mark.parametrize(
    ("key", "tenants"),
    [
        ("tenants", "contoso"),
        ("tenants", ["contoso"]),
        ("tenants[0].name", [{"tenant_id": GUID}]),
        ("tenants[0].tenant_id", [{"name": "a"}]),
        ("tenants[0].tenant_id", [{"name": "a", "tenant_id": "common"}]),
        ("tenants[0].tennant", [{"name": "a", "tennant": GUID}]),
        ("tenants[1].name", [{"name": "a", "tenant_id": GUID}, {"name": "a", "tenant_id": OTHER}]),
        ("tenants[1].name", [{"name": "a", "tenant_id": GUID}, {"name": "b", "tenant_id": GUID}]),
    ],
)
def test_a_wrong_tenant_among_many_is_named(key: str, tenants: object) -> None:
    with pytest.raises(ConfigError) as caught:
        read_profile("work", {"client_id": GUID, "tenants": tenants})
    assert key == caught.value.key


def test_the_tenant_to_start_with_is_one_of_those_listed() -> None:
    table = {
        "client_id": GUID,
        "tenant_id": OTHER,
        "tenants": [{"name": "a", "tenant_id": GUID}],
    }
    with pytest.raises(ConfigError, match="not among tenants"):
        read_profile("work", table)
