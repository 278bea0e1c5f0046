"""What a machine is not told to do, and in which words the service says so."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Visitor
from tests.sandbox.machine_desk import BODIES, COMMENT, Desk, refusal

_ROLES = {
    "isolate": "Machine.Isolate",
    "unisolate": "Machine.Isolate",
    "runAntiVirusScan": "Machine.Scan",
    "collectInvestigationPackage": "Machine.CollectForensics",
    "restrictCodeExecution": "Machine.RestrictExecution",
    "unrestrictCodeExecution": "Machine.RestrictExecution",
    "StopAndQuarantineFile": "Machine.StopAndQuarantine",
}
_STOP = "StopAndQuarantineFile"


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    return await Desk.of(visitor)


@pytest.mark.parametrize("action", _ROLES)
async def test_without_the_role_of_an_action_the_refusal_names_it(
    visitor: Visitor, action: str
) -> None:
    reader = await Desk.of(visitor, "device-reader")
    answer = await reader.order(await reader.machine_id("fin-ws-01"), action)
    assert (403, "Forbidden") == refusal(answer)
    assert (
        f"Missing application roles. API required roles: {_ROLES[action]}, "
        "application roles: Machine.Read.All."
    ) == answer.json()["error"]["message"]


@pytest.mark.parametrize("action", BODIES)
@pytest.mark.parametrize("comment", [{}, {"Comment": ""}, {"Comment": " \n"}, {"Comment": None}])
async def test_an_order_without_a_comment_is_refused(
    desk: Desk, action: str, comment: dict[str, str | None]
) -> None:
    body = {name: value for name, value in BODIES[action].items() if name != "Comment"} | comment
    answer = await desk.order(await desk.machine_id("fin-ws-01"), action, body)
    assert (400, "MissingRequiredParameter") == refusal(answer)
    assert "Comment" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("action", "body", "code"),
    [
        ("isolate", COMMENT, "MissingRequiredParameter"),
        ("isolate", {**COMMENT, "IsolationType": "Total"}, "InvalidInput"),
        ("isolate", {**COMMENT, "IsolationType": "UnManagedDevice"}, "BadRequest"),
        ("runAntiVirusScan", COMMENT, "MissingRequiredParameter"),
        ("runAntiVirusScan", {**COMMENT, "ScanType": "Slow"}, "InvalidInput"),
        (_STOP, COMMENT, "MissingRequiredParameter"),
        (_STOP, {**COMMENT, "Sha1": "87662bc3"}, "InvalidHashValue"),
        (_STOP, {**COMMENT, "Sha1": "z" * 40}, "InvalidHashValue"),
        (_STOP, {**COMMENT, "Sha1": 7}, "InvalidRequestBody"),
        ("unisolate", COMMENT, "BadRequest"),
        ("unrestrictCodeExecution", COMMENT, "BadRequest"),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused(
    desk: Desk, action: str, body: dict[str, object], code: str
) -> None:
    answer = await desk.order(await desk.machine_id("fin-ws-01"), action, body)
    assert (400, code) == refusal(answer)
    assert not (await desk.get("/machineactions", filter="status eq 'Pending'")).json()["value"]


@pytest.mark.parametrize("action", BODIES)
async def test_a_machine_that_is_not_onboarded_takes_no_order(desk: Desk, action: str) -> None:
    answer = await desk.order(await desk.machine_id("eng-ws-20"), action)
    assert (400, "BadRequest") == refusal(answer)
    assert "is not onboarded" in answer.json()["error"]["message"]


async def test_a_device_without_a_sensor_can_be_contained(desk: Desk) -> None:
    body = {**COMMENT, "IsolationType": "UnManagedDevice"}
    answer = await desk.order(await desk.machine_id("eng-ws-20"), "isolate", body)
    assert (201, "UnManagedDevice") == (answer.status_code, answer.json()["scope"])


@pytest.mark.parametrize("name", ["eng-mac-02", "eng-ws-14"])
@pytest.mark.parametrize(
    ("action", "body"),
    [
        (_STOP, None),
        ("restrictCodeExecution", None),
        ("isolate", {**COMMENT, "IsolationType": "Selective"}),
    ],
)
async def test_what_only_windows_can_do_is_refused_elsewhere(
    desk: Desk, name: str, action: str, body: dict[str, str] | None
) -> None:
    answer = await desk.order(await desk.machine_id(name), action, body)
    assert (400, "OsPlatformNotSupported") == refusal(answer)


@pytest.mark.parametrize("wait_s", [0, 20])
async def test_an_action_that_is_pending_or_running_is_not_taken_twice(
    desk: Desk, wait_s: int
) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    await desk.started(machine_id, "isolate")
    desk.wait(wait_s)
    answer = await desk.order(machine_id, "isolate")
    assert (400, "ActiveRequestAlreadyExists") == refusal(answer)
    assert "Action is already in progress" == answer.json()["error"]["message"]
    await desk.started(machine_id, "runAntiVirusScan")
    await desk.started(await desk.machine_id("fin-ws-04"), "isolate")


async def test_two_files_can_be_quarantined_at_once_and_one_only_once(desk: Desk) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    await desk.started(machine_id, _STOP)
    assert 201 == (await desk.order(machine_id, _STOP, {**COMMENT, "Sha1": "a" * 40})).status_code
    answer = await desk.order(machine_id, _STOP, {**COMMENT, "Sha1": "A" * 40})
    assert (400, "ActiveRequestAlreadyExists") == refusal(answer)


@pytest.mark.parametrize(
    ("sets", "lifts", "word"),
    [
        ("isolate", "unisolate", "isolated"),
        ("restrictCodeExecution", "unrestrictCodeExecution", "restricted"),
    ],
)
async def test_a_state_that_an_action_left_behind_is_lifted_by_its_opposite_only(
    desk: Desk, sets: str, lifts: str, word: str
) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    await desk.started(machine_id, sets)
    desk.wait(120)
    again = await desk.order(machine_id, sets)
    assert (400, f"Machine {machine_id} is already {word}") == (
        again.status_code,
        again.json()["error"]["message"],
    )
    await desk.started(machine_id, lifts)
    desk.wait(120)
    assert 400 == (await desk.order(machine_id, lifts)).status_code
    await desk.started(machine_id, sets)


async def test_an_unknown_action_or_method_is_no_call_of_the_service(desk: Desk) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    assert (404, "NotFound") == refusal(await desk.post(f"/machines/{machine_id}/explode", COMMENT))
    assert 405 == (await desk.get(f"/machines/{machine_id}/isolate")).status_code


async def test_calls_are_limited_each_by_itself(desk: Desk) -> None:
    for _ in range(100):
        assert 200 == (await desk.get("/machines", top="1")).status_code
    answer = await desk.get("/machines", top="1")
    assert (429, "API calls quota exceeded! maximum allowed 100 per 00:01:00") == (
        answer.status_code,
        answer.json()["error"]["message"],
    )
    assert 200 == (await desk.get("/machineactions")).status_code
