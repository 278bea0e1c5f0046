"""Incidents as CSV, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .csv_form import csv_text
from .incidents import Incident
from .json_form import as_json

HEADER = (
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


def incidents_csv(incidents: Iterable[Incident]) -> str:
    """Give incidents as CSV that is safe to open in a spreadsheet, with its header."""
    return csv_text(HEADER, map(csv_cells, incidents))


def csv_cells(incident: Incident) -> tuple[str | None, ...]:
    """Give an incident's cells in the order of `HEADER`, not yet guarded against formulas."""
    return (
        incident.id,
        incident.title,
        incident.severity,
        incident.status,
        incident.assigned_to,
        incident.classification,
        incident.determination,
        None if incident.alerts is None else str(len(incident.alerts)),
        "; ".join(incident.services),
        "; ".join(incident.tags),
        _iso(incident.created),
        _iso(incident.last_updated),
        _iso(incident.last_activity),
        incident.web_url,
    )


def _iso(time: datetime | None) -> str:
    return str(as_json(time)) if time else ""
