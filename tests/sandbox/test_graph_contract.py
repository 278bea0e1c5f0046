"""Answers are as the vendor's own metadata describes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.graph import words
from defender_tui.sandbox.graph.vocabulary import ALERTS, INCIDENTS
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor
from tests.sandbox.graph_contract import GraphContract

_BASE = "/graph/v1.0"
_COUNT = 200
_LIST = "/security/incidents"
_ALERTS = "/security/alerts_v2"
_HUNT = "/security/runHuntingQuery"
_EVERY_MEMBER = {"Prefer": "include-unknown-enum-members"}


@pytest.fixture(scope="session")
def contract(reference: Path) -> GraphContract:
    return GraphContract(reference)


@pytest.fixture
async def host(signing_keys: KeyRing) -> AsyncIterator[Visitor]:
    """Give a visitor of a sandbox with every kind of alert and evidence, and few rows."""
    clock = FixedClock(NOW)
    options = SandboxOptions(seed=3, now=NOW, incidents=_COUNT, scale=0.01)
    sandbox = build_sandbox(options, clock=clock, keys=signing_keys)
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield Visitor(sandbox, clock, http)


async def _pages(host: Visitor, path: str, **headers: str) -> AsyncIterator[dict[str, Any]]:
    link: str | None = _BASE + path
    bearer = await host.bearer("graph") | headers
    while link is not None:
        body: dict[str, Any] = (await host.http.get(link, headers=bearer)).json()
        yield body
        link = body.get("@odata.nextLink")


@pytest.mark.parametrize("headers", [{}, _EVERY_MEMBER])
async def test_every_incident_with_every_alert_is_as_described(
    host: Visitor, contract: GraphContract, headers: dict[str, str]
) -> None:
    seen = 0
    async for body in _pages(host, f"{_LIST}?$expand=alerts&$count=true", **headers):
        assert [] == contract.faults_of_answer("get", _LIST, 200, body)
        seen += len(body["value"])
    assert _COUNT == seen


async def test_every_alert_is_as_described(host: Visitor, contract: GraphContract) -> None:
    types: set[str] = set()
    async for body in _pages(host, _ALERTS, **_EVERY_MEMBER):
        assert [] == contract.faults_of_answer("get", _ALERTS, 200, body)
        types |= {one["@odata.type"] for alert in body["value"] for one in alert["evidence"]}
    assert len(types) >= 12
    assert types <= contract.evidence_types()


async def test_single_objects_are_as_described(host: Visitor, contract: GraphContract) -> None:
    headers = await host.bearer("graph")
    for path in (_LIST, _ALERTS):
        listed = (await host.http.get(f"{_BASE}{path}?$top=5", headers=headers)).json()["value"]
        for one in listed:
            body = (await host.http.get(f"{_BASE}{path}/{one['id']}", headers=headers)).json()
            assert [] == contract.faults_of_answer("get", path + "/{id}", 200, body)


async def test_answers_to_changes_are_as_described(host: Visitor, contract: GraphContract) -> None:
    headers = await host.bearer("graph")
    change = {"status": "resolved", "classification": "truePositive", "determination": "malware"}
    for path in (_LIST, _ALERTS):
        listed = (await host.http.get(f"{_BASE}{path}?$top=1", headers=headers)).json()["value"]
        one = f"{_BASE}{path}/{listed[0]['id']}"
        changed = (await host.http.patch(one, headers=headers, json=change)).json()
        # The metadata has no PATCH of alerts; their type is the same as in a list.
        assert [] == contract.faults_of_value("incident" if path == _LIST else "alert", changed)
        said = await host.http.post(f"{one}/comments", headers=headers, json={"comment": "seen"})
        comments = said.json()["value"]
        assert comments
        for comment in comments:
            assert [] == contract.faults_of_value("alertComment", comment)


async def test_rows_of_a_query_are_as_described(host: Visitor, contract: GraphContract) -> None:
    headers = await host.bearer("graph")
    body = {"Query": "AlertInfo | take 3 | project Timestamp, AlertId, n = 1, d = dynamic({})"}
    answer = await host.http.post(_BASE + _HUNT, headers=headers, json=body)
    assert 3 == len(answer.json()["results"])
    assert [] == contract.faults_of_answer("post", _HUNT, 200, answer.json())


@pytest.mark.parametrize(
    ("app_name", "path", "status"),
    [
        ("full", _LIST + "?$top=500", 400),
        ("full", _LIST + "?$filter=x", 400),
        ("no-roles", _LIST, 403),
        ("full", _LIST + "/1", 404),
    ],
)
async def test_refusals_are_as_described(
    visitor: Visitor, contract: GraphContract, app_name: str, path: str, status: int
) -> None:
    headers = await visitor.bearer("graph", app_name)
    answer = await visitor.http.get(_BASE + path, headers=headers)
    assert status == answer.status_code
    described = "/security/incidents/{id}" if status == 404 else _LIST
    assert [] == contract.faults_of_answer("get", described, status, answer.json())


async def test_a_call_without_a_token_is_refused_as_described(
    visitor: Visitor, contract: GraphContract
) -> None:
    answer = await visitor.http.get(_BASE + _LIST)
    assert [] == contract.faults_of_answer("get", _LIST, 401, answer.json())


@pytest.mark.parametrize(
    "enumeration",
    [
        words.SEVERITY,
        words.INCIDENT_STATUS,
        words.ALERT_STATUS,
        words.CLASSIFICATION,
        words.DETERMINATION,
        words.SERVICE_SOURCE,
        words.DETECTION_SOURCE,
        words.REMEDIATION_STATUS,
    ],
    ids=lambda one: str(one.name),
)
def test_enumerations_have_the_members_of_the_metadata(
    contract: GraphContract, enumeration: words.Enumeration
) -> None:
    described = contract.enumeration(enumeration.name)
    border = described.index(words.UNKNOWN_FUTURE)
    assert set(described[:border]) == set(enumeration.first)
    assert set(described[border + 1 :]) == set(enumeration.later)


@pytest.mark.parametrize("vocabulary", [INCIDENTS, ALERTS], ids=["incident", "alert"])
async def test_every_property_that_can_be_selected_is_in_the_answer(
    visitor: Visitor, vocabulary: Any
) -> None:
    path = _LIST if vocabulary is INCIDENTS else _ALERTS
    expand = "&$expand=alerts" if vocabulary is INCIDENTS else ""
    answer = await visitor.http.get(
        f"{_BASE}{path}?$top=1{expand}", headers=await visitor.bearer("graph")
    )
    shown = {name for name in answer.json()["value"][0] if not name.startswith("@")}
    assert vocabulary.known == shown


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"comment": "x", "createdDateTime": "yesterday"}, "createdDateTime"),
        ({"comment": 1}, "comment"),
        ({"comment": None, "extra": 1}, "extra"),
    ],
)
def test_the_check_itself_sees_what_is_wrong(
    contract: GraphContract, value: dict[str, object], fault: str
) -> None:
    assert [] == contract.faults_of_value("alertComment", {"comment": None})
    assert fault in " ".join(contract.faults_of_value("alertComment", value))
    assert contract.faults_of_value("alertEvidence", {"@odata.type": "#microsoft.x"})
