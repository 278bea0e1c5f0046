"""The vendor's samples of the Defender XDR API and of its endpoint twin, one test for each."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from defender_tui.sandbox.json_value import Json, JsonObject
from tests.sandbox.conftest import INCIDENT_COUNT, Visitor
from tests.sandbox.shapes import differences

_LIST = "/xdr/api/incidents"
_HUNT = "/xdr/api/advancedhunting/run"
_ENDPOINT_HUNT = "/mde/api/advancedqueries/run"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What clients send.
_REQUESTS = {
    "xdr-advanced-hunting-request.json",
    "xdr-update-incident-request.json",
    "mde-advanced-query-request.json",
}


def sample(reference: Path, name: str) -> JsonObject:
    value: JsonObject = json.loads((reference / "samples" / name).read_text("utf-8"))
    return value


async def get(visitor: Visitor, path: str) -> httpx.Response:
    return await visitor.http.get(path, headers=await visitor.bearer("xdr"))


async def hunt(visitor: Visitor, path: str, body: Json) -> httpx.Response:
    resource = "mde" if path == _ENDPOINT_HUNT else "xdr"
    return await visitor.http.post(path, headers=await visitor.bearer(resource), json=body)


async def newest(visitor: Visitor) -> int:
    return int((await get(visitor, f"{_LIST}?$top=1")).json()["value"][0]["incidentId"])


async def test_the_list_of_incidents(visitor: Visitor, reference: Path) -> None:
    answers = [
        (await get(visitor, f"{_LIST}?$skip={skip}")).json()
        for skip in range(0, INCIDENT_COUNT, 100)
    ]
    assert [] == differences(sample(reference, "xdr-list-incidents.json"), answers)


@pytest.mark.parametrize("level", ["", "alerts", "entities", "devices"])
async def test_one_spelling_of_enumerations_in_the_list(
    visitor: Visitor, reference: Path, level: str
) -> None:
    documented = {
        "": {
            "status": {"Active", "InProgress", "Resolved", "Redirected"},
            "severity": {"UnSpecified", "Informational", "Low", "Medium", "High"},
            "classification": {
                *("Unknown", "TruePositive", "FalsePositive", "InformationalExpectedActivity"),
            },
            "determination": {
                *("NotAvailable", "MultiStagedAttack", "MaliciousUserActivity", "Malware"),
                *("CompromisedAccount", "Phishing", "UnwantedSoftware", "Other", "Clean"),
                *("SecurityTesting", "LineOfBusinessApplication", "ConfirmedActivity"),
                "NoEnoughDataToValidate",
            },
        },
        "alerts": {
            "status": {"New", "InProgress", "Resolved"},
            "severity": {"UnSpecified", "Informational", "Low", "Medium", "High"},
            "investigationState": {
                *("Unknown", "Terminated", "SuccessfullyRemediated", "Benign", "Failed"),
                *("PartiallyRemediated", "Running", "PendingApproval", "PendingResource"),
                *("PartiallyInvestigated", "TerminatedByUser", "TerminatedBySystem", "Queued"),
                *("InnerFailure", "PreexistingAlert", "UnsupportedOs", "UnsupportedAlertType"),
                "SuppressedAlert",
            },
        },
        "entities": {
            "entityType": {
                *("User", "Ip", "Url", "File", "Process", "MailBox", "MailMessage"),
                *("MailCluster", "Registry", "SecurityGroup"),
            },
        },
        "devices": {
            "healthStatus": {
                *("Active", "Inactive", "ImpairedCommunication", "NoSensorData"),
                *("NoSensorDataImpairedCommunication", "Unknown"),
            },
            "riskScore": {"None", "Informational", "Low", "Medium", "High"},
        },
    }[level]
    incidents = [
        incident
        for skip in range(0, INCIDENT_COUNT, 100)
        for incident in (await get(visitor, f"{_LIST}?$skip={skip}")).json()["value"]
    ]
    found = incidents
    if level:
        found = [alert for incident in incidents for alert in incident["alerts"]]
    if level in ("entities", "devices"):
        found = [one for alert in found for one in alert[level]]
    for name, words in documented.items():
        assert set() == {str(one[name]) for one in found} - words, name


async def test_one_incident(visitor: Visitor, reference: Path) -> None:
    wanted = sample(reference, "xdr-get-incident.json")
    listed = (await get(visitor, f"{_LIST}?$top=100&$skip=0")).json()["value"]
    answers = [(await get(visitor, f"{_LIST}/{one['incidentId']}")).json() for one in listed]
    assert {tuple(wanted)} == {tuple(answer) for answer in answers}
    assert {wanted["@odata.context"]} == {answer["@odata.context"] for answer in answers}
    assert [] == differences(wanted, answers)


async def test_an_update_takes_the_sample_and_answers_like_it(
    visitor: Visitor, reference: Path
) -> None:
    change = sample(reference, "xdr-update-incident-request.json")
    wanted = sample(reference, "xdr-update-incident-response-constructed.json")
    path = f"{_LIST}/{await newest(visitor)}"
    headers = await visitor.bearer("xdr")
    answer = (await visitor.http.patch(path, headers=headers, json=change)).json()
    assert list(wanted) == list(answer)
    for name in ("status", "assignedTo", "classification", "determination", "tags"):
        assert wanted[name] == answer[name]
    assert change["comment"] == answer["comments"][-1]["comment"]
    assert ["comment", "createdBy", "createdTime"] == list(answer["comments"][-1])


@pytest.mark.parametrize(
    ("path", "asked", "name"),
    [
        (_HUNT, "xdr-advanced-hunting-request.json", "xdr-advanced-hunting-response.json"),
        (_ENDPOINT_HUNT, "mde-advanced-query-request.json", "mde-advanced-query-response.json"),
    ],
)
async def test_hunting(visitor: Visitor, reference: Path, path: str, asked: str, name: str) -> None:
    request, wanted = sample(reference, asked), sample(reference, name)
    answer = await hunt(visitor, path, request)
    assert 200 == answer.status_code, answer.text
    assert wanted["Schema"] == answer.json()["Schema"]
    # Not every tenant has rows for the second condition of the endpoint sample.
    query = str(request["Query"]).replace("ProcessCommandLine contains 'appdata'", "true")
    answer = await hunt(visitor, path, {"Query": query})
    assert [] == differences(wanted, [answer.json()])
    assert list(wanted) == list(answer.json())


async def refused(visitor: Visitor, name: str) -> httpx.Response:
    """Make the call that ends as the sample does."""
    writer, reader = await visitor.bearer("xdr"), await visitor.bearer("xdr", "hunting-only")
    match name:
        case "xdr-error-400-hunting-constructed.json":
            return await hunt(visitor, _HUNT, {"Query": "DeviceInfo | project x"})
        case "xdr-error-403-observed.json":
            return await visitor.http.get(_LIST, headers=reader)
        case "xdr-error-429-observed.json":
            for _ in range(45):
                await hunt(visitor, _HUNT, {"Query": "print 1"})
            return await hunt(visitor, _HUNT, {"Query": "print 1"})
        case "xdr-error-invalid-request-body.json":
            path = f"{_LIST}/{await newest(visitor)}"
            return await visitor.http.patch(path, headers=writer, json={"severity": "High"})
        case "xdr-error-resource-not-found.json":
            return await visitor.http.get(f"{_LIST}/123123123", headers=writer)
        case "mde-error-400-result-too-large-constructed.json":
            query = "range x from 1 to 60000 step 1 | extend s = strrep('long text ', 100)"
            return await hunt(visitor, _ENDPOINT_HUNT, {"Query": query})
    raise AssertionError(f"nothing is known to be answered with {name}")


@pytest.mark.parametrize(
    ("name", "status", "says_the_same"),
    [
        ("xdr-error-400-hunting-constructed.json", 400, False),
        ("xdr-error-403-observed.json", 403, True),
        ("xdr-error-429-observed.json", 429, True),
        ("xdr-error-invalid-request-body.json", 400, True),
        ("xdr-error-resource-not-found.json", 404, False),
        ("mde-error-400-result-too-large-constructed.json", 400, True),
    ],
)
async def test_a_refusal(
    visitor: Visitor, reference: Path, name: str, status: int, says_the_same: bool
) -> None:
    answer = await refused(visitor, name)
    wanted = sample(reference, name)
    error = answer.json()["error"]
    assert status == answer.status_code
    assert [] == differences(wanted, [answer.json()])
    expected = wanted["error"]
    assert isinstance(expected, dict)
    assert expected["code"] == error["code"]
    assert _GUID.fullmatch(error["target"])
    if says_the_same:
        assert expected["message"] == error["message"]


async def test_the_throttled_answer_of_graph(visitor: Visitor, reference: Path) -> None:
    headers = await visitor.bearer("graph")
    path = "/graph/v1.0/security/runHuntingQuery"
    for _ in range(46):
        answer = await visitor.http.post(path, headers=headers, json={"Query": "print 1"})
    wanted = sample(reference, "graph-error-429.json")
    assert 429 == answer.status_code
    assert [] == differences(wanted, [answer.json()])
    assert "TooManyRequests" == answer.json()["error"]["code"]
    visitor.clock.advance(timedelta(seconds=int(answer.headers["Retry-After"])))
    again = await visitor.http.post(path, headers=headers, json={"Query": "print 1"})
    assert 200 == again.status_code


def test_every_sample_of_these_services_is_compared(reference: Path) -> None:
    names = {
        path.name
        for pattern in ("xdr-*.json", "mde-advanced-*.json", "mde-error-*.json")
        for path in (reference / "samples").glob(pattern)
    }
    source = Path(__file__).read_text("utf-8")
    assert set() == {name for name in names - _REQUESTS if source.count(f'"{name}"') == 0}
