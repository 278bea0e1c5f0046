from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import INCIDENT_COUNT, Visitor

_LIST = "/xdr/api/incidents"


async def get(visitor: Visitor, path: str) -> httpx.Response:
    return await visitor.http.get(path, headers=await visitor.bearer("xdr"))


async def patch(visitor: Visitor, incident_id: int, change: object) -> httpx.Response:
    headers = await visitor.bearer("xdr")
    return await visitor.http.patch(f"{_LIST}/{incident_id}", headers=headers, json=change)


async def first(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = (await get(visitor, f"{_LIST}?$top=1")).json()["value"][0]
    return found


async def test_skipping_on_gives_every_incident_once(visitor: Visitor) -> None:
    seen: list[int] = []
    while True:
        body = (await get(visitor, f"{_LIST}?$top=20&$skip={len(seen)}")).json()
        assert "@odata.nextLink" not in body
        seen += [incident["incidentId"] for incident in body["value"]]
        if len(body["value"]) < 20:
            break
    assert sorted(seen) == list(range(2817, 2817 + INCIDENT_COUNT))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("$top=101", "'100' for Top"),
        ("$filter=severity eq 'High'", "'severity'"),
        ("$filter=nothing eq 1", "'nothing'"),
        ("$orderby=createdTime", "'$orderby'"),
        ("$expand=alerts", "'$expand'"),
    ],
)
async def test_an_option_that_cannot_be_served_is_named(
    visitor: Visitor, query: str, named: str
) -> None:
    answer = await get(visitor, f"{_LIST}?{query}")
    error = answer.json()["error"]
    assert (400, "ODataError") == (answer.status_code, error["code"])
    assert {"code", "message", "target"} == set(error)
    assert named in error["message"]


async def test_an_update_is_seen_through_graph_too(visitor: Visitor) -> None:
    incident = await first(visitor)
    change = {
        "status": "Resolved",
        "assignedTo": "secop2@contoso.example",
        "classification": "FalsePositive",
        "determination": "InsufficientData",
        "tags": ["a", "b"],
        "comment": "nothing there",
    }
    after = (await patch(visitor, incident["incidentId"], change)).json()
    assert after["determination"] == "NoEnoughDataToValidate"
    assert after["comments"][-1]["comment"] == "nothing there"
    answer = await visitor.http.get(
        f"/graph/v1.0/security/incidents/{incident['incidentId']}",
        headers=await visitor.bearer("graph"),
    )
    seen = answer.json()
    expected = {
        "status": "resolved",
        "assignedTo": "secop2@contoso.example",
        "classification": "falsePositive",
        "determination": "notEnoughDataToValidate",
        "customTags": ["a", "b"],
        "lastUpdateDateTime": after["lastUpdateTime"],
    }
    assert expected == {name: seen[name] for name in expected}
    assert seen["comments"][-1]["comment"] == "nothing there"


async def test_a_change_through_graph_is_seen_here(visitor: Visitor) -> None:
    incident = await first(visitor)
    graph = f"/graph/v1.0/security/incidents/{incident['incidentId']}"
    headers = await visitor.bearer("graph")
    await visitor.http.patch(graph, headers=headers, json={"severity": "informational"})
    await visitor.http.post(f"{graph}/comments", headers=headers, json={"comment": "from Graph"})
    seen = (await get(visitor, f"{_LIST}/{incident['incidentId']}")).json()
    assert seen["severity"] == "Informational"
    assert seen["comments"][-1]["comment"] == "from Graph"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "InvalidRequestBody"),
        ([], "InvalidRequestBody"),
        ({"severity": "High"}, "InvalidRequestBody"),
        ({"Status": "Resolved"}, "InvalidRequestBody"),
        ({"tags": "x"}, "InvalidRequestBody"),
        ({"comment": 1}, "InvalidRequestBody"),
        ({"status": "Redirected"}, "BadRequest"),
        ({"status": "Nonsense"}, "BadRequest"),
        ({"determination": "Malware"}, "BadRequest"),
        ({"classification": "FalsePositive", "determination": "Malware"}, "BadRequest"),
        ({"classification": "Unknown"}, "BadRequest"),
    ],
)
async def test_a_change_that_is_not_allowed_changes_nothing(
    visitor: Visitor, change: object, code: str
) -> None:
    before = await first(visitor)
    answer = await patch(visitor, before["incidentId"], change)
    assert (400, code) == (answer.status_code, answer.json()["error"]["code"])
    assert before == await first(visitor)


async def test_an_unknown_incident_is_not_found(visitor: Visitor) -> None:
    answer = await get(visitor, f"{_LIST}/1")
    assert (404, "ResourceNotFound") == (answer.status_code, answer.json()["error"]["code"])


async def test_answers_have_the_properties_of_the_vendors_samples(
    visitor: Visitor, reference: Path
) -> None:
    text = (reference / "samples" / "xdr-list-incidents.json").read_text("utf-8")
    samples = json.loads(text)["value"]
    incidents = (await get(visitor, _LIST)).json()["value"]
    sample_alerts = [alert for sample in samples for alert in sample["alerts"]]
    alerts = [alert for incident in incidents for alert in incident["alerts"]]
    assert all(set(samples[0]) == set(incident) for incident in incidents)
    assert all(set(sample_alerts[0]) == set(alert) for alert in alerts)
    for part in ("entities", "devices"):
        wanted = next(set(one) for alert in sample_alerts for one in alert[part])
        assert all(wanted == set(one) for alert in alerts for one in alert[part]), part
