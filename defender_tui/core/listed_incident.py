"""An incident as far as a list needs it: what is long is left to whoever opens it."""

from __future__ import annotations

from dataclasses import replace
from sys import intern
from types import MappingProxyType

from .incidents import Alert, Incident

_NOTHING_ELSE: MappingProxyType[str, object] = MappingProxyType({})


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
        status=_shared(incident.status),
        severity=_shared(incident.severity),
        classification=_shared(incident.classification),
        determination=_shared(incident.determination),
        assigned_to=_shared(incident.assigned_to),
        tenant_id=_shared(incident.tenant_id),
        last_modified_by=_shared(incident.last_modified_by),
        tags=_all_shared(incident.tags),
        system_tags=_all_shared(incident.system_tags),
        alerts=None if alerts is None else tuple(map(_listed_alert, alerts)),
        extra=_NOTHING_ELSE,
    )


def _listed_alert(alert: Alert) -> Alert:
    return Alert(
        id=alert.id,
        title=_shared(alert.title),
        status=_shared(alert.status),
        severity=_shared(alert.severity),
        category=_shared(alert.category),
        service=_shared(alert.service),
        last_activity=alert.last_activity,
        techniques=_all_shared(alert.techniques),
        extra=_NOTHING_ELSE,
    )


def _shared(text: str | None) -> str | None:
    """Give the one copy of a text that many incidents have."""
    # A word of an enumeration is text too, but not such as can be shared.
    return None if text is None else intern(str(text))


def _all_shared(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(intern(str(text)) for text in texts)
