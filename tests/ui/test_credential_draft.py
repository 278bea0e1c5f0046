from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from defender_tui.core.clouds import GCC_HIGH, custom_cloud
from defender_tui.core.profiles import ApiChoice, ClientSecret, SecretPlace
from defender_tui.ui.credentials.draft import (
    FormValues,
    clouds_for,
    draft_profile,
    has_kept_secret,
    offered_places,
    values_from,
)

from .fakes_credentials import PROFILE

BOTH = (SecretPlace.KEYRING, SecretPlace.RUN)
CUSTOM = replace(
    PROFILE,
    cloud=custom_cloud({"graph": "https://relay.example/graph"}),
    ca_file=Path("ca.pem"),
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
    assert SecretPlace.KEYRING is values_from(None, BOTH).place


def test_without_a_keyring_the_secret_is_offered_this_run_or_the_environment() -> None:
    offered = offered_places((SecretPlace.RUN,))
    assert (SecretPlace.RUN, SecretPlace.ENVIRONMENT) == offered
    assert SecretPlace.RUN is values_from(PROFILE, (SecretPlace.RUN,)).place


def test_the_environments_profile_is_offered_under_a_name_of_its_own() -> None:
    profile = replace(PROFILE, name="env", credential=ClientSecret(SecretPlace.ENVIRONMENT))
    values = values_from(profile, BOTH)
    assert ("default", SecretPlace.ENVIRONMENT) == (values.name, values.place)


def test_a_kept_secret_counts_only_for_its_own_profile_app_and_place() -> None:
    values = values_from(PROFILE, BOTH)
    assert has_kept_secret(values, PROFILE)
    assert not has_kept_secret(replace(values, name="other"), PROFILE)
    assert not has_kept_secret(replace(values, client_id="b" * 36), PROFILE)
    assert not has_kept_secret(replace(values, place=SecretPlace.RUN), PROFILE)
    assert not has_kept_secret(values, None)


def test_a_secret_from_the_environment_need_not_be_typed() -> None:
    assert has_kept_secret(FormValues(place=SecretPlace.ENVIRONMENT), None)
