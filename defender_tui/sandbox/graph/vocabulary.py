"""What lists of incidents and alerts can be filtered and sorted by, read from the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from defender_tui.sandbox.data.records import AlertRecord, IncidentRecord
from defender_tui.sandbox.graph import words
from defender_tui.sandbox.odata.vocabulary import Field, Kind, Property, Vocabulary

Record = TypeVar("Record", IncidentRecord, AlertRecord)

_SHARED_FILTERS = {
    "assignedTo": Property(Kind.TEXT),
    "classification": words.CLASSIFICATION.as_property(),
    "createdDateTime": Property(Kind.MOMENT),
    "determination": words.DETERMINATION.as_property(),
    "lastUpdateDateTime": Property(Kind.MOMENT),
    "severity": words.SEVERITY.as_property(),
    "systemTags": Property(Kind.TEXTS),
}
# Source: https://learn.microsoft.com/graph/api/security-list-incidents (2026-11-23)
INCIDENTS = Vocabulary(
    type_name="microsoft.graph.security.incident",
    filterable=_SHARED_FILTERS
    | {
        "status": words.INCIDENT_STATUS.as_property(),
        "customTags": Property(Kind.TEXTS),
    },
    sortable=("createdDateTime", "lastUpdateDateTime"),
    known=frozenset(
        (
            *("id", "tenantId", "status", "incidentWebUrl", "redirectIncidentId", "displayName"),
            *("createdDateTime", "lastUpdateDateTime", "assignedTo", "classification"),
            *("determination", "severity", "customTags", "systemTags", "description"),
            *("lastModifiedBy", "resolvingComment", "summary", "priorityScore", "comments"),
            "alerts",
        )
    ),
)
# Source: https://learn.microsoft.com/graph/api/security-list-alerts_v2 (2026-11-23)
ALERTS = Vocabulary(
    type_name="microsoft.graph.security.alert",
    filterable=_SHARED_FILTERS
    | {
        "status": words.ALERT_STATUS.as_property(),
        "serviceSource": words.SERVICE_SOURCE.as_property(),
        "mitreTechniques": Property(Kind.TEXTS),
    },
    sortable=("createdDateTime", "lastUpdateDateTime"),
    known=frozenset(
        (
            *("id", "providerAlertId", "incidentId", "status", "severity", "classification"),
            *("determination", "serviceSource", "detectionSource", "productName", "detectorId"),
            *("tenantId", "title", "description", "recommendedActions", "category", "categories"),
            *("assignedTo", "alertWebUrl", "incidentWebUrl", "actorDisplayName"),
            *("threatDisplayName", "threatFamilyName", "mitreTechniques", "createdDateTime"),
            *("lastUpdateDateTime", "resolvedDateTime", "firstActivityDateTime"),
            *("lastActivityDateTime", "systemTags", "alertPolicyId", "investigationState"),
            *("comments", "customDetails", "evidence", "additionalData"),
        )
    ),
)
EXPANDABLE: Mapping[str, Vocabulary] = {"alerts": ALERTS}
"""The relations of an incident."""


@dataclass(frozen=True, slots=True, eq=False)
class Head(Mapping[str, Field], Generic[Record]):
    """A record as filters and orders see it; nothing is made before it is asked for.

    So a list of many thousand incidents costs a comparison each, and a body only for each of a
    page.
    """

    record: Record
    readers: Mapping[str, Callable[[Record], Field]]

    def __getitem__(self, name: str) -> Field:
        return self.readers[name](self.record)

    def __iter__(self) -> Iterator[str]:
        return iter(self.readers)

    def __len__(self) -> int:
        return len(self.readers)


_INCIDENT_READERS: Mapping[str, Callable[[IncidentRecord], Field]] = {
    "id": lambda one: one.incident_id,
    "status": lambda one: one.status,
    "severity": lambda one: one.severity,
    "classification": lambda one: one.classification or "unknown",
    "determination": lambda one: one.determination or "unknown",
    "assignedTo": lambda one: one.assigned_to,
    "createdDateTime": lambda one: one.created_at,
    "lastUpdateDateTime": lambda one: one.updated_at,
    "customTags": lambda one: list(one.tags),
    "systemTags": lambda one: list(one.system_tags),
}
_ALERT_READERS: Mapping[str, Callable[[AlertRecord], Field]] = {
    "id": lambda one: one.alert_id,
    "status": lambda one: one.status,
    "severity": lambda one: one.severity,
    "classification": lambda one: one.classification or "unknown",
    "determination": lambda one: one.determination or "unknown",
    "serviceSource": lambda one: one.service_source,
    "assignedTo": lambda one: one.assigned_to,
    "createdDateTime": lambda one: one.created_at,
    "lastUpdateDateTime": lambda one: one.updated_at,
    "mitreTechniques": lambda one: list(one.techniques),
    "systemTags": lambda _: [],
}


def incident_head(incident: IncidentRecord) -> Head[IncidentRecord]:
    """Give an incident as filters see it."""
    return Head(incident, _INCIDENT_READERS)


def alert_head(alert: AlertRecord) -> Head[AlertRecord]:
    """Give an alert as filters see it."""
    return Head(alert, _ALERT_READERS)
