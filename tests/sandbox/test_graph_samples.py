"""Answers have the shape of the vendor's samples, and its sample requests are understood."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor
from tests.sandbox.graph_shapes import Json, differences

_LIST = "/graph/v1.0/security/incidents"
_ALERTS = "/graph/v1.0/security/alerts_v2"
_HUNT = "/graph/v1.0/security/runHuntingQuery"
_REGISTRATION = "app registration is not part of the sandbox"
_ELSEWHERE = {
    "graph-addpassword-request.json": _REGISTRATION,
    "graph-addpassword-response.json": _REGISTRATION,
    "graph-approleassignment-request-constructed.json": _REGISTRATION,
    "graph-approleassignment-response.json": _REGISTRATION,
    "graph-create-application-request-constructed.json": _REGISTRATION,
    "graph-federated-credential-request-constructed.json": _REGISTRATION,
    "graph-error-429.json": "limits and faults give it",
}
_MATCHED = (
    *("graph-alert.json", "graph-get-incident.json", "graph-list-alerts.json"),
    *("graph-list-incidents.json", "graph-list-incidents-expand-alerts.json"),
    *("graph-incident-comment-request.json", "graph-incident-comment.json"),
    *("graph-update-incident-request.json", "graph-update-incident.json"),
    *("graph-update-alert-request.json", "graph-update-alert-response.json"),
    *("graph-merge-incidents-request-constructed.json", "graph-merge-incidents-response.json"),
    *("graph-run-hunting-query-request.json", "graph-run-hunting-query-response.json"),
    "graph-run-hunting-query-timespan-request.json",
    *("graph-error-400-hunting-observed.json", "graph-error-403-observed.json"),
    "graph-error-generic.json",
)


# No generated device is a virtual machine or carries a tag, no file has a role of its own, and no
# alert was tagged by the service; that these may be null or empty is part of the contract.
_NEVER_SET = (
    "/vmMetadata: never a value",
    "[#microsoft.graph.security.deviceEvidence]/tags[]: never a value",
    "[#microsoft.graph.security.fileEvidence]/detailedRoles[]: never a value",
    "/systemTags[]: never a value",
)


class Samples:
    """Reads the vendor's samples."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str) -> Any:
        return json.loads((self.folder / f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def sample(reference: Path) -> Samples:
    return Samples(reference / "samples")


@pytest.fixture
async def host(signing_keys: KeyRing) -> AsyncIterator[Visitor]:
    """Give a visitor of a sandbox with few rows."""
    clock = FixedClock(NOW)
    options = SandboxOptions(seed=3, now=NOW, incidents=120, scale=0.01)
    sandbox = build_sandbox(options, clock=clock, keys=signing_keys)
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield Visitor(sandbox, clock, http)


def test_every_sample_is_matched_or_left_out_for_a_reason(reference: Path) -> None:
    known = {*_MATCHED, *_ELSEWHERE}
    assert {path.name for path in (reference / "samples").glob("graph-*.json")} == known


async def _get(host: Visitor, path: str) -> Any:
    headers = await host.bearer("graph") | {"Prefer": "include-unknown-enum-members"}
    answer = await host.http.get(path, headers=headers)
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def _all(host: Visitor, path: str) -> list[Any]:
    """Give every page."""
    pages = [await _get(host, path)]
    while "@odata.nextLink" in pages[-1]:
        pages.append(await _get(host, pages[-1]["@odata.nextLink"]))
    return pages


async def _incident_ids(host: Visitor) -> list[str]:
    return [one["id"] for one in (await _get(host, _LIST + "?$select=id"))["value"]]


async def _alert_ids(host: Visitor) -> list[str]:
    return [one["id"] for one in (await _get(host, _ALERTS + "?$select=id"))["value"]]


async def test_lists_of_incidents(host: Visitor, sample: Samples) -> None:
    pages = await _all(host, _LIST)
    assert [] == list(differences(sample("graph-list-incidents"), pages))
    assert "@odata.context" in pages[0]
    assert pages[0]["@odata.context"] == sample("graph-list-incidents")["@odata.context"]


async def test_lists_of_incidents_with_alerts(host: Visitor, sample: Samples) -> None:
    pages = await _all(host, _LIST + "?$expand=alerts")
    wanted = sample("graph-list-incidents-expand-alerts")
    assert [] == list(differences(wanted, pages))
    assert wanted["@odata.context"] == pages[0]["@odata.context"]


async def test_single_incidents(host: Visitor, sample: Samples) -> None:
    found = [await _get(host, f"{_LIST}/{one}") for one in await _incident_ids(host)]
    assert [] == list(differences(sample("graph-get-incident"), found))
    assert sample("graph-get-incident")["@odata.context"] == found[0]["@odata.context"]


async def test_lists_of_alerts(host: Visitor, sample: Samples) -> None:
    found = differences(sample("graph-list-alerts"), await _all(host, _ALERTS))
    assert [] == [one for one in found if not one.endswith(_NEVER_SET)]


async def test_single_alerts(host: Visitor, sample: Samples) -> None:
    found = [await _get(host, f"{_ALERTS}/{one}") for one in await _alert_ids(host)]
    assert [] == list(differences(sample("graph-alert"), found))
    assert sample("graph-alert")["@odata.context"] == found[0]["@odata.context"]


@pytest.mark.parametrize(
    ("path", "request_name", "response_name"),
    [
        (_LIST, "graph-update-incident-request", "graph-update-incident"),
        (_ALERTS, "graph-update-alert-request", "graph-update-alert-response"),
    ],
)
async def test_updates(
    host: Visitor, sample: Samples, path: str, request_name: str, response_name: str
) -> None:
    headers, found = await host.bearer("graph"), list[Json]()
    ids = await (_incident_ids(host) if path == _LIST else _alert_ids(host))
    for one in ids:
        answer = await host.http.patch(f"{path}/{one}", headers=headers, json=sample(request_name))
        assert 200 == answer.status_code
        found.append(answer.json())
    assert [] == list(differences(sample(response_name), found))


@pytest.mark.parametrize("path", [_LIST, _ALERTS])
async def test_comments(host: Visitor, sample: Samples, path: str) -> None:
    one = (await (_incident_ids(host) if path == _LIST else _alert_ids(host)))[0]
    answer = await host.http.post(
        f"{path}/{one}/comments",
        headers=await host.bearer("graph"),
        json=sample("graph-incident-comment-request"),
    )
    assert [] == list(differences(sample("graph-incident-comment"), [answer.json()]))
    kind = "incidents" if path == _LIST else "alerts_v2"
    assert answer.json()["@odata.context"].endswith(f"#security/{kind}('{one}')/comments")


async def test_merges(host: Visitor, sample: Samples) -> None:
    body = sample("graph-merge-incidents-request-constructed")
    body["incidentIds"] = (await _incident_ids(host))[:2]
    answer = await host.http.post(
        f"{_LIST}/mergeIncidents", headers=await host.bearer("graph"), json=body
    )
    wanted = sample("graph-merge-incidents-response")
    assert set(wanted) == set(answer.json())
    assert [] == list(differences(wanted, [answer.json()]))


async def test_hunting(host: Visitor, sample: Samples) -> None:
    headers = await host.bearer("graph")
    body = sample("graph-run-hunting-query-request")
    found = (await host.http.post(_HUNT, headers=headers, json=body)).json()
    wanted = sample("graph-run-hunting-query-response")
    assert list(wanted) == list(found)
    assert [] == list(differences(wanted, [found]))
    assert (wanted["schema"], wanted["@odata.context"]) == (
        found["schema"],
        found["@odata.context"],
    )
    assert 2 == len(found["results"])
    assert [list(row) for row in wanted["results"]] == [list(row) for row in found["results"]]


async def test_hunting_with_a_timespan(host: Visitor, sample: Samples) -> None:
    body = sample("graph-run-hunting-query-timespan-request")
    answer = await host.http.post(_HUNT, headers=await host.bearer("graph"), json=body)
    assert 200 == answer.status_code
    assert answer.json()["results"]


async def test_a_refused_query(host: Visitor, sample: Samples) -> None:
    answer = await host.http.post(
        _HUNT, headers=await host.bearer("graph"), json={"Query": "X | where a == 1"}
    )
    wanted = sample("graph-error-400-hunting-observed")
    assert 400 == answer.status_code
    assert _shape(wanted) == _shape(answer.json())
    assert wanted["error"]["message"] == answer.json()["error"]["message"]
    assert [] == list(differences(wanted, [answer.json()]))


async def test_a_missing_role(host: Visitor, sample: Samples) -> None:
    answer = await host.http.get(_LIST, headers=await host.bearer("graph", "no-roles"))
    wanted = sample("graph-error-403-observed")
    assert 403 == answer.status_code
    assert _shape(wanted) == _shape(answer.json())
    assert wanted["error"]["message"] == answer.json()["error"]["message"]
    assert [] == list(differences(wanted, [answer.json()]))


@pytest.mark.parametrize("path", [_LIST + "/1", _LIST + "?$top=x", "/graph/v1.0/nothing"])
async def test_other_refusals(host: Visitor, sample: Samples, path: str) -> None:
    answer = await host.http.get(path, headers=await host.bearer("graph"))
    wanted = sample("graph-error-generic")
    # The sample's values are placeholders, so only the names count.
    assert set(wanted["error"]) == set(answer.json()["error"])
    assert set(wanted["error"]["innerError"]) <= set(answer.json()["error"]["innerError"])


def _shape(body: dict[str, Any]) -> tuple[list[str], list[str]]:
    return list(body["error"]), list(body["error"]["innerError"])


@pytest.mark.parametrize(
    ("wanted", "ours"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": None}),
        ({"a": [1]}, {"a": []}),
        ({"status": "new"}, {"status": "New"}),
        ({"a": "2026-01-22T12:09:22.1Z"}, {"a": "2026-01-22"}),
    ],
)
def test_the_comparison_itself_sees_a_difference(wanted: Json, ours: Json) -> None:
    assert [] == list(differences(wanted, [wanted]))
    assert [] != list(differences(wanted, [ours]))
