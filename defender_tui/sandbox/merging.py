"""Several incidents made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from defender_tui.sandbox.data.records import CommentRecord, IncidentRecord

_SEVERITIES = ("unknown", "informational", "low", "medium", "high")


def merged(
    incidents: Sequence[IncidentRecord], *, comment: str | None, by: str, at: datetime
) -> tuple[IncidentRecord, ...]:
    """Give the incidents after they were merged, the one that took the others in first.

    The oldest takes the alerts, tags and comments of the others and the highest severity; they
    keep their numbers, point at it and have no alerts any more.
    """
    target, *others = sorted(incidents, key=lambda one: (one.created_at, one.incident_id))
    alerts = [alert for one in (target, *others) for alert in one.alerts]
    comments = [note for one in (target, *others) for note in one.comments]
    if comment is not None:
        comments.append(CommentRecord(comment, by, at))
    kept = replace(
        target,
        severity=max((one.severity for one in incidents), key=_SEVERITIES.index),
        priority_score=max(one.priority_score for one in incidents),
        tags=tuple(dict.fromkeys(tag for one in (target, *others) for tag in one.tags)),
        comments=tuple(sorted(comments, key=lambda note: note.created_at)),
        alerts=tuple(
            replace(alert, incident_id=target.incident_id)
            for alert in sorted(alerts, key=lambda alert: alert.created_at)
        ),
        updated_at=at,
        modified_by=by,
    )
    return kept, *(
        replace(
            one,
            status="redirected",
            redirect_incident_id=target.incident_id,
            alerts=(),
            updated_at=at,
            modified_by=by,
        )
        for one in others
    )
