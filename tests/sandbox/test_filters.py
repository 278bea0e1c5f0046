"""A random filter gives what a predicate over all incidents gives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import cache

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.records import IncidentRecord
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor
from tests.sandbox.filter_trees import ORDER, FilterTree, Names, filter_trees, ticks_of, ticks_text

_SEED, _COUNT = 11, 70


def _pascal(word: str) -> str:
    return word[0].upper() + word[1:]


@cache
def _incidents() -> Sequence[IncidentRecord]:
    return build_incidents(build_cast(_SEED), now=NOW, seed=_SEED, count=_COUNT)


GRAPH = Names(
    created="createdDateTime",
    updated="lastUpdateDateTime",
    enums={
        "status": (lambda one: one.status, ("active", "inProgress", "resolved", "redirected")),
        "severity": (lambda one: one.severity, ("informational", "low", "medium", "high")),
        "classification": (
            lambda one: one.classification or "unknown",
            ("unknown", "truePositive", "falsePositive"),
        ),
        "determination": (
            lambda one: one.determination or "unknown",
            ("unknown", "malware", "phishing", "compromisedAccount"),
        ),
    },
    tags="customTags",
    enum_types={
        "status": "microsoft.graph.security.incidentStatus",
        "severity": "microsoft.graph.security.alertSeverity",
        "classification": "microsoft.graph.security.alertClassification",
        "determination": "microsoft.graph.security.alertDetermination",
    },
)
XDR = Names(
    created="createdTime",
    updated="lastUpdateTime",
    enums={"status": (lambda one: _pascal(one.status), ("Active", "InProgress", "Resolved"))},
    tags=None,
)


@pytest.fixture
async def reader(signing_keys: KeyRing) -> AsyncIterator[Visitor]:
    """Give a visitor of a sandbox that nobody changes, one for all examples of a test."""
    clock = FixedClock(NOW)
    options = SandboxOptions(seed=_SEED, incidents=_COUNT, now=NOW, has_quota=False)
    sandbox = build_sandbox(options, clock=clock, keys=signing_keys)
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield Visitor(sandbox, clock, http)


_ONE_READER_IS_ENOUGH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(tree=filter_trees(_incidents(), GRAPH), top=st.integers(5, 50))
@_ONE_READER_IS_ENOUGH
async def test_graph_gives_what_the_predicate_gives(
    reader: Visitor, tree: FilterTree, top: int
) -> None:
    headers = await reader.bearer("graph")
    found: set[int] = set()
    request = reader.http.build_request(
        "GET",
        "/graph/v1.0/security/incidents",
        params={"$filter": tree.text, "$top": top, "$count": "true"},
        headers=headers,
    )
    body = (await reader.http.send(request)).json()
    count = body["@odata.count"]
    found |= {int(one["id"]) for one in body["value"]}
    while "@odata.nextLink" in body:
        body = (await reader.http.get(body["@odata.nextLink"], headers=headers)).json()
        found |= {int(one["id"]) for one in body["value"]}
    assert {one.incident_id for one in _incidents() if tree.accepts(one)} == found
    assert len(found) == count


@given(tree=filter_trees(_incidents(), XDR))
@_ONE_READER_IS_ENOUGH
async def test_the_xdr_api_gives_what_the_predicate_gives(
    reader: Visitor, tree: FilterTree
) -> None:
    answer = await reader.http.get(
        "/xdr/api/incidents",
        params={"$filter": tree.text, "$top": 100},
        headers=await reader.bearer("xdr"),
    )
    found = {one["incidentId"] for one in answer.json()["value"]}
    assert {one.incident_id for one in _incidents() if tree.accepts(one)} == found


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("createdDateTime ge 0001-01-01T00:00:00Z", True),
        ("createdDateTime lt 0001-01-01", False),
        ("createdDateTime lt 9999-12-31T23:59:59.9999999Z and assignedTo ne '0001-01-01'", True),
    ],
)
async def test_the_ends_of_the_calendar_are_dates_too(
    reader: Visitor, text: str, is_all: bool
) -> None:
    body = (
        await reader.http.get(
            "/graph/v1.0/security/incidents",
            params={"$filter": text, "$count": "true"},
            headers=await reader.bearer("graph"),
        )
    ).json()
    assert body["@odata.count"] == (_COUNT if is_all else 0)


@pytest.mark.parametrize("word", ORDER)
@pytest.mark.parametrize("shift", [-1, 0, 1])
@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_times_are_compared_to_the_last_digit(
    reader: Visitor, api: str, word: str, shift: int
) -> None:
    limit = ticks_of(_incidents()[30].created_at) + shift
    expected = {
        one.incident_id for one in _incidents() if ORDER[word](ticks_of(one.created_at), limit)
    }
    name = GRAPH.created if api == "graph" else XDR.created
    query = f"$filter={name} {word} {ticks_text(limit)}&$top=50"
    path = "/graph/v1.0/security/incidents" if api == "graph" else "/xdr/api/incidents"
    headers, found = await reader.bearer(api), set[int]()
    first = (await reader.http.get(f"{path}?{query}", headers=headers)).json()
    second = (await reader.http.get(f"{path}?{query}&$skip=50", headers=headers)).json()
    for one in (*first["value"], *second["value"]):
        found.add(int(one["id"] if api == "graph" else one["incidentId"]))
    assert expected == found
