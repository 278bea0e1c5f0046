from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.app_roles import role_id
from defender_tui.core.clouds import CHINA, PUBLIC
from defender_tui.core.permissions import Capability, allows, needed_roles
from defender_tui.core.registration.features import (
    APIS,
    lacking,
    offered_apis,
    roles_for,
)
from defender_tui.core.resources import Resource

features = st.frozensets(st.sampled_from(Capability))


def test_browsing_and_hunting_take_one_role_each_on_graph_and_on_the_xdr_api() -> None:
    assert {
        Resource.GRAPH: ("SecurityIncident.Read.All", "ThreatHunting.Read.All"),
        Resource.XDR: ("Incident.Read.All", "AdvancedHunting.Read.All"),
    } == roles_for({Capability.BROWSE_INCIDENTS, Capability.HUNT})


def test_who_may_change_incidents_is_not_given_the_reading_role_besides() -> None:
    wanted = {Capability.BROWSE_INCIDENTS, Capability.CHANGE_INCIDENTS, Capability.READ_ALERTS}
    assert ("SecurityIncident.ReadWrite.All",) == roles_for(wanted)[Resource.GRAPH]


def test_alerts_alone_take_the_role_for_alerts_alone() -> None:
    assert {Resource.GRAPH: ("SecurityAlert.Read.All",)} == roles_for({Capability.READ_ALERTS})


def test_devices_take_roles_of_defender_for_endpoint_only() -> None:
    roles = roles_for({Capability.SEE_DEVICES, Capability.ISOLATE_DEVICES})
    assert {Resource.MDE: ("Machine.Read.All", "Machine.Isolate")} == roles


@given(features)
def test_the_chosen_roles_allow_every_feature_wherever_it_is_offered(
    chosen: frozenset[Capability],
) -> None:
    roles = roles_for(chosen)
    for api in APIS:
        offered = [one for one in chosen if needed_roles(one, api)]
        assert all(allows(one, api, roles.get(api, ())) for one in offered)
        assert {} == lacking(chosen, roles.get(api, ()), api)


@given(features)
def test_no_chosen_role_is_one_too_many(chosen: frozenset[Capability]) -> None:
    for api, roles in roles_for(chosen).items():
        for role in roles:
            others = [one for one in roles if one != role]
            assert lacking(chosen, others, api)


def test_every_role_that_can_be_chosen_has_its_id() -> None:
    everything = roles_for(frozenset(Capability))
    assert [] == [
        role for api, roles in everything.items() for role in roles if role_id(api, role) is None
    ]


def test_a_missing_role_is_named_with_the_feature_that_wants_it() -> None:
    held = ("SecurityIncident.Read.All",)
    missing = lacking({Capability.BROWSE_INCIDENTS, Capability.HUNT}, held, Resource.GRAPH)
    assert {Capability.HUNT: ("ThreatHunting.Read.All",)} == missing


def test_a_cloud_without_these_apis_offers_none() -> None:
    assert () == offered_apis(CHINA)
    assert APIS == offered_apis(PUBLIC)
