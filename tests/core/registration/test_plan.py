from __future__ import annotations

import json
from pathlib import Path

import pytest

from defender_tui.core.clouds import DOD, GCC_HIGH, PUBLIC, custom_cloud
from defender_tui.core.permissions import Capability
from defender_tui.core.registration.plan import (
    RegistrationPlan,
    app_name_problem,
    manifest_text,
    required_resource_access,
)
from defender_tui.core.resources import Resource


def test_the_declared_access_has_the_form_and_ids_of_the_vendors_sample(reference: Path) -> None:
    sample = json.loads(
        (reference / "samples" / "graph-create-application-request-constructed.json").read_text()
    )
    roles = {
        Resource.GRAPH: (
            "SecurityIncident.Read.All",
            "SecurityIncident.ReadWrite.All",
            "SecurityAlert.Read.All",
            "SecurityAlert.ReadWrite.All",
            "ThreatHunting.Read.All",
        ),
        Resource.XDR: (
            "Incident.Read.All",
            "Incident.ReadWrite.All",
            "AdvancedHunting.Read.All",
        ),
    }
    ours = {one["resourceAppId"]: one["resourceAccess"] for one in required_resource_access(roles)}
    for wanted in sample["requiredResourceAccess"]:
        held = ours[wanted["resourceAppId"]]
        assert isinstance(held, list)
        assert [] == [one for one in wanted["resourceAccess"] if one not in held]


def test_the_manifest_is_json_that_names_roles_only() -> None:
    text = manifest_text(RegistrationPlan(features=frozenset(Capability)).roles)
    access = json.loads(text)["requiredResourceAccess"]
    assert {"Role"} == {one["type"] for api in access for one in api["resourceAccess"]}
    assert 3 == len(access)


def test_a_partners_application_is_for_several_tenants_and_any_other_for_one() -> None:
    assert "AzureADMyOrg" == RegistrationPlan().sign_in_audience
    assert "AzureADMultipleOrgs" == RegistrationPlan(is_partner=True).sign_in_audience


def test_role_ids_of_graph_are_not_taken_over_into_the_clouds_of_governments() -> None:
    assert RegistrationPlan(cloud=PUBLIC).has_known_role_ids
    assert not RegistrationPlan(cloud=GCC_HIGH).has_known_role_ids
    assert not RegistrationPlan(cloud=DOD).has_known_role_ids


def test_a_cloud_with_hosts_of_its_own_counts_as_the_one_it_was_made_from() -> None:
    cloud = custom_cloud({"graph": "https://relay.example"}, GCC_HIGH)
    assert "gcc-high" == RegistrationPlan(cloud=cloud).known_cloud
    assert "api://AzureADTokenExchangeUSGov" == RegistrationPlan(cloud=cloud).federation_audience


@pytest.mark.parametrize("name", ["defender-tui", "Überwachung (SOC)", "0"])
def test_an_ordinary_name_has_no_problem(name: str) -> None:
    assert app_name_problem(name) is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\x1bb", "a\nb", "@/etc/passwd", "--help"])
def test_a_name_that_a_command_line_would_misread_has_a_problem(name: str) -> None:
    assert app_name_problem(name)
