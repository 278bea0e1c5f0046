from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.clouds import GCC_HIGH, custom_cloud
from defender_tui.core.credentials import Certificate, ClientSecret, SecretPlace, VaultValue
from defender_tui.core.profiles import ApiChoice, CachePlace, CustomerTenant
from defender_tui.core.secret import SecretPurpose
from defender_tui.ui.credentials.draft import (
    clouds_for,
    draft_profile,
    held_secrets,
    values_from,
)
from defender_tui.ui.credentials.places import Surroundings, offered_places, saved_where
from defender_tui.ui.credentials.tenant_lines import tenants_in, tenants_problem, tenants_text

from .fakes_credentials import PROFILE

BOTH = (SecretPlace.KEYRING, SecretPlace.RUN)
CUSTOM = replace(
    PROFILE,
    cloud=custom_cloud({"graph": "https://relay.example/graph"}),
    ca_file=Path("ca.pem"),
    hunts_per_minute=45,
    keeps_history=False,
    cache=CachePlace.DISK,
)


def test_a_form_filled_from_a_profile_gives_that_profile_back() -> None:
    profile = replace(
        CUSTOM, incidents_api=ApiChoice.XDR, hunting_api=ApiChoice.AUTO, tenant_name="contoso"
    )
    assert profile == draft_profile(values_from(profile, BOTH), profile)


def test_another_tenant_does_not_inherit_the_old_tenants_name() -> None:
    values = replace(values_from(PROFILE, BOTH), tenant_id="fabrikam.example")
    assert draft_profile(values, PROFILE).tenant_name is None


def test_another_cloud_does_not_inherit_the_custom_hosts_ca_file() -> None:
    values = replace(values_from(CUSTOM, BOTH), cloud="gcc-high")
    draft = draft_profile(values, CUSTOM)
    assert (GCC_HIGH, None) == (draft.cloud, draft.ca_file)


def test_custom_hosts_are_offered_only_to_a_profile_that_has_them() -> None:
    assert "custom" in clouds_for(CUSTOM)
    assert "custom" not in clouds_for(PROFILE)


def test_a_first_profile_keeps_its_secret_in_the_keyring_where_there_is_one() -> None:
    assert ClientSecret(SecretPlace.KEYRING) == values_from(None, BOTH).credential


def test_without_a_keyring_the_secret_is_offered_this_run_or_the_environment() -> None:
    offered = offered_places((SecretPlace.RUN,))
    assert (SecretPlace.RUN, SecretPlace.ENVIRONMENT) == offered
    values = values_from(PROFILE, (SecretPlace.RUN,))
    assert ClientSecret(SecretPlace.RUN) == values.credential


def test_the_environments_profile_is_offered_under_a_name_of_its_own() -> None:
    profile = replace(PROFILE, name="env", credential=ClientSecret(SecretPlace.ENVIRONMENT))
    values = values_from(profile, BOTH)
    assert ("default", profile.credential) == (values.name, values.credential)


def test_a_kept_secret_counts_only_for_its_own_profile_and_app() -> None:
    name, client_id, credential = PROFILE.name, PROFILE.client_id, PROFILE.credential
    kept = {SecretPurpose.CLIENT_SECRET: SecretPlace.KEYRING}
    assert kept == held_secrets(name, client_id, credential, PROFILE)
    assert {} == held_secrets("other", client_id, credential, PROFILE)
    assert {} == held_secrets(name, "b" * 36, credential, PROFILE)
    assert {} == held_secrets(name, client_id, credential, None)


def test_a_kept_passphrase_belongs_to_its_file() -> None:
    one = Certificate(Path("one.pfx"), SecretPlace.KEYRING)
    profile = replace(PROFILE, credential=one)
    name, client_id = profile.name, profile.client_id
    assert {} != held_secrets(name, client_id, one, profile)
    assert {} == held_secrets(name, client_id, replace(one, file=Path("two.pfx")), profile)


def test_a_secret_counts_as_kept_only_in_its_place_and_the_environment_has_its_own() -> None:
    around = Surroundings(BOTH, held={SecretPurpose.CLIENT_SECRET: SecretPlace.KEYRING})
    assert around.is_kept(SecretPurpose.CLIENT_SECRET, SecretPlace.KEYRING)
    assert not around.is_kept(SecretPurpose.CLIENT_SECRET, SecretPlace.RUN)
    assert around.is_kept(SecretPurpose.CLIENT_SECRET, SecretPlace.ENVIRONMENT)


def test_after_saving_each_secret_is_said_to_be_where_it_is() -> None:
    kept = VaultValue("soc", "app", Certificate(Path("soc.pfx"), SecretPlace.KEYRING))
    assert "The passphrase is in this machine's keyring." == saved_where(kept)
    assert "gone when you quit" in saved_where(ClientSecret(SecretPlace.RUN))
    assert "AZURE_CLIENT_SECRET" in saved_where(ClientSecret(SecretPlace.ENVIRONMENT))
    assert "" == saved_where(Certificate(Path("soc.pem")))


NAMES = st.text("abcXYZ 0123-äß", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.dictionaries(NAMES, st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True), min_size=1))
def test_a_partners_customers_written_as_lines_are_read_back(tenants: dict[str, str]) -> None:
    customers = tuple(CustomerTenant(name, tenant) for name, tenant in tenants.items())
    assert customers == tenants_in(tenants_text(customers))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("", "No tenant yet"),
        ("A = a.example\nA = b.example", "Line 2: there is a “A” already."),
        ("A = a.example\n\nB = a.example", "Line 3: this tenant is listed already."),
        ("A = common", "Line 1: “common” does not work"),
    ],
)
def test_the_first_wrong_line_of_customers_is_named(lines: str, problem: str) -> None:
    assert (tenants_problem(lines) or "").startswith(problem)


def test_a_line_with_only_a_tenant_is_named_by_it() -> None:
    assert (CustomerTenant("a.example", "a.example"),) == tenants_in("a.example")
    assert tenants_problem("a.example") is None


def test_a_partner_stays_in_the_tenant_at_work_while_it_is_listed() -> None:
    one, two = CustomerTenant("One", "one.example"), CustomerTenant("Two", "two.example")
    partner = replace(PROFILE, tenants=(one, two)).in_tenant(two)
    values = values_from(partner, BOTH)
    assert partner == draft_profile(values, partner)
    alone = draft_profile(replace(values, customers="One = one.example"), partner)
    assert ("one.example", "One") == (alone.tenant_id, alone.tenant_name)
