"""The incidents of the tenant as they are now: one store behind both APIs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from defender_tui.sandbox.data.records import AlertRecord, CommentRecord, IncidentRecord
from defender_tui.sandbox.merging import merged

_NUMBER = re.compile(r"[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """What one call changes; a field that is None stays, an empty text or tuple clears."""

    status: str | None = None
    severity: str | None = None
    classification: str | None = None
    determination: str | None = None
    assigned_to: str | None = None
    title: str | None = None
    description: str | None = None
    summary: str | None = None
    resolving_comment: str | None = None
    tags: tuple[str, ...] | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class AlertChange:
    """What one call changes on an alert; None stays, an empty text clears."""

    status: str | None = None
    classification: str | None = None
    determination: str | None = None
    assigned_to: str | None = None
    custom_details: tuple[tuple[str, str], ...] | None = None
    comment: str | None = None


class IncidentStore:
    """Finds incidents and alerts by id and changes them, noting who did and when."""

    def __init__(self, incidents: Iterable[IncidentRecord]) -> None:
        self._incidents = {incident.incident_id: incident for incident in incidents}

    def incidents(self) -> list[IncidentRecord]:
        """Give all incidents, oldest first."""
        return list(self._incidents.values())

    def incident(self, incident_id: int) -> IncidentRecord | None:
        return self._incidents.get(incident_id)

    def incident_at(self, segment: str) -> IncidentRecord | None:
        """Give the incident that a segment of a path names; None for zeros in front too."""
        return self.incident(int(segment)) if _NUMBER.fullmatch(segment) else None

    def alerts(self) -> list[AlertRecord]:
        """Give all alerts, those of the oldest incident first."""
        return [alert for incident in self._incidents.values() for alert in incident.alerts]

    def alert(self, alert_id: str) -> AlertRecord | None:
        """Give the alert of that id, which ends with the number of its first incident."""
        incident = self.incident_at(alert_id.rpartition("_")[2])
        while incident is not None and incident.redirect_incident_id is not None:
            incident = self.incident(incident.redirect_incident_id)
        if incident is None:
            return None
        return next((alert for alert in incident.alerts if alert.alert_id == alert_id), None)

    def change_incident(
        self, incident: IncidentRecord, change: IncidentChange, *, by: str, at: datetime
    ) -> IncidentRecord:
        """Apply a change and give the incident after it; resolving it resolves its alerts."""
        changed = replace(
            incident,
            status=_kept(change.status, incident.status),
            severity=_kept(change.severity, incident.severity),
            classification=_cleared(change.classification, incident.classification),
            determination=_cleared(change.determination, incident.determination),
            assigned_to=_cleared(change.assigned_to, incident.assigned_to),
            title=_kept(change.title, incident.title),
            description=_kept(change.description, incident.description),
            summary=_kept(change.summary, incident.summary),
            resolving_comment=_cleared(change.resolving_comment, incident.resolving_comment),
            tags=incident.tags if change.tags is None else change.tags,
            comments=_with_comment(incident.comments, change.comment, by, at),
            updated_at=at,
            modified_by=by,
        )
        if change.status == "resolved":
            alerts = tuple(_resolved(alert, at) for alert in incident.alerts)
            changed = replace(changed, alerts=alerts)
        self._incidents[incident.incident_id] = changed
        return changed

    def change_alert(
        self, alert: AlertRecord, change: AlertChange, *, by: str, at: datetime
    ) -> AlertRecord:
        """Apply a change and give the alert after it; its incident counts as updated too."""
        changed = replace(
            alert,
            status=_kept(change.status, alert.status),
            classification=_cleared(change.classification, alert.classification),
            determination=_cleared(change.determination, alert.determination),
            assigned_to=_cleared(change.assigned_to, alert.assigned_to),
            custom_details=(
                alert.custom_details if change.custom_details is None else change.custom_details
            ),
            comments=_with_comment(alert.comments, change.comment, by, at),
            updated_at=at,
        )
        if change.status is not None:
            changed = replace(changed, resolved_at=at if change.status == "resolved" else None)
        incident = self._incidents[alert.incident_id]
        self._incidents[alert.incident_id] = replace(
            incident,
            updated_at=at,
            modified_by=by,
            alerts=tuple(
                changed if one.alert_id == alert.alert_id else one for one in incident.alerts
            ),
        )
        return changed

    def merge(
        self, incidents: Sequence[IncidentRecord], *, comment: str | None, by: str, at: datetime
    ) -> IncidentRecord:
        """Merge at least two incidents and give the one that holds their alerts now."""
        after = merged(incidents, comment=comment, by=by, at=at)
        self._incidents |= {incident.incident_id: incident for incident in after}
        return after[0]


def app_actor(app_name: str) -> str:
    """Give the name under which the services note a change made by an application."""
    return f"API-App:{app_name}"


def _kept(new: str | None, old: str) -> str:
    return old if new is None else new


def _cleared(new: str | None, old: str | None) -> str | None:
    return old if new is None else new or None


def _with_comment(
    comments: tuple[CommentRecord, ...], text: str | None, by: str, at: datetime
) -> tuple[CommentRecord, ...]:
    return comments if text is None else (*comments, CommentRecord(text, by, at))


def _resolved(alert: AlertRecord, at: datetime) -> AlertRecord:
    if alert.status == "resolved":
        return alert
    return replace(alert, status="resolved", resolved_at=at, updated_at=at)
