"""Incidents and their alerts, as both dialects are read into them.

Words of the vendor's open sets (status, severity, verdict …) stay text in Graph's spelling, so that
one that appears tomorrow is shown and not lost; `core.words` has the ones known today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .evidence import Evidence


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark of an analyst; `created` is UTC."""

    text: str
    author: str | None
    created: datetime | None


@dataclass(frozen=True, slots=True)
class Alert:
    """One detection inside an incident. Times are UTC; unread fields are in `extra`."""

    id: str
    title: str | None = None
    incident_id: str | None = None
    description: str | None = None
    recommended_actions: str | None = None
    status: str | None = None
    severity: str | None = None
    category: str | None = None
    service: str | None = None
    detection_source: str | None = None
    classification: str | None = None
    determination: str | None = None
    assigned_to: str | None = None
    threat: str | None = None
    actor: str | None = None
    web_url: str | None = None
    created: datetime | None = None
    last_updated: datetime | None = None
    first_activity: datetime | None = None
    last_activity: datetime | None = None
    techniques: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    comments: tuple[Comment, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    """A case: alerts that belong together, with its owner and verdict.

    `alerts` is `None` when they were not asked for, and empty when there are none. Times are UTC.
    `redirect_to` is the id of the incident that this one was merged into. `extra` holds the fields
    that were not read, under the API's own names.
    """

    id: str
    title: str | None = None
    status: str | None = None
    severity: str | None = None
    classification: str | None = None
    determination: str | None = None
    assigned_to: str | None = None
    description: str | None = None
    summary: str | None = None
    resolving_comment: str | None = None
    redirect_to: str | None = None
    tenant_id: str | None = None
    web_url: str | None = None
    priority: int | None = None
    last_modified_by: str | None = None
    created: datetime | None = None
    last_updated: datetime | None = None
    tags: tuple[str, ...] = ()
    system_tags: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    alerts: tuple[Alert, ...] | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def services(self) -> tuple[str, ...]:
        """The services that raised its alerts, each once, in order of first appearance."""
        return _distinct(alert.service for alert in self.alerts or ())

    @property
    def categories(self) -> tuple[str, ...]:
        """The tactics of its alerts, each once, in order of first appearance."""
        return _distinct(alert.category for alert in self.alerts or ())

    @property
    def techniques(self) -> tuple[str, ...]:
        """The MITRE ATT&CK technique ids of its alerts, each once, in order."""
        return _distinct(name for alert in self.alerts or () for name in alert.techniques)

    @property
    def last_activity(self) -> datetime | None:
        """The latest activity of any alert; the last update when no alert tells."""
        times = [alert.last_activity for alert in self.alerts or () if alert.last_activity]
        return max(times, default=self.last_updated)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of all alerts, the same thing once, in order of first appearance."""
        seen: dict[object, Evidence] = {}
        for alert in self.alerts or ():
            for item in alert.evidence:
                seen.setdefault(item.identity, item)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page of a list; `total` counts all pages when the API said so."""

    incidents: tuple[Incident, ...]
    has_more: bool
    total: int | None = None


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
