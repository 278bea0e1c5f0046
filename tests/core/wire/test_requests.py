"""Each request asks its API for what is wanted, and for no more."""

from __future__ import annotations

import pytest

from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import ConfigError
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.resources import Resource
from defender_tui.core.wire import graph, xdr

ACTIVE = IncidentFilter(statuses=frozenset({"active"}))
HOSTILE_ID = "1/../../me?$x=#"
QUOTED_ID = "1%2F..%2F..%2Fme%3F%24x%3D%23"
FULL = IncidentChange(
    status="inProgress",
    assigned_to=None,
    classification="falsePositive",
    determination="notMalicious",
    tags=("a", "b"),
    comment="Benign.",
)


def test_graph_is_asked_for_a_page_with_alerts_and_unknown_words() -> None:
    request = graph.list_incidents(ACTIVE, page_size=20)
    assert ("GET", "/v1.0/security/incidents") == (request.method, request.path)
    assert {"$top": "20", "$filter": "status eq 'active'", "$expand": "alerts"} == request.params
    assert {"Prefer": "include-unknown-enum-members"} == request.headers
    assert Resource.GRAPH is request.resource


def test_graph_may_be_asked_without_alerts_and_without_a_filter() -> None:
    assert {"$top": "50"} == graph.list_incidents(IncidentFilter(), with_alerts=False).params


def test_no_more_is_asked_than_an_api_gives_at_once() -> None:
    assert "50" == graph.list_incidents(ACTIVE, page_size=1000).params["$top"]
    assert "100" == xdr.list_incidents(ACTIVE, skip=0, page_size=1000).params["$top"]


def test_defender_xdr_is_asked_by_number() -> None:
    first = xdr.list_incidents(ACTIVE, skip=0)
    assert ("GET", "/api/incidents") == (first.method, first.path)
    assert {"$top": "100", "$filter": "status eq 'Active'"} == first.params
    assert {"$top": "7", "$skip": "14"} == xdr.list_incidents(
        IncidentFilter(), skip=14, page_size=7
    ).params


def test_an_id_cannot_lead_to_another_address() -> None:
    assert f"/v1.0/security/incidents/{QUOTED_ID}" == graph.get_incident(HOSTILE_ID).path
    assert f"/v1.0/security/alerts_v2/{QUOTED_ID}" == graph.get_alert(HOSTILE_ID).path
    assert f"/api/incidents/{QUOTED_ID}" == xdr.get_incident(HOSTILE_ID).path
    assert f"/v1.0/security/incidents/{QUOTED_ID}/comments" == (
        graph.add_comment(HOSTILE_ID, "x").path
    )


def test_one_incident_comes_with_its_alerts() -> None:
    assert {"$expand": "alerts"} == graph.get_incident("29").params
    assert {} == xdr.get_incident("29").params


def test_graph_is_sent_only_what_changes() -> None:
    request = graph.update_incident("29", FULL)
    assert request is not None
    assert ("PATCH", "/v1.0/security/incidents/29") == (request.method, request.path)
    assert {
        "status": "inProgress",
        "assignedTo": None,
        "classification": "falsePositive",
        "determination": "notMalicious",
        "customTags": ["a", "b"],
    } == request.body
    assert request.is_write


def test_graph_can_rename_and_rejudge() -> None:
    request = graph.update_incident("29", IncidentChange(severity="low", title="New"))
    assert request is not None
    assert {"severity": "low", "displayName": "New"} == request.body


def test_graph_takes_a_comment_in_a_call_of_its_own() -> None:
    assert graph.update_incident("29", IncidentChange(comment="x")) is None
    request = graph.add_comment("29", "x")
    assert "POST" == request.method
    assert request.is_write
    assert {"@odata.type": "microsoft.graph.security.alertComment", "comment": "x"} == request.body


def test_defender_xdr_is_sent_everything_at_once_in_its_own_words() -> None:
    request = xdr.update_incident("29", FULL)
    assert ("PATCH", "/api/incidents/29") == (request.method, request.path)
    assert {
        "status": "InProgress",
        "assignedTo": None,
        "classification": "FalsePositive",
        "determination": "Clean",
        "tags": ["a", "b"],
        "comment": "Benign.",
    } == request.body
    assert request.is_write
    assert {"comment": "x"} == xdr.update_incident("29", IncidentChange(comment="x")).body


@pytest.mark.parametrize(
    ("sent", "determination"),
    [
        ("NoEnoughDataToValidate", "notEnoughDataToValidate"),
        ("MultiStagedAttack", "multiStagedAttack"),
    ],
)
def test_defender_xdr_is_sent_the_determinations_it_knows(sent: str, determination: str) -> None:
    body = xdr.update_incident("29", IncidentChange(determination=determination)).body
    assert {"determination": sent} == body


@pytest.mark.parametrize(
    ("name", "change"),
    [("severity", IncidentChange(severity="low")), ("title", IncidentChange(title="New"))],
)
def test_what_defender_xdr_cannot_change_is_said_and_not_dropped(
    name: str, change: IncidentChange
) -> None:
    with pytest.raises(ConfigError, match=f"cannot change an incident's {name}") as caught:
        xdr.update_incident("29", change)
    assert "graph" in caught.value.hint


@pytest.mark.parametrize("not_an_id", ["", ".", ".."])
def test_an_id_that_is_no_more_than_a_way_up_is_refused(not_an_id: str) -> None:
    with pytest.raises(ConfigError, match="is not an id"):
        graph.get_incident(not_an_id)
    with pytest.raises(ConfigError, match="is not an id"):
        xdr.get_incident(not_an_id)


def test_a_comment_of_spaces_is_not_sent_along() -> None:
    change = IncidentChange(status="active", comment="  ")
    assert {"status": "Active"} == xdr.update_incident("1", change).body
