from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.conftest import INCIDENT_COUNT, URL, Visitor

_LIST = "/graph/v1.0/security/incidents"
_ALERTS = "/graph/v1.0/security/alerts_v2"
_PREFER = {"Prefer": "include-unknown-enum-members"}


async def get(visitor: Visitor, path: str, **headers: str) -> httpx.Response:
    return await visitor.http.get(path, headers=await visitor.bearer("graph") | headers)


async def first(visitor: Visitor) -> dict[str, Any]:
    body: dict[str, Any] = (await get(visitor, f"{_LIST}?$top=1")).json()
    found: dict[str, Any] = body["value"][0]
    return found


async def test_incidents_come_newest_first_and_fifty_at_a_time(visitor: Visitor) -> None:
    body = (await get(visitor, _LIST)).json()
    times = [incident["createdDateTime"] for incident in body["value"]]
    assert len(times) == 50
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("top", [1, 7, 13, 26, 50])
async def test_following_the_links_gives_every_incident_once(visitor: Visitor, top: int) -> None:
    every = {str(incident_id) for incident_id in range(2817, 2817 + INCIDENT_COUNT)}
    seen: list[str] = []
    link = f"{_LIST}?%24top={top}"
    while link:
        body = (await get(visitor, link)).json()
        assert len(body["value"]) <= top
        seen += [incident["id"] for incident in body["value"]]
        link = body.get("@odata.nextLink", "")
        assert link == "" or link.startswith(URL + _LIST + "?")
    assert len(seen) == len(every)
    assert set(seen) == every


async def test_links_keep_the_filter_and_lose_no_one_who_changes_meanwhile(
    visitor: Visitor,
) -> None:
    path = f"{_LIST}?$top=4&$filter=status ne 'resolved'&$count=true"
    body = (await get(visitor, path)).json()
    total, seen = body["@odata.count"], [incident["id"] for incident in body["value"]]
    writer = await visitor.bearer("graph")
    await visitor.http.patch(f"{_LIST}/{seen[0]}", headers=writer, json={"status": "resolved"})
    while "@odata.nextLink" in body:
        link = body["@odata.nextLink"]
        assert parse_qs(urlsplit(link).query)["$filter"] == ["status ne 'resolved'"]
        body = (await get(visitor, link)).json()
        seen += [incident["id"] for incident in body["value"]]
    assert (total, total) == (len(seen), len(set(seen)))


async def test_more_than_fifty_at_once_is_refused_with_an_empty_code(visitor: Visitor) -> None:
    answer = await get(visitor, f"{_LIST}?$top=51")
    error = answer.json()["error"]
    assert (400, "") == (answer.status_code, error["code"])
    assert "The limit of '50' for Top query has been exceeded" in error["message"]


@pytest.mark.parametrize(
    "query",
    [
        "$top=x",
        "$top=-1",
        "$skip=501",
        "$filter=severity",
        "$filter=severity eq",
        "$filter=severity eq 'high",
        "$filter=severity eq 'enormous'",
        "$filter=severity gt 'low'",
        "$filter=displayName eq 'x'",
        "$filter=nothing eq 'x'",
        "$filter=createdDateTime gt '2026-01-01T00:00:00Z'",
        "$filter=createdDateTime gt 2026-02-31T00:00:00Z",
        "$filter=assignedTo eq 5",
        "$filter=customTags eq 'x'",
        "$filter=status/any(s:s eq 'active')",
        "$filter=not status eq 'active'",
        "$filter=" + " or ".join(["status eq 'active'"] * 200),
        "$orderby=severity",
        "$orderby=createdDateTime sideways",
        "$expand=comments",
        "$select=nothing",
        "$skiptoken=x",
        "$skiptoken=" + "W1tb" * 15_000,
        "$count=maybe",
        "$search=x",
        "$top=1&$top=2",
    ],
)
async def test_an_option_that_cannot_be_served_is_a_bad_request(
    visitor: Visitor, query: str
) -> None:
    answer = await get(visitor, f"{_LIST}?{query}")
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])


async def test_order_skip_and_select_do_what_they_say(visitor: Visitor) -> None:
    query = "$orderby=lastUpdateDateTime asc&$skip=2&$top=10&$select=id,lastUpdateDateTime"
    every = (await get(visitor, f"{_LIST}?$orderby=lastUpdateDateTime")).json()["value"]
    body = (await get(visitor, f"{_LIST}?{query}")).json()
    assert [one["id"] for one in every[2:12]] == [one["id"] for one in body["value"]]
    assert {"id", "lastUpdateDateTime"} == set(body["value"][0])


