"""What an incident says about all its alerts together."""

from __future__ import annotations

from datetime import UTC, datetime

from defender_tui.core.evidence import Evidence
from defender_tui.core.incidents import Alert, Incident

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)
PC = Evidence("device", verdict="suspicious", fields={"hostName": "pc-1"})
SAME_PC = Evidence("device", verdict="malicious", fields={"hostName": "PC-1"})
URL = Evidence("url", fields={"url": "https://evil.example"})
CASE = Incident(
    "1",
    last_updated=MONDAY,
    alerts=(
        Alert(
            "a", service="endpoint", category="Execution", techniques=("T1", "T2"), evidence=(PC,)
        ),
        Alert("b", service="identity", last_activity=TUESDAY, techniques=("T2", "T3")),
        Alert("c", service="endpoint", last_activity=MONDAY, evidence=(URL, SAME_PC)),
    ),
)


def test_services_tactics_and_techniques_are_each_named_once_in_order() -> None:
    assert ("endpoint", "identity") == CASE.services
    assert ("Execution",) == CASE.categories
    assert ("T1", "T2", "T3") == CASE.techniques


def test_the_same_evidence_of_several_alerts_is_listed_once() -> None:
    assert (PC, URL) == CASE.evidence


def test_the_latest_activity_is_that_of_any_alert() -> None:
    assert TUESDAY == CASE.last_activity


def test_an_incident_without_alerts_answers_with_nothing() -> None:
    for bare in (Incident("1", last_updated=MONDAY), Incident("1", alerts=(), last_updated=MONDAY)):
        assert ((), (), (), ()) == (
            bare.services,
            bare.categories,
            bare.techniques,
            bare.evidence,
        )
        assert MONDAY == bare.last_activity
