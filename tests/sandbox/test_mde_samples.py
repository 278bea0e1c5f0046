"""The vendor's samples of the machine calls, and the sandbox's answers beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from defender_tui.sandbox.json_value import JsonObject
from tests.sandbox.conftest import Visitor
from tests.sandbox.machine_desk import Desk
from tests.sandbox.shapes import differences

# Documented for a machine, and not in its sample.
_FURTHER = {"osArchitecture", "ipAddresses", "onboardingStatus", "deviceValue"}
_REQUESTS = {
    "mde-isolate-request.json": "isolate",
    "mde-unisolate-request.json": "unisolate",
    "mde-scan-request.json": "runAntiVirusScan",
    "mde-collect-request.json": "collectInvestigationPackage",
    "mde-restrict-request.json": "restrictCodeExecution",
    "mde-quarantine-request.json": "StopAndQuarantineFile",
}
_LINK = re.compile(r'"https://[^"]+/WDATP_Investigation_Package\.zip\?token=[^"]+"')


def sample(reference: Path, name: str) -> JsonObject:
    value: JsonObject = json.loads((reference / "samples" / name).read_text("utf-8"))
    return value


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    return await Desk.of(visitor)


async def test_a_machine(desk: Desk, reference: Path) -> None:
    wanted = sample(reference, "mde-machine.json")
    body = (await desk.get(f"/machines/{await desk.machine_id('fin-ws-01')}")).json()
    assert {"@odata.context", *wanted, *_FURTHER} == set(body)
    without = {name: value for name, value in body.items() if name not in _FURTHER}
    wanted["machineTags"] = []
    assert [] == differences(wanted, [without])


@pytest.mark.parametrize("name", _REQUESTS)
async def test_a_request_as_the_vendor_sends_it_gives_an_action_of_the_sample_s_shape(
    desk: Desk, reference: Path, name: str
) -> None:
    machine_id = await desk.machine_id("fin-ws-01")
    action = _REQUESTS[name]
    if action == "unisolate":
        await desk.started(machine_id, "isolate")
        desk.wait(120)
    answer = await desk.order(machine_id, action, sample(reference, name))
    assert 201 == answer.status_code
    wanted = sample(reference, "mde-machineaction-response.json")
    body: dict[str, Any] = answer.json()
    assert wanted["@odata.context"] == body["@odata.context"]
    if body["scope"] is None:
        wanted["scope"] = None
    if action == "StopAndQuarantineFile":
        wanted["relatedFileInfo"] = {"fileIdentifier": "", "fileIdentifierType": ""}
    assert [] == differences(wanted, [body])


async def test_the_list_of_actions(desk: Desk, reference: Path) -> None:
    wanted = sample(reference, "mde-machineactions-list.json")
    body = (await desk.get("/machineactions")).json()
    assert wanted["@odata.context"] == body["@odata.context"]
    assert 4 == len(body["value"])
    assert [] == differences(wanted, [body])


async def test_the_link_to_a_package_stands_in_quotes_inside_the_text(
    desk: Desk, reference: Path
) -> None:
    action = await desk.started(await desk.machine_id("fin-ws-01"), "collectInvestigationPackage")
    desk.wait(200)
    body = (await desk.get(f"/machineactions/{action['id']}/getPackageUri")).json()
    wanted = sample(reference, "mde-package-uri-response.json")
    assert [] == differences(wanted, [body])
    assert _LINK.fullmatch(body["value"])
    assert _LINK.fullmatch(str(wanted["value"]))
