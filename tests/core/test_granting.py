"""A missing role can be granted in three ways, each ready to copy."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.app_roles import APP_ROLES
from defender_tui.core.clouds import CLOUDS, custom_cloud
from defender_tui.core.credentials import ManagedIdentity
from defender_tui.core.errors import ConfigError
from defender_tui.core.granting import GrantWay, Way, may_read_grants, ways_to_grant
from defender_tui.core.permissions import judge
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource

CLIENT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
PROFILE = Profile("contoso", "11111111-2222-4333-8444-555555555555", CLIENT_ID)
ROLE = "Incident.Read.All"
FAKE_AZ = """#!/bin/sh
printf '%s\\n' "$*" >> calls
case "$*" in
  *"--query id"*) echo object-id ;;
  *--query*) echo role-id ;;
esac
"""


def way(kind: Way, profile: Profile = PROFILE, api: Resource = Resource.XDR) -> GrantWay:
    """Give one way to grant the role that reads incidents."""
    return next(one for one in ways_to_grant(ROLE, api, profile) if one.way is kind)


def test_the_portal_way_says_where_to_click_and_leads_there() -> None:
    portal = way(Way.PORTAL)
    assert "API permissions" in portal.text
    assert "Microsoft Threat Protection" in portal.text
    assert f"Application permissions > {ROLE}" in portal.text
    assert "Grant admin consent" in portal.text
    assert portal.link is not None
    assert portal.link.startswith("https://entra.microsoft.com/")
    assert CLIENT_ID in portal.link


def test_az_adds_the_permission_by_its_id_and_consents() -> None:
    text = way(Way.AZ).text
    assert "--api '8ee8fdad-f234-4243-8f3b-15c294843740'" in text
    assert "'a9790345-4595-42e4-971a-ccdc79f19b7c=Role'" in text
    assert f"admin-consent --id '{CLIENT_ID}'" in text


@pytest.mark.parametrize(
    ("cloud", "az_cloud", "environment"),
    [
        ("gcc-high", "AzureUSGovernment", "USGov"),
        ("dod", "AzureUSGovernment", "USGovDoD"),
    ],
)
def test_in_a_government_cloud_the_id_is_looked_up_by_name(
    cloud: str, az_cloud: str, environment: str
) -> None:
    profile = replace(PROFILE, cloud=CLOUDS[cloud])
    text = way(Way.AZ, profile).text
    assert f"az cloud set --name {az_cloud}" in text
    assert ROLE in text
    assert "a9790345-4595-42e4-971a-ccdc79f19b7c" not in text
    assert f"-Environment {environment}\n" in way(Way.POWERSHELL, profile).text


def test_hosts_of_ones_own_are_granted_to_as_the_cloud_they_stand_in_for() -> None:
    relay = custom_cloud({"xdr": "https://relay.example"}, CLOUDS["gcc-high"])
    assert "az cloud set" in way(Way.AZ, replace(PROFILE, cloud=relay)).text


def test_powershell_assigns_the_role_of_applications_and_not_of_users() -> None:
    text = way(Way.POWERSHELL).text
    assert f"appId eq ''{CLIENT_ID}''" in text
    assert "AllowedMemberTypes -contains 'Application'" in text
    assert "New-MgServicePrincipalAppRoleAssignment" in text


def test_every_way_says_that_roles_appear_only_in_new_tokens() -> None:
    assert all(
        "only in new tokens" in one.note for one in ways_to_grant(ROLE, Resource.XDR, PROFILE)
    )


@pytest.mark.parametrize(
    ("identity", "shell_id", "lookup"),
    [
        (ManagedIdentity(client_id="c-1"), "'c-1'", "-Filter 'appId eq ''c-1'''"),
        (ManagedIdentity(object_id="o-1"), "'o-1'", "-ServicePrincipalId 'o-1'"),
        (ManagedIdentity(), "OBJECT-ID-OF-THE-MANAGED-IDENTITY", "-ServicePrincipalId 'OBJECT-ID"),
    ],
)
def test_a_managed_identity_is_granted_by_assignment_and_never_in_the_portal(
    identity: ManagedIdentity, shell_id: str, lookup: str
) -> None:
    profile = replace(PROFILE, client_id="", credential=identity)
    assert "no page" in way(Way.PORTAL, profile).text
    assert way(Way.PORTAL, profile).link is None
    assert shell_id in way(Way.AZ, profile).text
    assert "appRoleAssignments" in way(Way.AZ, profile).text
    assert "permission add" not in way(Way.AZ, profile).text
    assert lookup in way(Way.POWERSHELL, profile).text


def test_a_vault_has_no_app_role_to_grant() -> None:
    assert () == ways_to_grant("anything", Resource.KEYVAULT, PROFILE)


def test_every_role_that_a_feature_needs_has_a_known_id() -> None:
    assert [] == [
        role
        for resource in APP_ROLES
        for verdict in judge(resource, ())
        for role in verdict.needs
        if role not in APP_ROLES[resource]
    ]


@pytest.mark.parametrize(
    ("may", "roles"),
    [
        (True, ["Application.Read.All"]),
        (True, ["ThreatHunting.Read.All", "Directory.Read.All"]),
        (False, ["ThreatHunting.Read.All"]),
        (False, []),
    ],
)
def test_reading_grants_takes_a_directory_role(may: bool, roles: list[str]) -> None:
    assert may is may_read_grants(roles)


def _run_with_fake_az(script: str, folder: Path) -> list[str]:
    az = folder / "az"
    az.write_text(FAKE_AZ, encoding="utf-8")
    az.chmod(0o700)
    finished = subprocess.run(
        ["bash", "-eu", "-c", script],
        cwd=folder,
        env={"PATH": f"{folder}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ("", 0) == (finished.stderr, finished.returncode)
    return (folder / "calls").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("cloud", ["public", "dod"])
def test_the_az_lines_run_as_they_stand(tmp_path: Path, cloud: str) -> None:
    calls = _run_with_fake_az(way(Way.AZ, replace(PROFILE, cloud=CLOUDS[cloud])).text, tmp_path)
    wanted = "role-id=Role" if cloud == "dod" else "a9790345-4595-42e4-971a-ccdc79f19b7c=Role"
    assert calls[-2].endswith(f"--api-permissions {wanted}")
    assert f"ad app permission admin-consent --id {CLIENT_ID}" == calls[-1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_az_lines_for_a_managed_identity_send_the_three_ids(tmp_path: Path) -> None:
    profile = replace(PROFILE, credential=ManagedIdentity(client_id="c-1"))
    calls = _run_with_fake_az(way(Way.AZ, profile).text, tmp_path)
    assert calls[-1].endswith(
        '--body {"principalId":"object-id","resourceId":"object-id","appRoleId":"role-id"}'
    )
    assert "/v1.0/servicePrincipals/object-id/appRoleAssignments" in calls[-1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("client_id", ["'; touch broken; '", "$(touch broken)", "`touch broken`"])
def test_a_hostile_id_stays_an_argument(tmp_path: Path, client_id: str) -> None:
    calls = _run_with_fake_az(way(Way.AZ, replace(PROFILE, client_id=client_id)).text, tmp_path)
    assert not (tmp_path / "broken").exists()
    assert calls[-1].endswith(f"--id {client_id}")


@given(st.text(min_size=1), st.text(min_size=1))
def test_hostile_ids_add_no_line_to_powershell(tenant_id: str, client_id: str) -> None:
    try:
        text = way(Way.POWERSHELL, replace(PROFILE, tenant_id=tenant_id, client_id=client_id)).text
    except ConfigError:
        assert "\0" in client_id
        return
    assert way(Way.POWERSHELL).text.count("\n") == text.count("\n")
