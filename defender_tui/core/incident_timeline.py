"""What happened in an incident, in the order of time: activity, alerts, evidence, people's work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from .evidence import Evidence
from .evidence_kinds import kind_words
from .incidents import Alert, Comment, Incident
from .wire.reading import time
from .wording import in_words

# A stretch without events that is worth saying.
GAP = timedelta(hours=1)
_LABELS_SHOWN = 4
_LONGEST_LABEL = 60


class EventKind(Enum):
    """What an event of the timeline is; the value is its word on the screen."""

    ACTIVITY = "activity"
    ALERT = "alert"
    EVIDENCE = "evidence"
    INCIDENT = "incident"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One moment of an incident; `at` is UTC.

    `words` are ours with names from outside in them, not yet safe to show. `alert_id` names the
    alert that the event belongs to, `None` for one of the whole incident.
    """

    at: datetime
    kind: EventKind
    words: str
    alert_id: str | None = None


def timeline(incident: Incident) -> tuple[TimelineEvent, ...]:
    """Give the events of an incident, the earliest first; what bears no time is left out.

    At the same moment activity stands before the alert on it, and that before its evidence.
    """
    order = list(EventKind)
    events = sorted(_events(incident), key=lambda one: (one.at, order.index(one.kind)))
    return tuple(events)


def gap_before(event: TimelineEvent, before: TimelineEvent | None) -> timedelta | None:
    """Give the time since the event before where it is long enough to be told, else `None`."""
    if before is None or event.at - before.at < GAP:
        return None
    return event.at - before.at


def first_activity(incident: Incident) -> datetime | None:
    """Give when the activity began; when nothing tells, when the incident was created."""
    return min(_activity(incident), default=incident.created)


def latest_activity(incident: Incident) -> datetime | None:
    """Give when activity was last seen; when nothing tells, when the incident was created."""
    return max(_activity(incident), default=incident.created)


def _activity(incident: Incident) -> list[datetime]:
    alerts = incident.alerts or ()
    moments = [at for one in alerts for at in (one.first_activity, one.last_activity)]
    return [at for at in moments if at is not None]


def _events(incident: Incident) -> Iterator[TimelineEvent]:
    if incident.created:
        yield TimelineEvent(incident.created, EventKind.INCIDENT, "Incident created")
    for alert in incident.alerts or ():
        yield from _of_alert(alert)
    yield from _of_comments(incident.comments, None)
    if incident.last_updated:
        by = f" by {incident.last_modified_by}" if incident.last_modified_by else ""
        words = f"Last updated{by}: {_state(incident)}"
        yield TimelineEvent(incident.last_updated, EventKind.INCIDENT, words)


def _of_alert(alert: Alert) -> Iterator[TimelineEvent]:
    title = alert.title or alert.id
    first, last = alert.first_activity, alert.last_activity
    if first:
        words = f"First activity: {title}" if first != last else f"Activity: {title}"
        yield TimelineEvent(first, EventKind.ACTIVITY, words, alert.id)
    if last and last != first:
        yield TimelineEvent(last, EventKind.ACTIVITY, f"Last activity: {title}", alert.id)
    if alert.created:
        severity = f" ({in_words(alert.severity).lower()})" if alert.severity else ""
        words = f"Alert raised: {title}{severity}"
        yield TimelineEvent(alert.created, EventKind.ALERT, words, alert.id)
    resolved = time(alert.extra, "resolvedDateTime") or time(alert.extra, "resolvedTime")
    if resolved:
        yield TimelineEvent(resolved, EventKind.ALERT, f"Alert resolved: {title}", alert.id)
    yield from _of_evidence(alert)
    yield from _of_comments(alert.comments, alert)


def _of_evidence(alert: Alert) -> Iterator[TimelineEvent]:
    """Tell what came at the same moment in one event."""
    at: dict[datetime, list[str]] = {}
    for item in alert.evidence:
        if item.created:
            at.setdefault(item.created, []).append(_named(item))
    for moment, labels in at.items():
        more = len(labels) - _LABELS_SHOWN
        named = [*labels[:_LABELS_SHOWN], *([f"{more} more"] if more > 0 else [])]
        words = f"Evidence found: {', '.join(named)}"
        yield TimelineEvent(moment, EventKind.EVIDENCE, words, alert.id)


def _named(item: Evidence) -> str:
    label = item.label
    short = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    return f"{kind_words(item.kind)} {short}"


def _of_comments(comments: Iterable[Comment], alert: Alert | None) -> Iterator[TimelineEvent]:
    for comment in comments:
        if comment.created:
            on = f" on alert {alert.title or alert.id}" if alert else ""
            words = f"{comment.author or 'Somebody'} commented{on}: {comment.text}"
            alert_id = alert.id if alert else None
            yield TimelineEvent(comment.created, EventKind.COMMENT, words, alert_id)


def _state(incident: Incident) -> str:
    owner = f"owner {incident.assigned_to}" if incident.assigned_to else "owned by nobody"
    facts = [in_words(incident.status).lower() or "no status", owner]
    if incident.classification and incident.classification != "unknown":
        facts.append(in_words(incident.classification).lower())
    return ", ".join(facts)
