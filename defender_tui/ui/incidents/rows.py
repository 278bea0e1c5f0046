"""The queue as rows of the grid: which of the incidents, in which order, in which cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum

from textual.content import Content

from ...core.filters import IncidentFilter
from ...core.incidents import Incident
from ...core.wording import in_words, short_service
from ...core.words import Severity
from ..text import ago, severity_mark, shown
from ..widgets.grid import GridColumn
from .words import short_owner

# What gives way first in a narrow terminal has the highest priority number.
COLUMNS = (
    GridColumn("severity", "Sev", width=4),
    GridColumn("id", "Id", min_width=5),
    GridColumn("title", "Incident", min_width=24, flexible=True),
    GridColumn("status", "Status", width=11, priority=2),
    GridColumn("owner", "Owner", width=12, priority=3),
    GridColumn("alerts", "Alerts", width=6, align="right", priority=4),
    GridColumn("services", "Services", width=12, priority=5),
    GridColumn("activity", "Last activity", width=13, priority=1),
)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_RANK: dict[str, int] = {severity: rank for rank, severity in enumerate(Severity)}
_TITLE_CELLS = 200


class Sort(Enum):
    """The orders of the list; the value is what the choice shows."""

    ACTIVITY = "Last activity, newest first"
    SEVERITY = "Severity, worst first"
    ALERTS = "Alerts, most first"
    CREATED = "Created, newest first"
    OWNER = "Owner, by name"


def arranged(incidents: Sequence[Incident], *, search: str, sort: Sort) -> tuple[Incident, ...]:
    """Give those that the search finds, in order; equal ones by their last activity."""
    sought = IncidentFilter(text=search)
    newest_first = sorted(filter(sought.matches, incidents), key=_activity, reverse=True)
    if sort is Sort.SEVERITY:
        newest_first.sort(key=_rank)
    elif sort is Sort.ALERTS:
        newest_first.sort(key=lambda one: -len(one.alerts or ()))
    elif sort is Sort.CREATED:
        newest_first.sort(key=lambda one: one.created or _EARLIEST, reverse=True)
    elif sort is Sort.OWNER:
        newest_first.sort(key=lambda one: (not one.assigned_to, (one.assigned_to or "").casefold()))
    return tuple(newest_first)


class IncidentRows:
    """A grid's source over incidents that are all there; `now` is what their age is told from."""

    def __init__(self, incidents: tuple[Incident, ...], now: datetime) -> None:
        self.incidents = incidents
        self._now = now

    @property
    def row_count(self) -> int:
        """How many incidents there are."""
        return len(self.incidents)

    def cells(self, row: int) -> Sequence[Content]:
        """Give one incident's cells in the order of `COLUMNS`."""
        incident = self.incidents[row]
        services = dict.fromkeys(map(short_service, incident.services))
        return (
            severity_mark(incident.severity),
            shown(incident.id, limit=20),
            shown(incident.title, limit=_TITLE_CELLS),
            shown(in_words(incident.status), limit=20),
            shown(short_owner(incident.assigned_to), limit=40),
            Content("" if incident.alerts is None else str(len(incident.alerts))),
            shown(" ".join(services), limit=40),
            Content(ago(incident.last_activity, self._now)),
        )

    def want(self, first: int, last: int) -> None:
        """Do nothing: every row is here."""

    def row_of(self, incident_id: str) -> int | None:
        """Find the row of an incident; `None` when it is not among them."""
        rows = (row for row, one in enumerate(self.incidents) if one.id == incident_id)
        return next(rows, None)


def _activity(incident: Incident) -> datetime:
    return incident.last_activity or _EARLIEST


def _rank(incident: Incident) -> int:
    return _RANK.get(incident.severity or "", len(_RANK))
