"""An incident as far as a list needs it: what is long is left to whoever opens it."""

from __future__ import annotations

from dataclasses import replace
from sys import intern
from types import MappingProxyType

from .incidents import Alert, Incident

NOTHING_ELSE: MappingProxyType[str, object] = MappingProxyType({})
"""What stands for the unread fields of a listed incident, and of nothing else."""


def listed(incident: Incident) -> Incident:
    """Give an incident without its evidence, long texts and unread fields.

    What a list shows, sorts and filters by stays, and so does what tells whether it has moved: its
    own fields, its comments, and how many alerts it has.
    """
    alerts = incident.alerts
    return replace(
        incident,
        description=None,
        summary=None,
        resolving_comment=None,
        status=shared(incident.status),
        severity=shared(incident.severity),
        classification=shared(incident.classification),
        determination=shared(incident.determination),
        assigned_to=shared(incident.assigned_to),
        tenant_id=shared(incident.tenant_id),
        last_modified_by=shared(incident.last_modified_by),
        tags=all_shared(incident.tags),
        system_tags=all_shared(incident.system_tags),
        alerts=None if alerts is None else tuple(map(_listed_alert, alerts)),
        extra=NOTHING_ELSE,
    )


def is_listed(incident: Incident) -> bool:
    """Tell whether `listed` gave this incident, so that more is to be known of it."""
    return incident.extra is NOTHING_ELSE


def _listed_alert(alert: Alert) -> Alert:
    return Alert(
        id=alert.id,
        title=shared(alert.title),
        status=shared(alert.status),
        severity=shared(alert.severity),
        category=shared(alert.category),
        service=shared(alert.service),
        last_activity=alert.last_activity,
        techniques=all_shared(alert.techniques),
        extra=NOTHING_ELSE,
    )


def shared(text: str | None) -> str | None:
    """Give the one copy of a text that many incidents have."""
    # A word of an enumeration is text too, but not such as can be shared.
    return None if text is None else intern(str(text))


def all_shared(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Give the one copy of each of several texts."""
    return tuple(intern(str(text)) for text in texts)
