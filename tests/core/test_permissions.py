"""What an application may do with the roles in its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.permissions import Capability, allows, judge, needed_roles
from defender_tui.core.resources import Resource

BROWSE = Capability.BROWSE_INCIDENTS
CHANGE = Capability.CHANGE_INCIDENTS


@pytest.mark.parametrize(
    ("resource", "roles", "can"),
    [
        (Resource.GRAPH, [], set()),
        (Resource.GRAPH, ["SecurityIncident.Read.All"], {BROWSE, Capability.READ_ALERTS}),
        (
            Resource.GRAPH,
            ["SecurityIncident.ReadWrite.All"],
            {BROWSE, CHANGE, Capability.READ_ALERTS},
        ),
        (Resource.GRAPH, ["SecurityAlert.Read.All"], {Capability.READ_ALERTS}),
        (
            Resource.GRAPH,
            ["SecurityAlert.ReadWrite.All"],
            {Capability.READ_ALERTS, Capability.CHANGE_ALERTS},
        ),
        (Resource.GRAPH, ["ThreatHunting.Read.All"], {Capability.HUNT}),
        (Resource.GRAPH, ["Incident.ReadWrite.All", "AdvancedHunting.Read.All"], set()),
        (Resource.XDR, ["Incident.Read.All"], {BROWSE}),
        (Resource.XDR, ["Incident.ReadWrite.All"], {BROWSE, CHANGE}),
        (Resource.XDR, ["AdvancedHunting.Read.All"], {Capability.HUNT}),
        (Resource.XDR, ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"], set()),
        (Resource.XDR, ["Incidents.Read.All", "incident.read.all"], set()),
        (Resource.MDE, ["Machine.Read.All"], {Capability.SEE_DEVICES}),
        (Resource.MDE, ["Machine.Isolate"], {Capability.ISOLATE_DEVICES}),
        (Resource.MDE, ["Machine.Scan"], {Capability.SCAN_DEVICES}),
        (Resource.MDE, ["Machine.RestrictExecution"], {Capability.RESTRICT_DEVICES}),
        (Resource.MDE, ["Machine.CollectForensics"], {Capability.COLLECT_PACKAGES}),
        (Resource.MDE, ["Machine.StopAndQuarantine"], {Capability.QUARANTINE_FILES}),
        (Resource.KEYVAULT, ["Machine.Isolate"], set()),
    ],
)
def test_roles_allow_exactly_this(
    resource: Resource, roles: list[str], can: set[Capability]
) -> None:
    assert can == {verdict.capability for verdict in judge(resource, roles) if verdict.is_allowed}
    assert can == {capability for capability in Capability if allows(capability, resource, roles)}


def test_the_least_powerful_role_is_proposed_first() -> None:
    assert ("Incident.Read.All", "Incident.ReadWrite.All") == needed_roles(BROWSE, Resource.XDR)
    assert "SecurityIncident.Read.All" == needed_roles(BROWSE, Resource.GRAPH)[0]
    for resource in Resource:
        for verdict in judge(resource, ()):
            reading = [".Read." in role for role in verdict.needs[:2]]
            assert reading in ([True, False], [True], [False], [])


def test_nothing_allows_what_an_api_does_not_offer() -> None:
    assert () == needed_roles(Capability.ISOLATE_DEVICES, Resource.GRAPH)
    assert not allows(Capability.ISOLATE_DEVICES, Resource.GRAPH, ["Machine.Isolate"])


@given(st.sampled_from(Resource), st.lists(st.text()))
def test_a_verdict_names_the_held_role_that_allows_it(resource: Resource, noise: list[str]) -> None:
    for verdict in judge(resource, noise):
        assert verdict.by is None or verdict.by in noise
        for role in verdict.needs:
            by = next(
                each.by
                for each in judge(resource, [*noise, role])
                if each.capability is verdict.capability
            )
            assert by in {role, verdict.by}
