"""Incidents as whole texts for files: the list, or one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from .incident_csv import incidents_csv
from .incident_report import incident_report
from .incidents import Incident
from .json_form import as_json, json_text
from .listed_json import known_json


class ExportForm(Enum):
    """A form of file; the value is the ending of its name."""

    CSV = ".csv"
    JSON = ".json"
    MARKDOWN = ".md"


LIST_FORMS = (ExportForm.CSV, ExportForm.JSON)
PAGE_FORMS = (ExportForm.MARKDOWN, ExportForm.JSON)


def list_text(incidents: Iterable[Incident], form: ExportForm) -> str:
    """Give a list: as CSV with its columns, or as JSON with every field that was read.

    The fields are those of `incidents --format json`; what a list left out is absent, not null.
    """
    if form is ExportForm.CSV:
        return incidents_csv(incidents)
    lines = ",\n".join(json_text(known_json(one), indent=None) for one in incidents)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def page_text(incident: Incident, form: ExportForm, *, written_at: datetime) -> str:
    """Give one incident as a Markdown report, or as JSON."""
    if form is ExportForm.MARKDOWN:
        return incident_report(incident, written_at=written_at)
    return json_text(as_json(incident)) + "\n"