async def test_alerts_come_along_when_asked_for(visitor: Visitor) -> None:
    body = (await get(visitor, f"{_LIST}?$expand=alerts")).json()
    assert body["@odata.context"].endswith("#security/incidents(alerts())")
    for incident in body["value"]:
        assert incident["alerts"]
        assert {incident["id"]} == {alert["incidentId"] for alert in incident["alerts"]}
        assert all(alert["evidence"] for alert in incident["alerts"])


async def test_one_incident_can_be_had_with_its_alerts(visitor: Visitor) -> None:
    incident_id = (await first(visitor))["id"]
    body = (await get(visitor, f"{_LIST}/{incident_id}?$expand=alerts")).json()
    assert body["id"] == incident_id
    assert body["alerts"]


@pytest.mark.parametrize("incident_id", ["1", "x", "9" * 30, "٣", "02860", "2860%20"])
async def test_an_unknown_incident_is_not_found(visitor: Visitor, incident_id: str) -> None:
    answer = await get(visitor, f"{_LIST}/{incident_id}")
    assert (404, "NotFound") == (answer.status_code, answer.json()["error"]["code"])


async def test_later_enum_members_are_shown_to_those_who_ask(visitor: Visitor) -> None:
    path = f"{_ALERTS}?$filter=serviceSource eq 'microsoftSentinel'"
    plain, full = await get(visitor, path), await get(visitor, path, **_PREFER)
    assert plain.json()["value"][0]["serviceSource"] == "unknownFutureValue"
    assert full.json()["value"][0]["serviceSource"] == "microsoftSentinel"
    assert full.headers["Preference-Applied"] == "include-unknown-enum-members"


async def test_an_update_changes_what_was_sent_and_nothing_else(visitor: Visitor) -> None:
    before = await first(visitor)
    change = {
        "status": "InProgress",
        "classification": "TruePositive",
        "determination": "multiStagedAttack",
        "severity": "low",
        "assignedTo": "someone@contoso.example",
        "customTags": ["Demo"],
    }
    headers = await visitor.bearer("graph")
    answer = await visitor.http.patch(f"{_LIST}/{before['id']}", headers=headers, json=change)
    after = answer.json()
    expected = before | change | {"status": "inProgress", "classification": "truePositive"}
    expected |= {
        "lastModifiedBy": "API-App:full",
        "lastUpdateDateTime": "2026-11-23T08:30:00Z",
    }
    assert expected == {name: after[name] for name in expected}
    assert (await first(visitor)) == expected


async def test_null_takes_the_owner_away(visitor: Visitor) -> None:
    headers, incident = await visitor.bearer("graph"), await first(visitor)
    path = f"{_LIST}/{incident['id']}"
    await visitor.http.patch(path, headers=headers, json={"assignedTo": "a@contoso.example"})
    answer = await visitor.http.patch(path, headers=headers, json={"assignedTo": None})
    assert answer.json()["assignedTo"] is None


async def test_resolving_an_incident_resolves_its_alerts(visitor: Visitor) -> None:
    headers, incident = await visitor.bearer("graph"), await first(visitor)
    path = f"{_LIST}/{incident['id']}"
    await visitor.http.patch(path, headers=headers, json={"status": "resolved"})
    alerts = (await get(visitor, path + "?$expand=alerts")).json()["alerts"]
    assert {"resolved"} == {alert["status"] for alert in alerts}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"status": "redirected"},
        {"status": "awaitingAction"},
        {"status": None},
        {"status": 1},
        {"severity": "worst"},
        {"customTags": "x"},
        {"customTags": [1]},
        {"id": "7"},
        {"createdDateTime": "2026-01-01T00:00:00Z"},
        {"nothing": 1},
        {"assignedTo": ["x"]},
    ],
)
async def test_a_change_that_is_not_allowed_changes_nothing(
    visitor: Visitor, change: dict[str, object]
) -> None:
    before = await first(visitor)
    headers = await visitor.bearer("graph")
    answer = await visitor.http.patch(f"{_LIST}/{before['id']}", headers=headers, json=change)
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert before == await first(visitor)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'"x"', b"[" * 100_000),
        b'{"assignedTo": "\\ud800"}',
        b'{"status": "active", "priorityScore": NaN}',
    ],
)
async def test_a_body_that_is_no_object_is_refused(visitor: Visitor, content: bytes) -> None:
    path, headers = f"{_LIST}/{(await first(visitor))['id']}", await visitor.bearer("graph")
    answer = await visitor.http.patch(path, headers=headers, content=content)
    assert answer.status_code == 400
    assert "Unable to read JSON" in answer.json()["error"]["message"]
    assert (await get(visitor, _LIST)).status_code == 200


