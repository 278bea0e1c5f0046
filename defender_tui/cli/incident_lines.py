"""Incidents as rows of a table or of CSV, and one incident as a page of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..core.csv_form import guarded_cell
from ..core.evidence_kinds import kind_words
from ..core.gathered_evidence import GatheredEvidence, gathered
from ..core.incident_timeline import timeline
from ..core.incidents import Alert, Incident
from ..core.techniques import technique_words
from ..core.text import one_line
from ..core.wording import in_words, short_service, verdict_words
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


def print_incidents(incidents: Iterable[Incident], form: str, *, goes_on: bool = False) -> None:
    """Print incidents on stdout as `table`, `json` or `csv`.

    `goes_on` says that incidents were printed before, so that CSV keeps its one header.
    """
    if form == "json":
        print_json_rows(incidents)
    elif form == "csv":
        from ..core.incident_csv import HEADER, csv_cells

        rows = map(csv_cells, incidents)
        header = None if goes_on else HEADER
        print_csv(header, ([guarded_cell(cell) for cell in row] for row in rows))
    else:
        print_table(_HEADINGS, (_table_row(incident) for incident in incidents))


def print_incident(incident: Incident) -> None:
    """Print one incident for a person: facts, timeline, alerts, evidence and comments."""
    print_fields(_facts(incident))
    if incident.alerts is None:
        print_heading("Alerts (not read)")
    elif incident.alerts:
        print_heading(f"Alerts ({len(incident.alerts)})")
        print_table(_ALERT_HEADINGS, map(_alert_row, incident.alerts))
    things = gathered(incident)
    if things:
        print_heading(f"Evidence ({len(things)})")
        print_table(_EVIDENCE_HEADINGS, map(_evidence_row, things))
    events = timeline(incident)
    if events:
        print_heading("Timeline")
        print_fields((_time(event.at), one_line(event.words)) for event in events)
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
    yield "Verdict", verdict_words(incident.classification, incident.determination)
    yield "Resolved", incident.resolving_comment
    yield "Tactics", ", ".join(map(in_words, incident.categories))
    yield "Techniques", ", ".join(map(technique_words, incident.techniques))
    yield "Services", ", ".join(dict.fromkeys(map(short_service, incident.services)))
    yield "Tags", ", ".join((*incident.tags, *incident.system_tags))
    yield "Created", _time(incident.created)
    yield "Updated", _time(incident.last_updated)
    yield "Activity", _time(incident.last_activity)
    yield "Merged into", incident.redirect_to
    yield "Summary", incident.summary or incident.description
    yield "Portal", incident.web_url


_EVIDENCE_HEADINGS = (
    Heading("Kind"),
    Heading("What", gives_way=True),
    Heading("Verdict"),
    Heading("Remediation"),
    Heading("Roles"),
    Heading("Alerts", is_number=True),
)
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


def _evidence_row(thing: GatheredEvidence) -> tuple[object, ...]:
    item = thing.item
    return (
        kind_words(item.kind),
        item.label,
        in_words(item.verdict),
        in_words(item.remediation),
        ", ".join(map(in_words, item.roles)),
        len(thing.alerts),
    )


def _time(time: datetime | None) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC") if time else ""
