"""Merging incidents by Graph's action."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import Visitor

_LIST = "/graph/v1.0/security/incidents"
_ALERTS = "/graph/v1.0/security/alerts_v2"


async def _get(visitor: Visitor, path: str) -> dict[str, Any]:
    answer = await visitor.http.get(path, headers=await visitor.bearer("graph"))
    body: dict[str, Any] = answer.json()
    return body


async def _merge(
    visitor: Visitor, body: dict[str, object], name: str = "mergeIncidents"
) -> httpx.Response:
    headers = await visitor.bearer("graph")
    return await visitor.http.post(f"{_LIST}/{name}", headers=headers, json=body)


async def _some(visitor: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await _get(visitor, f"{_LIST}?$top=3&$expand=alerts"))["value"]
    return found


async def test_the_oldest_incident_takes_the_alerts_of_the_others(visitor: Visitor) -> None:
    newest, *_, oldest = before = await _some(visitor)
    ids = [one["id"] for one in before]
    answer = await _merge(visitor, {"incidentIds": ids, "mergeReasons": "sameActor, timeFrame"})
    assert {"targetIncidentId": oldest["id"]} == answer.json()

    target = await _get(visitor, f"{_LIST}/{oldest['id']}?$expand=alerts")
    assert {alert["id"] for one in before for alert in one["alerts"]} == {
        alert["id"] for alert in target["alerts"]
    }
    assert {oldest["id"]} == {alert["incidentId"] for alert in target["alerts"]}
    assert set(target["customTags"]) == {tag for one in before for tag in one["customTags"]}

    gone = await _get(visitor, f"{_LIST}/{newest['id']}?$expand=alerts")
    assert ("redirected", oldest["id"], []) == (
        gone["status"],
        gone["redirectIncidentId"],
        gone["alerts"],
    )


async def test_merged_alerts_keep_their_ids_and_can_be_changed(visitor: Visitor) -> None:
    before = await _some(visitor)
    alert_id = before[0]["alerts"][0]["id"]
    await _merge(visitor, {"incidentIds": [before[0]["id"], before[1]["id"]]})
    await _merge(visitor, {"incidentIds": [before[1]["id"], before[2]["id"]]})
    assert before[2]["id"] == (await _get(visitor, f"{_ALERTS}/{alert_id}"))["incidentId"]
    headers = await visitor.bearer("graph")
    answer = await visitor.http.patch(
        f"{_ALERTS}/{alert_id}", headers=headers, json={"assignedTo": "a@contoso.example"}
    )
    assert "a@contoso.example" == answer.json()["assignedTo"]


async def test_redirected_incidents_can_be_filtered_for(visitor: Visitor) -> None:
    ids = [one["id"] for one in await _some(visitor)]
    await _merge(visitor, {"incidentIds": ids[:2], "incidentComment": "one intrusion"})
    found = await _get(visitor, f"{_LIST}?$filter=status eq 'redirected'")
    assert [ids[0]] == [one["id"] for one in found["value"]]
    comments = (await _get(visitor, f"{_LIST}/{ids[1]}"))["comments"]
    assert "one intrusion" == comments[-1]["comment"]


async def test_the_action_may_be_called_by_its_full_name(visitor: Visitor) -> None:
    ids = [one["id"] for one in await _some(visitor)]
    name = "microsoft.graph.security.mergeIncidents"
    assert 200 == (await _merge(visitor, {"incidentIds": ids}, name)).status_code


@pytest.mark.parametrize(
    "change",
    [
        {"incidentIds": []},
        {"incidentIds": None},
        {"incidentIds": "1"},
        {"incidentIds": [1, 2]},
        {"mergeReasons": "sameWeather"},
        {"mergeReasons": ["sameActor"]},
        {"incidentComment": 1},
        {"other": 1},
    ],
)
async def test_what_is_no_merge_is_refused(visitor: Visitor, change: dict[str, object]) -> None:
    before = await _some(visitor)
    body: dict[str, object] = {"incidentIds": [one["id"] for one in before]}
    answer = await _merge(visitor, body | change)
    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
    assert before == await _some(visitor)


async def test_an_incident_is_not_merged_with_itself_nor_with_none(visitor: Visitor) -> None:
    one = (await _some(visitor))[0]["id"]
    assert 400 == (await _merge(visitor, {"incidentIds": [one, one]})).status_code
    assert 404 == (await _merge(visitor, {"incidentIds": [one, "1"]})).status_code


async def test_an_incident_that_was_merged_away_is_not_merged_again(visitor: Visitor) -> None:
    ids = [one["id"] for one in await _some(visitor)]
    await _merge(visitor, {"incidentIds": ids[:2]})
    answer = await _merge(visitor, {"incidentIds": [ids[0], ids[2]]})
    assert 400 == answer.status_code
    assert ids[0] in answer.json()["error"]["message"]
