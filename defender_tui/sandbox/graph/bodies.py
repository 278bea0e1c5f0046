"""Incidents, alerts and comments as Graph spells them."""

from __future__ import annotations

from datetime import datetime

from defender_tui.sandbox.data.records import AlertRecord, CommentRecord, IncidentRecord
from defender_tui.sandbox.graph.evidence import evidence_body
from defender_tui.sandbox.json_value import Json, JsonObject, moment_text

_PORTAL = "https://security.microsoft.com"


def incident_body(incident: IncidentRecord, *, tenant_id: str) -> JsonObject:
    """Give an incident without its alerts.

    Source: https://learn.microsoft.com/graph/api/resources/security-incident (2026-11-23)
    """
    redirect_id = incident.redirect_incident_id
    return {
        "id": str(incident.incident_id),
        "tenantId": tenant_id,
        "status": incident.status,
        "incidentWebUrl": _incident_url(incident.incident_id, tenant_id),
        "redirectIncidentId": None if redirect_id is None else str(redirect_id),
        "displayName": incident.title,
        "createdDateTime": moment_text(incident.created_at),
        "lastUpdateDateTime": moment_text(incident.updated_at),
        "assignedTo": incident.assigned_to,
        "classification": incident.classification or "unknown",
        "determination": incident.determination or "unknown",
        "severity": incident.severity,
        "customTags": list(incident.tags),
        "systemTags": list(incident.system_tags),
        "description": incident.description,
        "lastModifiedBy": incident.modified_by,
        "resolvingComment": incident.resolving_comment,
        "summary": incident.summary,
        "priorityScore": incident.priority_score,
        "comments": comment_bodies(incident.comments),
    }


def alert_body(alert: AlertRecord, *, tenant_id: str, now: datetime) -> JsonObject:
    """Give an alert with its evidence.

    Source: https://learn.microsoft.com/graph/api/resources/security-alert (2026-11-23)
    """
    return {
        "id": alert.alert_id,
        "providerAlertId": alert.provider_alert_id,
        "incidentId": str(alert.incident_id),
        "status": alert.status,
        "severity": alert.severity,
        "classification": alert.classification or "unknown",
        "determination": alert.determination or "unknown",
        "serviceSource": alert.service_source,
        "detectionSource": alert.detection_source,
        "productName": alert.product_name,
        "detectorId": alert.detector_id,
        "tenantId": tenant_id,
        "title": alert.title,
        "description": alert.description,
        "recommendedActions": alert.recommended_actions,
        "category": alert.category,
        "categories": [alert.category],
        "assignedTo": alert.assigned_to,
        "alertWebUrl": f"{_PORTAL}/alerts/{alert.alert_id}?tid={tenant_id}",
        "incidentWebUrl": _incident_url(alert.incident_id, tenant_id),
        "actorDisplayName": alert.actor,
        "threatDisplayName": alert.threat_family,
        "threatFamilyName": alert.threat_family,
        "mitreTechniques": list(alert.techniques),
        "createdDateTime": moment_text(alert.created_at),
        "lastUpdateDateTime": moment_text(alert.updated_at),
        "resolvedDateTime": moment_text(alert.resolved_at) if alert.resolved_at else None,
        "firstActivityDateTime": moment_text(alert.first_activity),
        "lastActivityDateTime": moment_text(alert.last_activity),
        "systemTags": [],
        "alertPolicyId": None,
        "investigationState": alert.investigation_state,
        "comments": comment_bodies(alert.comments),
        "customDetails": dict(alert.custom_details),
        "evidence": [evidence_body(evidence, now=now) for evidence in alert.evidence],
        "additionalData": {},
    }


def comment_bodies(comments: tuple[CommentRecord, ...]) -> list[Json]:
    """Give comments, oldest first."""
    return [
        {
            "comment": comment.text,
            "createdByDisplayName": comment.created_by,
            "createdDateTime": moment_text(comment.created_at),
        }
        for comment in comments
    ]


def _incident_url(incident_id: int, tenant_id: str) -> str:
    return f"{_PORTAL}/incident2/{incident_id}/overview?tid={tenant_id}"
