"""Microsoft Graph security v1.0: incidents.

Source: https://learn.microsoft.com/en-us/graph/api/resources/security-incident
Source: https://learn.microsoft.com/en-us/graph/api/resources/security-alert
"""

from __future__ import annotations

from ..call_wait import LIST_INCIDENTS
from ..changes import UNSET, IncidentChange
from ..evidence import Evidence
from ..filters import Dialect, IncidentFilter, server_filter
from ..incidents import Alert, Comment, Incident
from ..resources import Resource
from .reading import JsonObject, objects, rest, text, texts, time, whole
from .request import ApiRequest, path_segment

# With alerts expanded, larger pages are refused or fail on big tenants.
MAX_PAGE = 50
_INCIDENTS = "/v1.0/security/incidents"
# Without it newer enum members arrive as unknownFutureValue.
_PREFER = {"Prefer": "include-unknown-enum-members"}
_TYPE_PREFIX = "#microsoft.graph.security."

_INCIDENT_FIELDS = frozenset(
    {
        "id", "tenantId", "displayName", "description", "summary", "status", "severity",
        "classification", "determination", "assignedTo", "createdDateTime", "lastUpdateDateTime",
        "lastModifiedBy", "customTags", "systemTags", "comments", "resolvingComment",
        "redirectIncidentId", "incidentWebUrl", "priorityScore", "alerts",
    }
)  # fmt: skip
_ALERT_FIELDS = frozenset(
    {
        "id", "incidentId", "title", "description", "recommendedActions", "status", "severity",
        "classification", "determination", "category", "serviceSource", "detectionSource",
        "assignedTo", "actorDisplayName", "threatFamilyName", "alertWebUrl", "mitreTechniques",
        "createdDateTime", "lastUpdateDateTime", "firstActivityDateTime", "lastActivityDateTime",
        "comments", "evidence",
    }
)  # fmt: skip
_EVIDENCE_FIELDS = frozenset(
    {"@odata.type", "verdict", "remediationStatus", "roles", "createdDateTime"}
)


def list_incidents(
    wanted: IncidentFilter, *, skip: int = 0, page_size: int = MAX_PAGE, with_alerts: bool = True
) -> ApiRequest:
    """Ask for the wanted incidents from number `skip` on; further pages come by link."""
    params = {"$top": str(min(page_size, MAX_PAGE))}
    if skip:
        params["$skip"] = str(skip)
    expression = server_filter(wanted, Dialect.GRAPH).expression
    if expression:
        params["$filter"] = expression
    if with_alerts:
        params["$expand"] = "alerts"
    return ApiRequest(
        Resource.GRAPH,
        "GET",
        _INCIDENTS,
        LIST_INCIDENTS,
        params=params,
        headers=_PREFER,
    )


def get_incident(incident_id: str) -> ApiRequest:
    """Ask for one incident with its alerts."""
    return ApiRequest(
        Resource.GRAPH,
        "GET",
        _one(incident_id),
        f"open incident {incident_id}",
        params={"$expand": "alerts"},
        headers=_PREFER,
    )


def update_incident(incident_id: str, change: IncidentChange) -> ApiRequest | None:
    """Ask for the changed fields; `None` when only a comment is to be added."""
    fields: tuple[tuple[str, object], ...] = (
        ("status", change.status),
        ("assignedTo", change.assigned_to),
        ("classification", change.classification),
        ("determination", change.determination),
        ("severity", change.severity),
        ("displayName", change.title),
        ("customTags", change.tags if change.tags is UNSET else list(change.tags)),
    )
    body = {name: value for name, value in fields if value is not UNSET}
    if not body:
        return None
    return ApiRequest(
        Resource.GRAPH,
        "PATCH",
        _one(incident_id),
        f"change incident {incident_id}",
        headers=_PREFER,
        body=body,
        is_write=True,
    )