async def test_a_detail_of_an_alert_must_be_text(visitor: Visitor) -> None:
    alert_id = (await get(visitor, f"{_ALERTS}?$top=1")).json()["value"][0]["id"]
    path, headers = f"{_ALERTS}/{alert_id}", await visitor.bearer("graph")
    for details, status in (({"a": "b"}, 200), ({"a": None}, 400), ({"a": {"b": 1}}, 400)):
        answer = await visitor.http.patch(path, headers=headers, json={"customDetails": details})
        assert answer.status_code == status
    assert (await get(visitor, path)).json()["customDetails"] == {"a": "b"}


async def test_a_comment_is_answered_with_all_comments(visitor: Visitor) -> None:
    incident = await first(visitor)
    body = {"@odata.type": "microsoft.graph.security.alertComment", "comment": "looked at it"}
    path = f"{_LIST}/{incident['id']}/comments"
    answer = await visitor.http.post(path, headers=await visitor.bearer("graph"), json=body)
    comments = answer.json()["value"]
    assert answer.status_code == 200
    assert comments[:-1] == incident["comments"]
    assert comments[-1] == {
        "comment": "looked at it",
        "createdByDisplayName": "API-App:full",
        "createdDateTime": "2026-11-23T08:30:00Z",
    }


async def test_an_alert_can_be_updated_and_commented(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph")
    alert = (await get(visitor, f"{_ALERTS}?$top=1&$filter=status eq 'new'")).json()["value"][0]
    path = f"{_ALERTS}/{alert['id']}"
    change = {"status": "inProgress", "classification": "truePositive", "determination": "malware"}
    await visitor.http.patch(path, headers=headers, json=change)
    await visitor.http.post(f"{path}/comments", headers=headers, json={"comment": "seen"})
    after = (await get(visitor, path)).json()
    assert change == {name: after[name] for name in change}
    assert ["seen"] == [comment["comment"] for comment in after["comments"]]
    incident = (await get(visitor, f"{_LIST}/{alert['incidentId']}")).json()
    assert incident["lastUpdateDateTime"] == "2026-11-23T08:30:00Z"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/graph/v1.0/security/nothing", 400),
        ("GET", "/graph/beta/security/incidents", 400),
        ("GET", "/graph/v1.0/security/incidents/", 400),
        ("DELETE", "/graph/v1.0/security/incidents", 405),
    ],
)
async def test_an_unknown_address_is_refused_in_graphs_shape(
    visitor: Visitor, method: str, path: str, status: int
) -> None:
    answer = await visitor.http.request(method, path, headers=await visitor.bearer("graph"))
    assert status == answer.status_code
    assert {"code", "message", "innerError"} == set(answer.json()["error"])


def keys_by_type(alerts: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Give, for each type of evidence, the names of its properties."""
    return {
        evidence["@odata.type"]: set(evidence) for alert in alerts for evidence in alert["evidence"]
    }


async def test_answers_have_the_properties_of_the_vendors_sample(
    visitor: Visitor, reference: Path
) -> None:
    text = (reference / "samples" / "graph-list-incidents-expand-alerts.json").read_text("utf-8")
    sample = json.loads(text)["value"][0]
    body = (await get(visitor, f"{_LIST}?$expand=alerts", **_PREFER)).json()
    incidents = body["value"]
    assert all(set(sample) == set(incident) for incident in incidents)
    alerts = [alert for incident in incidents for alert in incident["alerts"]]
    assert set(sample["alerts"][0]) <= set(alerts[0])
    ours = keys_by_type(alerts)
    for type_name, names in keys_by_type(sample["alerts"]).items():
        assert names == ours[type_name], type_name
