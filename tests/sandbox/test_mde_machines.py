"""Machines are found by id and name, filtered and paged, and are those of incidents and hunting."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Visitor
from tests.sandbox.machine_desk import Desk, refusal


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    return await Desk.of(visitor)


async def test_the_devices_of_incidents_are_machines_of_the_same_id_and_name(
    visitor: Visitor, desk: Desk
) -> None:
    incidents = await visitor.http.get(
        "/xdr/api/incidents?$top=100", headers=await visitor.bearer("xdr")
    )
    devices = {
        (device["mdatpDeviceId"], device["deviceDnsName"], device["rbacGroupName"])
        for incident in incidents.json()["value"]
        for alert in incident["alerts"]
        for device in alert["devices"]
    }
    machines = {
        (one["id"], one["computerDnsName"], one["rbacGroupName"]) for one in await desk.machines()
    }
    assert len(devices) > 20
    assert set() == devices - machines


async def test_a_machine_is_found_by_its_id_and_by_its_name_in_any_case(desk: Desk) -> None:
    by_name = await desk.get("/machines/FIN-WS-01.Contoso.example")
    assert "fin-ws-01.contoso.example" == by_name.json()["computerDnsName"]
    by_id = await desk.get(f"/machines/{by_name.json()['id'].upper()}")
    assert by_name.json() == by_id.json()


async def test_an_unknown_machine_is_not_found(desk: Desk) -> None:
    assert (404, "ResourceNotFound") == refusal(await desk.get(f"/machines/{'0' * 40}"))
    assert (404, "ResourceNotFound") == refusal(await desk.order("0" * 40, "isolate"))


async def test_machines_are_filtered_by_name_health_risk_and_last_seen(desk: Desk) -> None:
    [one] = await desk.machines(filter="computerDnsName eq 'srv-dc-01.contoso.example'")
    assert ["server", "tier-0"] == one["machineTags"]
    idle = await desk.machines(filter="healthStatus eq 'Inactive'")
    assert {"Inactive"} == {one["healthStatus"] for one in idle}
    risky = await desk.machines(filter="riskScore eq 'Medium' and healthStatus eq 'Active'")
    assert {("Medium", "Active")} == {(one["riskScore"], one["healthStatus"]) for one in risky}
    long_gone = await desk.machines(filter="lastSeen lt 2026-10-23T00:00:00Z")
    assert {one["id"] for one in idle} == {one["id"] for one in long_gone}
    tagged = await desk.machines(filter="machineTags/any(tag: tag eq 'tier-0')")
    assert 2 == len(tagged)


async def test_pages_follow_one_another_without_a_gap(desk: Desk) -> None:
    whole = [one["id"] for one in await desk.machines()]
    paged = [
        one["id"]
        for skip in range(0, len(whole), 50)
        for one in await desk.machines(top="50", skip=str(skip))
    ]
    assert len(whole) > 200
    assert whole == paged


async def test_only_selected_properties_are_shown(desk: Desk) -> None:
    [one] = await desk.machines(
        filter="computerDnsName eq 'srv-dc-01.contoso.example'", select="computerDnsName,riskScore"
    )
    assert {"id", "computerDnsName", "riskScore"} == set(one)


@pytest.mark.parametrize("option", ["nonsense eq 1", "rbacGroupId eq 4", "riskScore eq 'Huge'"])
async def test_a_filter_that_cannot_be_served_is_refused(desk: Desk, option: str) -> None:
    assert (400, "ODataError") == refusal(await desk.get("/machines", filter=option))


async def test_a_page_of_more_than_ten_thousand_is_refused(desk: Desk) -> None:
    assert (400, "ODataError") == refusal(await desk.get("/machineactions", top="10001"))


@pytest.mark.parametrize(
    "url",
    [
        "/mde/api/v1.0/machines",
        "/xdr/api/machines",
        "/xdr/api/v1.0/machines",
        "https://api.securitycenter.microsoft.com/api/machines",
        "https://api.security.microsoft.com/api/machines",
        "https://eu.api.security.microsoft.com/api/v1.0/machines",
    ],
)
async def test_both_hosts_and_a_version_lead_to_the_same_machines(
    visitor: Visitor, desk: Desk, url: str
) -> None:
    answer = await visitor.http.get(url, headers=desk.headers)
    assert await desk.machines() == answer.json()["value"]


async def test_an_action_started_on_one_host_is_known_on_the_other(
    visitor: Visitor, desk: Desk
) -> None:
    action = await desk.started(await desk.machine_id("fin-ws-01"), "isolate")
    answer = await visitor.http.get(f"/xdr/api/machineactions/{action['id']}", headers=desk.headers)
    assert action == answer.json()


@pytest.mark.parametrize("base", ["/mde", "/xdr"])
async def test_a_token_of_defender_xdr_is_not_good_for_machines(
    visitor: Visitor, base: str
) -> None:
    answer = await visitor.http.get(f"{base}/api/machines", headers=await visitor.bearer("xdr"))
    assert (401, "Unauthorized") == refusal(answer)


async def test_each_tenant_has_machines_and_actions_of_its_own(
    visitor: Visitor, desk: Desk
) -> None:
    other = visitor.sandbox.tenants[1]
    app = next(app for app in other.apps if app.name == "fabrikam-full")
    form = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "scope": "https://api.securitycenter.microsoft.com/.default",
    }
    answer = await visitor.http.post(f"/{other.tenant_id}/oauth2/v2.0/token", data=form)
    neighbour = Desk(visitor, {"Authorization": f"Bearer {answer.json()['access_token']}"})
    ours = {one["id"] for one in await desk.machines()}
    assert not ours & {one["id"] for one in await neighbour.machines()}
    action = await desk.started(await desk.machine_id("fin-ws-01"), "isolate")
    answer = await neighbour.get(f"/machineactions/{action['id']}")
    assert (404, "ResourceNotFound") == refusal(answer)