def add_comment(incident_id: str, comment: str) -> ApiRequest:
    """Ask for one comment to be added; the answer lists all of them."""
    return ApiRequest(
        Resource.GRAPH,
        "POST",
        f"{_one(incident_id)}/comments",
        f"comment on incident {incident_id}",
        body={
            "@odata.type": "microsoft.graph.security.alertComment",
            "comment": comment,
        },
        is_write=True,
    )


def get_alert(alert_id: str) -> ApiRequest:
    """Ask for one alert with its evidence."""
    return ApiRequest(
        Resource.GRAPH,
        "GET",
        f"/v1.0/security/alerts_v2/{path_segment(alert_id)}",
        f"open alert {alert_id}",
        headers=_PREFER,
    )


def _one(incident_id: str) -> str:
    return f"{_INCIDENTS}/{path_segment(incident_id)}"


def read_incident(source: JsonObject) -> Incident:
    """Read one incident; alerts are `None` when they were not expanded."""
    return Incident(
        id=text(source, "id") or "",
        title=text(source, "displayName"),
        status=text(source, "status"),
        severity=text(source, "severity"),
        classification=text(source, "classification"),
        determination=text(source, "determination"),
        assigned_to=text(source, "assignedTo"),
        description=text(source, "description"),
        summary=text(source, "summary"),
        resolving_comment=text(source, "resolvingComment"),
        redirect_to=text(source, "redirectIncidentId"),
        tenant_id=text(source, "tenantId"),
        web_url=text(source, "incidentWebUrl"),
        priority=whole(source, "priorityScore"),
        last_modified_by=text(source, "lastModifiedBy"),
        created=time(source, "createdDateTime"),
        last_updated=time(source, "lastUpdateDateTime"),
        tags=texts(source, "customTags"),
        system_tags=texts(source, "systemTags"),
        comments=read_comments(source, "comments"),
        alerts=tuple(read_alert(item) for item in objects(source, "alerts"))
        if isinstance(source.get("alerts"), list)
        else None,
        extra=rest(source, _INCIDENT_FIELDS),
    )


def read_alert(source: JsonObject) -> Alert:
    """Read one alert with its evidence."""
    return Alert(
        id=text(source, "id") or "",
        title=text(source, "title"),
        incident_id=text(source, "incidentId"),
        description=text(source, "description"),
        recommended_actions=text(source, "recommendedActions"),
        status=text(source, "status"),
        severity=text(source, "severity"),
        category=text(source, "category"),
        service=text(source, "serviceSource"),
        detection_source=text(source, "detectionSource"),
        classification=text(source, "classification"),
        determination=text(source, "determination"),
        assigned_to=text(source, "assignedTo"),
        threat=text(source, "threatFamilyName"),
        actor=text(source, "actorDisplayName"),
        web_url=text(source, "alertWebUrl"),
        created=time(source, "createdDateTime"),
        last_updated=time(source, "lastUpdateDateTime"),
        first_activity=time(source, "firstActivityDateTime"),
        last_activity=time(source, "lastActivityDateTime"),
        techniques=texts(source, "mitreTechniques"),
        evidence=tuple(read_evidence(item) for item in objects(source, "evidence")),
        comments=read_comments(source, "comments"),
        extra=rest(source, _ALERT_FIELDS),
    )


def read_evidence(source: JsonObject) -> Evidence:
    """Read one piece of evidence of any type, known or not."""
    kind = (text(source, "@odata.type") or "unknown").removeprefix(_TYPE_PREFIX)
    return Evidence(
        kind=kind.removesuffix("Evidence") or kind,
        verdict=text(source, "verdict"),
        remediation=text(source, "remediationStatus"),
        roles=texts(source, "roles"),
        created=time(source, "createdDateTime"),
        fields=rest(source, _EVIDENCE_FIELDS),
    )


def read_comments(source: JsonObject, key: str) -> tuple[Comment, ...]:
    """Read a list of comments, oldest first as the API sends them; both field spellings."""
    return tuple(
        Comment(
            text=text(item, "comment") or "",
            author=text(item, "createdByDisplayName") or text(item, "createdBy"),
            created=time(item, "createdDateTime") or time(item, "createdTime"),
        )
        for item in objects(source, key)
    )
