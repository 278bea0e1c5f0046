"""Incidents and alerts as the Defender XDR API spells them."""

from __future__ import annotations

from datetime import datetime

from defender_tui.sandbox.data.records import AlertRecord, IncidentRecord
from defender_tui.sandbox.json_value import JsonObject, moment_text
from defender_tui.sandbox.odata.vocabulary import Field, Kind, Property, Vocabulary
from defender_tui.sandbox.xdr import words
from defender_tui.sandbox.xdr.entities import device_bodies, entity_bodies

# Source: https://learn.microsoft.com/defender-xdr/api-list-incidents (2026-11-23)
INCIDENTS = Vocabulary(
    type_name="Microsoft.Defender.Incident",
    filterable={
        "lastUpdateTime": Property(Kind.MOMENT),
        "createdTime": Property(Kind.MOMENT),
        "status": Property(Kind.ENUM, words.STATUSES),
        "assignedTo": Property(Kind.TEXT),
    },
    sortable=("createdTime", "lastUpdateTime"),
    known=frozenset(
        (
            *("incidentId", "redirectIncidentId", "incidentName", "createdTime"),
            *("lastUpdateTime", "assignedTo", "classification", "determination", "status"),
            *("severity", "tags", "comments", "alerts"),
        )
    ),
)


def incident_head(incident: IncidentRecord) -> dict[str, Field]:
    """Give what a list is filtered and sorted by."""
    return {
        "incidentId": incident.incident_id,
        "createdTime": incident.created_at,
        "lastUpdateTime": incident.updated_at,
        "status": words.status(incident.status),
        "assignedTo": incident.assigned_to,
    }


def incident_body(incident: IncidentRecord, *, now: datetime) -> JsonObject:
    """Give an incident with its alerts."""
    classification, determination = incident.classification, incident.determination
    return {
        "incidentId": incident.incident_id,
        "redirectIncidentId": incident.redirect_incident_id,
        "incidentName": incident.title,
        "createdTime": moment_text(incident.created_at),
        "lastUpdateTime": moment_text(incident.updated_at),
        "assignedTo": incident.assigned_to,
        "classification": words.pascal(classification or "unknown"),
        "determination": words.determination(determination or "unknown"),
        "status": words.status(incident.status),
        "severity": words.severity(incident.severity),
        "tags": list(incident.tags),
        "comments": [
            {
                "comment": comment.text,
                "createdBy": comment.created_by,
                "createdTime": moment_text(comment.created_at),
            }
            for comment in incident.comments
        ],
        "alerts": [_alert_body(alert, now=now) for alert in incident.alerts],
    }


def _alert_body(alert: AlertRecord, *, now: datetime) -> JsonObject:
    return {
        "alertId": alert.alert_id,
        "incidentId": alert.incident_id,
        "serviceSource": words.service_source(alert.service_source),
        "creationTime": moment_text(alert.created_at),
        "lastUpdatedTime": moment_text(alert.updated_at),
        "resolvedTime": moment_text(alert.resolved_at) if alert.resolved_at else None,
        "firstActivity": moment_text(alert.first_activity),
        "lastActivity": moment_text(alert.last_activity),
        "title": alert.title,
        "description": alert.description,
        "category": alert.category,
        "status": words.pascal(alert.status),
        "severity": words.severity(alert.severity),
        "investigationId": None,
        "investigationState": words.pascal(alert.investigation_state),
        "classification": words.pascal(alert.classification) if alert.classification else None,
        "determination": words.determination(alert.determination) if alert.determination else None,
        "detectionSource": words.detection_source(alert.detection_source),
        "assignedTo": alert.assigned_to,
        "actorName": alert.actor,
        "threatFamilyName": alert.threat_family,
        "mitreTechniques": list(alert.techniques),
        "devices": device_bodies(alert.evidence, now=now),
        "entities": entity_bodies(alert.evidence),
    }
