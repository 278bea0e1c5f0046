"""What Graph lets an application change, and how changes are refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import Visitor

_LIST = "/graph/v1.0/security/incidents"
_ALERTS = "/graph/v1.0/security/alerts_v2"


async def _one(visitor: Visitor, path: str, text: str = "status ne 'resolved'") -> dict[str, Any]:
    answer = await visitor.http.get(
        f"{path}?$top=1&$filter={text}", headers=await visitor.bearer("graph")
    )
    found: dict[str, Any] = answer.json()["value"][0]
    return found


async def _change(
    visitor: Visitor, path: str, change: dict[str, object], app_name: str = "full"
) -> httpx.Response:
    headers = await visitor.bearer("graph", app_name)
    return await visitor.http.patch(path, headers=headers, json=change)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("displayName", "Renamed"),
        ("description", "What happened"),
        ("summary", "In short"),
        ("resolvingComment", "Done with it"),
        ("severity", "informational"),
        ("customTags", ["a", "b"]),
        ("customTags", []),
        ("status", "inProgress"),
        ("assignedTo", "a@contoso.example"),
    ],
)
async def test_each_property_can_be_changed_alone(
    visitor: Visitor, name: str, value: object
) -> None:
    path = f"{_LIST}/{(await _one(visitor, _LIST))['id']}"
    answer = await _change(visitor, path, {name: value})
    assert (200, value) == (answer.status_code, answer.json()[name])
    kept = (await visitor.http.get(path, headers=await visitor.bearer("graph"))).json()
    assert value == kept[name]


async def test_tags_are_replaced_and_not_added_to(visitor: Visitor) -> None:
    path = f"{_LIST}/{(await _one(visitor, _LIST))['id']}"
    for tags in (["a", "b", "a"], ["c"]):
        answer = await _change(visitor, path, {"customTags": tags})
        assert list(dict.fromkeys(tags)) == answer.json()["customTags"]
    assert [] == (await _change(visitor, path, {"customTags": None})).json()["customTags"]


@pytest.mark.parametrize("path", [_LIST, _ALERTS])
@pytest.mark.parametrize(
    ("classification", "determination"),
    [
        ("truePositive", "multiStagedAttack"),
        ("TruePositive", "Other"),
        ("falsePositive", "notMalicious"),
        ("falsePositive", "notEnoughDataToValidate"),
        ("informationalExpectedActivity", "securityTesting"),
        ("informationalExpectedActivity", "lineOfBusinessApplication"),
        ("unknown", "unknown"),
    ],
)
async def test_a_verdict_and_its_reason_go_together(
    visitor: Visitor, path: str, classification: str, determination: str
) -> None:
    change: dict[str, object] = {"classification": classification, "determination": determination}
    answer = await _change(visitor, f"{path}/{(await _one(visitor, path))['id']}", change)
    assert 200 == answer.status_code
    assert classification.lower() == answer.json()["classification"].lower()
    assert determination.lower() == answer.json()["determination"].lower()


@pytest.mark.parametrize("path", [_LIST, _ALERTS])
@pytest.mark.parametrize(
    ("classification", "determination"),
    [
        ("truePositive", "notMalicious"),
        ("falsePositive", "malware"),
        ("informationalExpectedActivity", "phishing"),
        ("unknown", "malware"),
        (None, "malware"),
    ],
)
async def test_a_reason_that_does_not_fit_the_verdict_is_refused(
    visitor: Visitor, path: str, classification: str | None, determination: str
) -> None:
    unjudged = await _one(visitor, path, "classification eq 'unknown'")
    one = f"{path}/{unjudged['id']}"
    change: dict[str, object] = {"classification": classification, "determination": determination}
    answer = await _change(visitor, one, change)
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert determination in answer.json()["error"]["message"]


async def test_a_reason_may_follow_the_verdict_later(visitor: Visitor) -> None:
    path = f"{_LIST}/{(await _one(visitor, _LIST))['id']}"
    await _change(visitor, path, {"classification": "truePositive"})
    answer = await _change(visitor, path, {"determination": "phishing"})
    assert ("truePositive", "phishing") == (
        answer.json()["classification"],
        answer.json()["determination"],
    )


@pytest.mark.parametrize("verdict", ["falsePositive", "unknown", None])
async def test_a_new_verdict_takes_a_reason_away_that_no_longer_fits(
    visitor: Visitor, verdict: str | None
) -> None:
    path = f"{_LIST}/{(await _one(visitor, _LIST))['id']}"
    await _change(visitor, path, {"classification": "truePositive", "determination": "malware"})
    answer = await _change(visitor, path, {"classification": verdict})
    assert (verdict or "unknown", "unknown") == (
        answer.json()["classification"],
        answer.json()["determination"],
    )


async def test_a_reason_that_still_fits_stays(visitor: Visitor) -> None:
    path = f"{_LIST}/{(await _one(visitor, _LIST))['id']}"
    await _change(visitor, path, {"classification": "truePositive", "determination": "other"})
    answer = await _change(visitor, path, {"classification": "falsePositive"})
    assert "other" == answer.json()["determination"]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "unknownFutureValue"},
        {"status": "unknown"},
        {"status": "active"},
        {"status": ""},
        {"severity": "high"},
        {"customTags": ["x"]},
        {"title": "x"},
        {"evidence": []},
        {"incidentId": "1"},
        {"customDetails": "x"},
        {"classification": "clean"},
        {"determination": 1},
        {"Status": "new"},
    ],
)
async def test_an_alert_refuses_what_is_not_its_own(
    visitor: Visitor, change: dict[str, object]
) -> None:
    alert = await _one(visitor, _ALERTS)
    answer = await _change(visitor, f"{_ALERTS}/{alert['id']}", change)
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    again = await visitor.http.get(
        f"{_ALERTS}/{alert['id']}", headers=await visitor.bearer("graph")
    )
    assert alert == {name: again.json().get(name, alert["@odata.type"]) for name in alert}


@pytest.mark.parametrize(
    "name",
    [
        *("tenantId", "incidentWebUrl", "redirectIncidentId", "createdDateTime", "systemTags"),
        *("lastUpdateDateTime", "lastModifiedBy", "priorityScore", "comments", "alerts"),
    ],
)
async def test_what_the_service_sets_cannot_be_changed(visitor: Visitor, name: str) -> None:
    incident = await _one(visitor, _LIST)
    change: dict[str, object] = {name: incident.get(name, [])}
    answer = await _change(visitor, f"{_LIST}/{incident['id']}", change)
    assert 400 == answer.status_code
    assert f"'{name}'" in answer.json()["error"]["message"]


async def test_the_type_may_be_named_in_a_change(visitor: Visitor) -> None:
    path = f"{_LIST}/{(await _one(visitor, _LIST))['id']}"
    change: dict[str, object] = {
        "@odata.type": "#microsoft.graph.security.incident",
        "severity": "low",
    }
    assert 200 == (await _change(visitor, path, change)).status_code


async def test_an_alert_resolved_alone_leaves_its_incident_open(visitor: Visitor) -> None:
    alert = await _one(visitor, _ALERTS)
    answer = await _change(visitor, f"{_ALERTS}/{alert['id']}", {"status": "resolved"})
    assert "2026-11-23T08:30:00Z" == answer.json()["resolvedDateTime"]
    headers = await visitor.bearer("graph")
    incident = (await visitor.http.get(f"{_LIST}/{alert['incidentId']}", headers=headers)).json()
    assert "resolved" != incident["status"]
    answer = await _change(visitor, f"{_ALERTS}/{alert['id']}", {"status": "new"})
    assert answer.json()["resolvedDateTime"] is None


@pytest.mark.parametrize(
    ("app_name", "path", "status"),
    [
        ("read-only", _LIST, 403),
        ("read-only", _ALERTS, 403),
        ("no-roles", _LIST, 403),
        ("hunting-only", _ALERTS, 403),
        ("full", _LIST, 200),
        ("full", _ALERTS, 200),
    ],
)
async def test_changing_and_commenting_need_the_role_that_writes(
    visitor: Visitor, app_name: str, path: str, status: int
) -> None:
    one = f"{path}/{(await _one(visitor, path))['id']}"
    answer = await _change(visitor, one, {"assignedTo": "a"}, app_name)
    headers = await visitor.bearer("graph", app_name)
    said = await visitor.http.post(f"{one}/comments", headers=headers, json={"comment": "x"})
    assert (status, status) == (answer.status_code, said.status_code)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"comment": ""},
        {"comment": " \n"},
        {"comment": None},
        {"comment": 1},
        {"comment": "x" * 1001},
        {"comment": "x", "createdByDisplayName": "me"},
        {"text": "x"},
    ],
)
async def test_what_is_no_comment_is_refused(visitor: Visitor, body: dict[str, object]) -> None:
    headers = await visitor.bearer("graph")
    for path in (_LIST, _ALERTS):
        one = await _one(visitor, path)
        answer = await visitor.http.post(f"{path}/{one['id']}/comments", headers=headers, json=body)
        assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
        assert one["comments"] == (await _one(visitor, path))["comments"]


@pytest.mark.parametrize("path", [_LIST + "/1", _ALERTS + "/nothing", _ALERTS + "/x_2817"])
async def test_nobody_changes_what_does_not_exist(visitor: Visitor, path: str) -> None:
    answer = await _change(visitor, path, {"assignedTo": "a"})
    assert (404, "NotFound") == (answer.status_code, answer.json()["error"]["code"])
    headers = await visitor.bearer("graph")
    answer = await visitor.http.post(f"{path}/comments", headers=headers, json={"comment": "x"})
    assert (404, "NotFound") == (answer.status_code, answer.json()["error"]["code"])


async def test_details_of_the_customer_are_shown_as_they_were_written(visitor: Visitor) -> None:
    path = f"{_ALERTS}/{(await _one(visitor, _ALERTS))['id']}"
    details = {"status": "awaitingAction", "detectionSource": "securityCopilot"}
    answer = await _change(visitor, path, {"customDetails": details})
    assert details == answer.json()["customDetails"]
    assert {} == (await _change(visitor, path, {"customDetails": None})).json()["customDetails"]
