from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from defender_tui.core.change_state import differences
from defender_tui.core.evidence import Evidence
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Alert, Comment, Incident
from defender_tui.core.listed_incident import listed

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHOLE = Incident(
    "7",
    title="Phishing",
    status="active",
    assigned_to="mia@contoso.example",
    summary="long",
    last_updated=NOON,
    tags=("vip",),
    comments=(Comment("Called.", "mia", NOON),),
    alerts=(
        Alert("a", service="officeATP", last_activity=NOON, evidence=(Evidence("user"),)),
        Alert("b", description="long", extra={"detectorId": "x"}),
    ),
    extra={"odata": 1},
)


def test_long_texts_and_evidence_are_left_out_of_the_list() -> None:
    short = listed(WHOLE)
    assert ((), None, {}) == (short.evidence, short.summary, dict(short.extra))


def test_a_listed_incident_has_not_moved_from_the_whole_one() -> None:
    assert () == differences(listed(WHOLE), WHOLE)


def test_what_a_list_shows_and_filters_by_is_the_same() -> None:
    short = listed(WHOLE)
    assert (WHOLE.services, WHOLE.last_activity) == (short.services, short.last_activity)
    wanted = IncidentFilter(services=frozenset({"officeATP"}), tag="VIP", text="phish")
    assert wanted.matches(short)


def test_alerts_that_were_not_asked_for_stay_unknown() -> None:
    assert listed(replace(WHOLE, alerts=None)).alerts is None
