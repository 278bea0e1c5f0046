from __future__ import annotations

from datetime import UTC, datetime, timedelta

from defender_tui.core.evidence import Evidence
from defender_tui.core.incident_timeline import (
    first_activity,
    gap_before,
    latest_activity,
    timeline,
)
from defender_tui.core.incidents import Alert, Comment, Incident

T = datetime(2026, 11, 23, 9, tzinfo=UTC)
H = timedelta(hours=1)
DEVICE = Evidence("device", created=T + H, fields={"deviceDnsName": "fin-ws-07"})
USER = Evidence("user", created=T + H, fields={"userAccount": {"userPrincipalName": "m@c.example"}})
ALERT = Alert(
    "da-1",
    title="Encoded PowerShell",
    severity="high",
    created=T + H,
    first_activity=T,
    last_activity=T + 2 * H,
    evidence=(DEVICE, USER),
    comments=(Comment("on it", "mia", T + 4 * H),),
    extra={"resolvedDateTime": "2026-11-23T14:00:00Z"},
)
INCIDENT = Incident(
    "1",
    status="resolved",
    assigned_to="mia",
    created=T + H,
    last_updated=T + 6 * H,
    alerts=(ALERT,),
    comments=(Comment("closing", None, T + 5 * H),),
)


def test_everything_that_bears_a_time_comes_in_the_order_of_time() -> None:
    assert [
        "First activity: Encoded PowerShell",
        "Alert raised: Encoded PowerShell (high)",
        "Evidence found: Device fin-ws-07, User m@c.example",
        "Incident created",
        "Last activity: Encoded PowerShell",
        "mia commented on alert Encoded PowerShell: on it",
        "Alert resolved: Encoded PowerShell",
        "Somebody commented: closing",
        "Last updated: resolved, owner mia",
    ] == [event.words for event in timeline(INCIDENT)]


def test_a_long_silence_before_an_event_is_told() -> None:
    events = timeline(INCIDENT)
    assert gap_before(events[0], None) is None
    assert H == gap_before(events[1], events[0])
    assert gap_before(events[2], events[1]) is None


def test_much_evidence_of_one_moment_is_counted_not_listed() -> None:
    many = tuple(Evidence("ip", created=T, fields={"ipAddress": f"192.0.2.{n}"}) for n in range(9))
    (event,) = timeline(Incident("1", alerts=(Alert("a", evidence=many),)))
    assert event.words.endswith("IP address 192.0.2.3, 5 more")


def test_the_end_of_an_alert_is_read_in_the_words_of_either_api() -> None:
    for extra in (
        {"resolvedDateTime": "2026-11-23T14:00:00"},
        {"resolvedTime": "2026-11-23T14:00:00.0000000Z"},
    ):
        (event,) = timeline(Incident("1", alerts=(Alert("a", extra=extra),)))
        assert T + 5 * H == event.at


def test_an_unreadable_time_is_no_event() -> None:
    alerts = tuple(
        Alert(str(n), extra={"resolvedDateTime": bad})
        for n, bad in enumerate(["soon", 7, None, "2026-11-23", {"a": 1}])
    )
    assert () == timeline(Incident("1", alerts=alerts))


def test_activity_spans_all_alerts_and_falls_back_on_the_creation() -> None:
    assert (T, T + 2 * H) == (first_activity(INCIDENT), latest_activity(INCIDENT))
    bare = Incident("1", created=T)
    assert (T, T) == (first_activity(bare), latest_activity(bare))
    assert first_activity(Incident("1")) is None
