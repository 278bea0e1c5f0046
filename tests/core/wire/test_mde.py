"""Requests to Defender for Endpoint as its pages write them, and its answers read whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ConfigError
from defender_tui.core.machines import ActionKind, MachineAction, ResponseRequest
from defender_tui.core.wire import mde

ACTION = {
    "id": "5382f7ea",
    "type": "StopAndQuarantineFile",
    "scope": None,
    "requestor": "soc-app",
    "requestorComment": "worm",
    "status": "Canceled",
    "machineId": "1e5b",
    "computerDnsName": "ws-1",
    "creationDateTimeUtc": "2026-11-23T14:39:38.2262283Z",
    "relatedFileInfo": {"fileIdentifier": "a0c6", "fileIdentifierType": "Sha1"},
    "title": "new some day",
}
LATER = "2026-11-23T14:40:44.6596267Z"


def loaded(reference: Path, name: str) -> Mapping[str, object]:
    body = json.loads((reference / "samples" / name).read_bytes())
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(
    ("request_", "path", "sample"),
    [
        (
            ResponseRequest(ActionKind.ISOLATE, "Isolate machine due to alert 1234", scope="Full"),
            "/api/machines/1e5b/isolate",
            "mde-isolate-request.json",
        ),
        (
            ResponseRequest(
                ActionKind.RELEASE, "Unisolate machine since it was clean and validated"
            ),
            "/api/machines/1e5b/unisolate",
            "mde-unisolate-request.json",
        ),
        (
            ResponseRequest(
                ActionKind.SCAN, "Check machine for viruses due to alert 3212", scope="Full"
            ),
            "/api/machines/1e5b/runAntiVirusScan",
            "mde-scan-request.json",
        ),
        (
            ResponseRequest(ActionKind.COLLECT, "Collect forensics due to alert 1234"),
            "/api/machines/1e5b/collectInvestigationPackage",
            "mde-collect-request.json",
        ),
        (
            ResponseRequest(ActionKind.RESTRICT, "Restrict code execution due to alert 1234"),
            "/api/machines/1e5b/restrictCodeExecution",
            "mde-restrict-request.json",
        ),
        (
            ResponseRequest(
                ActionKind.QUARANTINE,
                "Stop and quarantine file on machine due to alert 441688558380765161_2136280442",
                sha1="87662bc3d60e4200ceaf7aae249d1c343f4b83c9",
            ),
            "/api/machines/1e5b/StopAndQuarantineFile",
            "mde-quarantine-request.json",
        ),
    ],
)
def test_an_action_is_asked_for_as_the_vendor_s_sample_does(
    reference: Path, request_: ResponseRequest, path: str, sample: str
) -> None:
    request = mde.act("1e5b", request_)
    assert ("POST", path, True) == (request.method, request.path, request.is_write)
    assert loaded(reference, sample) == request.body


@given(st.text(min_size=1))
def test_nothing_in_an_id_or_a_name_leads_elsewhere(text: str) -> None:
    try:
        path = mde.get_machine(text).path
    except ConfigError:
        assert not text.strip(".")
        return
    assert path.startswith("/api/machines/")
    assert not set("/?#\\ ") & set(path.removeprefix("/api/machines/"))


def test_a_quote_in_a_name_stays_in_the_text() -> None:
    params = mde.find_machines("o'brien' or 1 eq 1").params
    assert {"$filter": "computerDnsName eq 'o''brien'' or 1 eq 1'"} == params


def test_a_machine_of_the_vendor_s_sample_is_read_whole(reference: Path) -> None:
    machine = mde.read_machine(loaded(reference, "mde-machine.json"))
    assert ("1e5bc9d7e413ddd7902c2932e418702b84d0cc07", "mymachine1.contoso.com") == (
        machine.id,
        machine.dns_name,
    )
    assert ("Active", "Low", "Medium", "The-A-Team", ("test tag 1", "test tag 2")) == (
        machine.health,
        machine.risk,
        machine.exposure,
        machine.group,
        machine.tags,
    )
    assert datetime(2018, 8, 2, 14, 55, 3, 779185, tzinfo=UTC) == machine.last_seen
    assert {"osProcessor", "lastExternalIpAddress", "osBuild", "rbacGroupId"} <= set(machine.extra)


def test_actions_of_the_vendor_s_samples_are_read_whole(reference: Path) -> None:
    one = mde.read_action(loaded(reference, "mde-machineaction-response.json"))
    assert ("Isolate", "Selective", "Succeeded") == (one.type, one.scope, one.status)
    listed = loaded(reference, "mde-machineactions-list.json")["value"]
    assert isinstance(listed, list)
    actions = [mde.read_action(item) for item in listed]
    assert all(action.created and action.updated and not action.extra for action in actions)
    assert "a0c659857ccbe457fdaf5fe21d54efdcbf6f6508" == actions[2].file_hash


@pytest.mark.parametrize("name", ["lastUpdateTimeUtc", "lastUpdateDateTimeUtc"])
def test_the_last_update_is_read_under_either_name(name: str) -> None:
    action = mde.read_action({**ACTION, name: LATER})
    assert datetime(2026, 11, 23, 14, 40, 44, 659626, tzinfo=UTC) == action.updated
    assert {"title": "new some day"} == action.extra


def test_cancelled_is_read_in_both_spellings() -> None:
    assert "Cancelled" == mde.read_action(ACTION).status
    assert "Cancelled" == mde.read_action({**ACTION, "status": "Cancelled"}).status


@pytest.mark.parametrize("body", [{}, {"id": None, "relatedFileInfo": [1], "status": 7}])
def test_an_odd_action_reads_as_an_empty_one(body: dict[str, object]) -> None:
    action = mde.read_action(body)
    assert ("", None) == (action.id, action.file_hash)
    assert isinstance(action, MachineAction)


def test_the_quotes_around_a_package_link_are_taken_off(reference: Path) -> None:
    link = mde.read_package_uri(loaded(reference, "mde-package-uri-response.json"))
    assert link.startswith("https://userrequests-us.securitycenter.windows.com:443/")
    assert link.endswith("?token=<token>")
    assert "" == mde.read_package_uri({"value": None})
