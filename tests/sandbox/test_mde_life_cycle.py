"""An action waits, runs and ends as the sandbox's clock goes on."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.sandbox.conftest import Visitor
from tests.sandbox.machine_desk import BODIES, COMMENT, Desk, refusal

_COLLECT = "collectInvestigationPackage"
_FOLLOWING = {"unisolate": "isolate", "unrestrictCodeExecution": "restrictCodeExecution"}


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    return await Desk.of(visitor)


async def walked(desk: Desk, action_id: str) -> list[str]:
    """Give the different states of an action over twenty minutes, in their order."""
    found = [await desk.status(action_id)]
    for _ in range(60):
        desk.wait(20)
        status = await desk.status(action_id)
        if status != found[-1]:
            found.append(status)
    return found


@pytest.mark.parametrize("action", BODIES)
async def test_on_an_active_machine_an_action_waits_runs_and_succeeds(
    desk: Desk, action: str
) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    if action in _FOLLOWING:
        await desk.started(machine_id, _FOLLOWING[action])
        desk.wait(120)
    started = await desk.started(machine_id, action)
    assert ("Pending", "full", COMMENT["Comment"]) == (
        started["status"],
        started["requestor"],
        started["requestorComment"],
    )
    assert ["Pending", "InProgress", "Succeeded"] == await walked(desk, started["id"])


async def test_a_full_scan_takes_an_hour(desk: Desk) -> None:
    body = {**COMMENT, "ScanType": "Full"}
    answer = await desk.order(await desk.machine_id("fin-ws-01"), "runAntiVirusScan", body)
    desk.wait(50 * 60)
    assert "InProgress" == await desk.status(answer.json()["id"])
    desk.wait(20 * 60)
    assert "Succeeded" == await desk.status(answer.json()["id"])


async def test_an_inactive_machine_never_takes_an_action_up(desk: Desk) -> None:
    machine_id = (await desk.machines(filter="healthStatus eq 'Inactive'"))[0]["id"]
    started = await desk.started(machine_id, "isolate")
    assert ["Pending", "TimeOut"] == await walked(desk, started["id"])
    again = await desk.started(machine_id, "isolate")
    assert "Pending" == again["status"]


async def test_a_machine_that_hears_badly_fails_or_lets_time_run_out(desk: Desk) -> None:
    impaired = await desk.machines(filter="healthStatus eq 'ImpairedCommunication'")
    ids = [(await desk.started(machine["id"], "isolate"))["id"] for machine in impaired]
    desk.wait(20)
    early = [await desk.status(action_id) for action_id in ids]
    desk.wait(600)
    late = [await desk.status(action_id) for action_id in ids]
    assert {("InProgress", "Failed"), ("Pending", "TimeOut")} == set(zip(early, late, strict=True))


async def test_the_last_update_is_when_the_state_last_changed(desk: Desk) -> None:
    started = await desk.started(await desk.machine_id("fin-ws-01"), "isolate")
    assert started["creationDateTimeUtc"] == started["lastUpdateDateTimeUtc"]
    desk.wait(600)
    path = f"/machineactions/{started['id']}"
    after = (await desk.get(path)).json()
    desk.wait(600)
    assert after == (await desk.get(path)).json()
    assert started["creationDateTimeUtc"] < after["lastUpdateDateTimeUtc"] < "2026-11-23T08:32:00Z"


async def test_actions_are_filtered_by_machine_type_status_and_creation(desk: Desk) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    scan = await desk.started(machine_id, "runAntiVirusScan")
    desk.wait(30)
    isolation = await desk.started(machine_id, "isolate")

    async def found(filter_: str) -> list[str]:
        answer = await desk.get("/machineactions", filter=filter_)
        return [one["id"] for one in answer.json()["value"]]

    ours = f"machineId eq '{machine_id}'"
    assert [isolation["id"], scan["id"]] == await found(ours)
    assert [scan["id"]] == await found(f"{ours} and type eq 'RunAntiVirusScan'")
    assert [scan["id"]] == await found("status eq 'InProgress'")
    late = isolation["creationDateTimeUtc"]
    assert [isolation["id"]] == await found(f"creationDateTimeUtc ge {late}")
    assert {scan["id"], isolation["id"]} == set(await found("requestor eq 'full'"))


async def test_an_open_action_is_cancelled_once_and_with_a_comment(desk: Desk) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    started = await desk.started(machine_id, "isolate")
    path = f"/machineactions/{started['id']}/cancel"
    assert (400, "MissingRequiredParameter") == refusal(await desk.post(path, {}))
    desk.wait(20)
    body = (await desk.post(path, {"Comment": "Wrong machine"})).json()
    assert ("Cancelled", "Wrong machine", "full", "2026-11-23T08:30:20Z") == (
        body["status"],
        body["cancellationComment"],
        body["cancellationRequestor"],
        body["cancellationDateTimeUtc"],
    )
    assert (400, "BadRequest") == refusal(await desk.post(path, {"Comment": "Again"}))
    desk.wait(600)
    assert "Cancelled" == await desk.status(started["id"])
    assert 400 == (await desk.order(machine_id, "unisolate")).status_code


async def test_cancelling_takes_the_role_of_the_action(visitor: Visitor, desk: Desk) -> None:
    started = await desk.started(await desk.machine_id("fin-ws-01"), "isolate")
    reader = await Desk.of(visitor, "device-reader")
    answer = await reader.post(f"/machineactions/{started['id']}/cancel", COMMENT)
    assert (403, "Forbidden") == refusal(answer)
    assert "Machine.Isolate" in answer.json()["error"]["message"]


async def test_a_package_is_there_once_it_was_collected(visitor: Visitor, desk: Desk) -> None:
    started = await desk.started(await desk.machine_id("fin-ws-01"), _COLLECT)
    path = f"/machineactions/{started['id']}/getPackageUri"
    assert (400, "BadRequest") == refusal(await desk.get(path))
    desk.wait(200)
    link = (await desk.get(path)).json()["value"].strip('"')
    answer = await visitor.http.get(link)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert b"fin-ws-01.contoso.example" in package.read(package.namelist()[0])
    assert 403 == (await visitor.http.get(link + "0")).status_code


async def test_package_links_are_given_twice_a_minute(desk: Desk) -> None:
    started = await desk.started(await desk.machine_id("fin-ws-01"), _COLLECT)
    desk.wait(200)
    path = f"/machineactions/{started['id']}/getPackageUri"
    statuses = [(await desk.get(path)).status_code for _ in range(3)]
    assert [200, 200, 429] == statuses


async def test_only_a_collection_has_a_package_and_only_known_actions_are_found(
    desk: Desk,
) -> None:
    started = await desk.started(await desk.machine_id("fin-ws-01"), "isolate")
    desk.wait(200)
    answer = await desk.get(f"/machineactions/{started['id']}/getPackageUri")
    assert (400, "BadRequest") == refusal(answer)
    assert (404, "ResourceNotFound") == refusal(await desk.get("/machineactions/nothing"))


async def test_a_gateway_that_gives_up_leaves_an_action_behind(visitor: Visitor) -> None:
    desk = await Desk.of(visitor)
    machine_id = await desk.machine_id("fin-ws-01")
    fault = {"fault": "504:1@/mde/api/machines/*/isolate"}
    await visitor.http.post("/sandbox/faults", json=fault)
    assert 504 == (await desk.order(machine_id, "isolate")).status_code
    found = await desk.get("/machineactions", filter=f"machineId eq '{machine_id}'")
    assert ["Pending"] == [one["status"] for one in found.json()["value"]]
