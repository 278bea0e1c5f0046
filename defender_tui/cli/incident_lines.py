"""Incidents as rows of a table or of CSV, and one incident as a page of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..core.incidents import Alert, Incident
from ..core.text import plain
from ..core.wording import in_words, short_service
from .streams import print_csv, print_json_rows
from .table import Heading, print_fields, print_heading, print_table

_SEVERITY_STYLES = {
    "High": "bold red",
    "Medium": "yellow",
    "Low": "cyan",
    "Informational": "dim",
}
_HEADINGS = (
    Heading("Severity", styles=_SEVERITY_STYLES),
    Heading("Id"),
    Heading("Incident", gives_way=True),
    Heading("Status"),
    Heading("Owner"),
    Heading("Alerts", is_number=True),
    Heading("Last activity"),
)
_CSV_HEADER = (
    "id",
    "title",
    "severity",
    "status",
    "assigned_to",
    "classification",
    "determination",
    "alerts",
    "services",
    "tags",
    "created",
    "last_updated",
    "last_activity",
    "web_url",
)


def print_incidents(incidents: Iterable[Incident], form: str, *, goes_on: bool = False) -> None:
    """Print incidents on stdout as `table`, `json` or `csv`.

    `goes_on` says that incidents were printed before, so that CSV keeps its one header.
    """
    if form == "json":
        print_json_rows(incidents)
    elif form == "csv":
        from ..results.export import guarded

        rows = (_csv_row(incident) for incident in incidents)
        header = None if goes_on else _CSV_HEADER
        print_csv(header, ([guarded(plain(cell)) for cell in row] for row in rows))
    else:
        print_table(_HEADINGS, (_table_row(incident) for incident in incidents))


def print_incident(incident: Incident) -> None:
    """Print one incident with its alerts, evidence and comments for a person."""
    print_fields(_facts(incident))
    if incident.alerts:
        print_heading(f"Alerts ({len(incident.alerts)})")
        print_table(_ALERT_HEADINGS, (_alert_row(alert) for alert in incident.alerts))
    if incident.evidence:
        print_heading(f"Evidence ({len(incident.evidence)})")
        rows = (
            (in_words(item.kind), item.label, in_words(item.verdict)) for item in incident.evidence
        )
        print_table((Heading("Kind"), Heading("What", gives_way=True), Heading("Verdict")), rows)
    if incident.comments:
        print_heading(f"Comments ({len(incident.comments)})")
        print_fields(
            (f"{_time(comment.created)} {comment.author or 'unknown'}", comment.text)
            for comment in incident.comments
        )


def _facts(incident: Incident) -> Iterator[tuple[str, object]]:
    yield "Incident", f"{incident.id} {incident.title or ''}"
    yield "Severity", in_words(incident.severity)
    yield "Status", in_words(incident.status)
    yield "Owner", incident.assigned_to or "nobody"
    verdict = (incident.classification, incident.determination)
    words = [in_words(word) for word in verdict if word and word != "unknown"]
    yield "Verdict", " / ".join(words) or "not set"
    yield "Tactics", ", ".join(map(in_words, incident.categories))
    yield "Techniques", ", ".join(incident.techniques)
    yield "Services", ", ".join(dict.fromkeys(map(short_service, incident.services)))
    yield "Tags", ", ".join((*incident.tags, *incident.system_tags))
    yield "Created", _time(incident.created)
    yield "Updated", _time(incident.last_updated)
    yield "Activity", _time(incident.last_activity)
    yield "Merged into", incident.redirect_to
    yield "Summary", incident.summary or incident.description
    yield "Portal", incident.web_url


_ALERT_HEADINGS = (
    Heading("Severity", styles=_SEVERITY_STYLES),
    Heading("Alert", gives_way=True),
    Heading("Status"),
    Heading("Tactic"),
    Heading("Service"),
    Heading("Last activity"),
)


def _alert_row(alert: Alert) -> tuple[object, ...]:
    return (
        in_words(alert.severity),
        alert.title,
        in_words(alert.status),
        in_words(alert.category),
        short_service(alert.service or ""),
        _time(alert.last_activity),
    )


def _table_row(incident: Incident) -> tuple[object, ...]:
    return (
        in_words(incident.severity),
        incident.id,
        incident.title,
        in_words(incident.status),
        incident.assigned_to,
        "" if incident.alerts is None else len(incident.alerts),
        _time(incident.last_activity),
    )


def _csv_row(incident: Incident) -> tuple[object, ...]:
    return (
        incident.id,
        incident.title,
        incident.severity,
        incident.status,
        incident.assigned_to,
        incident.classification,
        incident.determination,
        None if incident.alerts is None else len(incident.alerts),
        "; ".join(incident.services),
        "; ".join(incident.tags),
        _iso(incident.created),
        _iso(incident.last_updated),
        _iso(incident.last_activity),
        incident.web_url,
    )


def _time(time: datetime | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC") if time else ""


def _iso(time: datetime | None) -> str:
    return time.isoformat().replace("+00:00", "Z") if time else ""
