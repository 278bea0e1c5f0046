"""The vendor's own sample answers are read whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.incidents import Incident
from defender_tui.core.resources import Resource
from defender_tui.core.wire import graph, xdr
from defender_tui.core.wire.refusal import error_for, read_refusal
from defender_tui.core.wire.request import ApiRequest

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def samples(reference: Path) -> Path:
    folder = reference / "samples"
    if not folder.is_dir():
        pytest.skip(f"there are no samples at {folder}")
    return folder


def _objects(body: Mapping[str, object]) -> list[Mapping[str, object]]:
    values = body.get("value", [body])
    assert isinstance(values, list)
    return values


def _load(file: Path) -> Mapping[str, object]:
    body = json.loads(file.read_bytes())
    assert isinstance(body, dict)
    return body


def _assert_told(incident: Incident) -> None:
    assert incident.id
    assert incident.title
    assert incident.status
    assert incident.severity
    assert incident.created
    assert incident.last_updated
    for alert in incident.alerts or ():
        assert alert.id
        assert incident.id == alert.incident_id
        assert alert.title
        assert alert.service
        assert alert.created
        for item in alert.evidence:
            assert "no details" != item.label
            assert "unknown" != item.kind


@pytest.mark.parametrize(
    "name",
    [
        "graph-get-incident.json",
        "graph-update-incident.json",
        "graph-list-incidents.json",
        "graph-list-incidents-expand-alerts.json",
    ],
)
def test_graphs_incident_samples_are_read(samples: Path, name: str) -> None:
    for body in _objects(_load(samples / name)):
        _assert_told(graph.read_incident(body))


@pytest.mark.parametrize(
    "name",
    [
        "xdr-get-incident.json",
        "xdr-list-incidents.json",
        "xdr-update-incident-response-constructed.json",
    ],
)
def test_defender_xdrs_incident_samples_are_read(samples: Path, name: str) -> None:
    for body in _objects(_load(samples / name)):
        _assert_told(xdr.read_incident(body))


@pytest.mark.parametrize(
    "name", ["graph-alert.json", "graph-list-alerts.json", "graph-update-alert-response.json"]
)
def test_graphs_alert_samples_are_read(samples: Path, name: str) -> None:
    for body in _objects(_load(samples / name)):
        alert = graph.read_alert(body)
        assert alert.id
        assert alert.severity
        assert "unknown" not in {item.kind for item in alert.evidence}


def test_graphs_comment_sample_is_read(samples: Path) -> None:
    comments = graph.read_comments(_load(samples / "graph-incident-comment.json"), "value")
    assert ["test", "Demo for docs"] == [comment.text for comment in comments]
    assert all(comment.author and comment.created for comment in comments)


@pytest.mark.parametrize("dialect", ["graph", "xdr"])
def test_every_refusal_sample_gives_a_message_and_an_id(samples: Path, dialect: str) -> None:
    files = sorted(samples.glob(f"{dialect}-error-*.json"))
    assert files
    request = ApiRequest(Resource(dialect), "GET", "/x", "list incidents")
    for file in files:
        refusal = read_refusal(400, {}, file.read_bytes(), now=NOW)
        assert refusal.code
        assert refusal.message
        assert refusal.request_id
        assert refusal.message.rstrip(".") in error_for(refusal, request).message
