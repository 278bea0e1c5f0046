"""What may be written to an incident through the Defender XDR API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import Visitor

_LIST = "/xdr/api/incidents"
_DETERMINATIONS = {
    "TruePositive": [
        ("MultiStagedAttack", "MultiStagedAttack"),
        ("MaliciousUserActivity", "MaliciousUserActivity"),
        ("CompromisedAccount", "CompromisedAccount"),
        ("CompromisedUser", "CompromisedAccount"),
        ("Malware", "Malware"),
        ("Phishing", "Phishing"),
        ("UnwantedSoftware", "UnwantedSoftware"),
        ("Other", "Other"),
    ],
    "InformationalExpectedActivity": [
        ("SecurityTesting", "SecurityTesting"),
        ("LineOfBusinessApplication", "LineOfBusinessApplication"),
        ("ConfirmedActivity", "ConfirmedActivity"),
        ("ConfirmedUserActivity", "ConfirmedActivity"),
        ("Other", "Other"),
    ],
    "FalsePositive": [
        ("Clean", "Clean"),
        ("notMalicious", "Clean"),
        ("NoEnoughDataToValidate", "NoEnoughDataToValidate"),
        ("InsufficientData", "NoEnoughDataToValidate"),
        ("Other", "Other"),
    ],
}


class Desk:
    """Somebody who works on one incident."""

    def __init__(self, visitor: Visitor, headers: dict[str, str], path: str) -> None:
        self._visitor = visitor
        self._headers = headers
        self._path = path

    async def patch(self, change: object) -> httpx.Response:
        return await self._visitor.http.patch(self._path, headers=self._headers, json=change)

    async def changed(self, change: object) -> dict[str, Any]:
        answer = await self.patch(change)
        assert 200 == answer.status_code, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def now(self) -> dict[str, Any]:
        body: dict[str, Any] = (
            await self._visitor.http.get(self._path, headers=self._headers)
        ).json()
        return body


@pytest.fixture
async def desk(visitor: Visitor) -> Desk:
    headers = await visitor.bearer("xdr")
    answer = await visitor.http.get(f"{_LIST}?$top=1", headers=headers)
    visitor.clock.advance(timedelta(minutes=2))
    return Desk(visitor, headers, f"{_LIST}/{answer.json()['value'][0]['incidentId']}")


@pytest.mark.parametrize(
    ("classification", "sent", "shown"),
    [(name, *pair) for name, pairs in _DETERMINATIONS.items() for pair in pairs],
)
async def test_a_determination_goes_with_its_classification_in_both_spellings(
    desk: Desk, classification: str, sent: str, shown: str
) -> None:
    after = await desk.changed({"classification": classification, "determination": sent})
    assert (classification, shown) == (after["classification"], after["determination"])
    assert after == await desk.now()


@pytest.mark.parametrize("classification", _DETERMINATIONS)
async def test_a_determination_of_another_classification_is_refused(
    desk: Desk, classification: str
) -> None:
    own = {sent for sent, _ in _DETERMINATIONS[classification]}
    others = {sent for pairs in _DETERMINATIONS.values() for sent, _ in pairs} - own
    for sent in sorted(others | {"NotAvailable", "Apt", "SecurityPersonnel"}):
        answer = await desk.patch({"classification": classification, "determination": sent})
        assert (400, "BadRequest") == (answer.status_code, answer.json()["error"]["code"])
        assert f"'{sent}'" in answer.json()["error"]["message"]


@pytest.mark.parametrize("status", ["Active", "InProgress", "Resolved"])
async def test_each_status_can_be_set(desk: Desk, status: str) -> None:
    assert status == (await desk.changed({"status": status}))["status"]


async def test_only_what_was_sent_changes(desk: Desk) -> None:
    before = await desk.now()
    after = await desk.changed({"tags": ["one"]})
    differing = {name for name, value in before.items() if after[name] != value}
    assert {"tags", "lastUpdateTime"} == differing
    assert "2026-11-23T08:32:00Z" == after["lastUpdateTime"]


async def test_tags_are_replaced_and_comments_are_appended(desk: Desk) -> None:
    before = await desk.now()
    await desk.changed({"tags": ["a", "b"], "comment": "first"})
    after = await desk.changed({"tags": ["c"], "comment": "second"})
    assert ["c"] == after["tags"]
    added = after["comments"][len(before["comments"]) :]
    assert ["first", "second"] == [comment["comment"] for comment in added]
    assert {"API-App:full"} == {comment["createdBy"] for comment in added}
    assert [] == (await desk.changed({"tags": []}))["tags"]


async def test_an_owner_can_be_set_and_taken_away(desk: Desk) -> None:
    owner = "secop2@contoso.example"
    assert owner == (await desk.changed({"assignedTo": owner}))["assignedTo"]
    assert (await desk.changed({"assignedTo": ""}))["assignedTo"] is None


async def test_resolving_an_incident_resolves_its_alerts(desk: Desk) -> None:
    after = await desk.changed({"status": "Resolved"})
    assert after["alerts"]
    assert {"Resolved"} == {alert["status"] for alert in after["alerts"]}
    assert all(alert["resolvedTime"] for alert in after["alerts"])


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b"[]", b'"status"', b"\xff\xfe", b'{"comment": "\\ud800"}']
)
async def test_a_body_that_is_no_object_is_refused(
    visitor: Visitor, desk: Desk, content: bytes
) -> None:
    headers = await visitor.bearer("xdr") | {"Content-Type": "application/json"}
    number = (await desk.now())["incidentId"]
    answer = await visitor.http.patch(f"{_LIST}/{number}", headers=headers, content=content)
    error = answer.json()["error"]
    assert (400, "InvalidRequestBody", "Request body is incorrect") == (
        answer.status_code,
        error["code"],
        error["message"],
    )


async def test_a_merged_incident_points_at_the_one_that_took_it_in(
    visitor: Visitor, desk: Desk
) -> None:
    headers = await visitor.bearer("xdr")
    first, second = (
        incident["incidentId"]
        for incident in (await visitor.http.get(f"{_LIST}?$top=2", headers=headers)).json()["value"]
    )
    await visitor.http.post(
        "/graph/v1.0/security/incidents/mergeIncidents",
        headers=await visitor.bearer("graph"),
        json={"incidentIds": [str(first), str(second)]},
    )
    query = {"$filter": "status eq 'Redirected'"}
    redirected = (await visitor.http.get(_LIST, headers=headers, params=query)).json()["value"]
    assert [("Redirected", [])] == [(one["status"], one["alerts"]) for one in redirected]
    gone = redirected[0]
    assert {first, second} == {gone["incidentId"], gone["redirectIncidentId"]}
    target = await visitor.http.get(f"{_LIST}/{gone['redirectIncidentId']}", headers=headers)
    assert target.json()["redirectIncidentId"] is None
    numbers = {alert["incidentId"] for alert in target.json()["alerts"]}
    assert {gone["redirectIncidentId"]} == numbers
