"""The Defender XDR incidents API, read into the same model and the same words as Graph.

Source: https://learn.microsoft.com/en-us/defender-xdr/api-incident
"""

from __future__ import annotations

from collections.abc import Mapping

from ..call_wait import LIST_INCIDENTS
from ..changes import UNSET, IncidentChange, Unset
from ..errors import ConfigError
from ..filters import Dialect, IncidentFilter, server_filter
from ..incidents import Alert, Comment, Incident
from ..resources import Resource
from .reading import JsonObject, objects, rest, text, texts, time
from .request import ApiRequest, path_segment
from .xdr_entities import lower_first, read_device, read_entity

MAX_PAGE = 100
_INCIDENTS = "/api/incidents"

_INCIDENT_FIELDS = frozenset(
    {
        "incidentId", "redirectIncidentId", "incidentName", "createdTime", "lastUpdateTime",
        "assignedTo", "classification", "determination", "status", "severity", "tags", "comments",
        "alerts", "incidentUri",
    }
)  # fmt: skip
_ALERT_FIELDS = frozenset(
    {
        "alertId", "incidentId", "serviceSource", "creationTime", "lastUpdatedTime",
        "firstActivity", "lastActivity", "title", "description", "category", "status", "severity",
        "classification", "determination", "detectionSource", "assignedTo", "actorName",
        "threatFamilyName", "mitreTechniques", "devices", "entities",
    }
)  # fmt: skip

# Where the two APIs have different words for one thing; left is XDR's, lower-cased.
_WORDS = {
    "unspecified": "unknown",
    "notavailable": "unknown",
    "clean": "notMalicious",
    "noenoughdatatovalidate": "notEnoughDataToValidate",
    "insufficientdata": "notEnoughDataToValidate",
    "compromiseduser": "compromisedAccount",
    "confirmeduseractivity": "confirmedActivity",
}
_XDR_DETERMINATIONS = {
    "notMalicious": "Clean",
    "notEnoughDataToValidate": "NoEnoughDataToValidate",
}
_DETECTION_SOURCES = {
    "mcas": "cloudAppSecurity",
    "officeatp": "microsoftDefenderForOffice365",
    "windowsdefenderatp": "microsoftDefenderForEndpoint",
    "windowsdefenderav": "antivirus",
}
_SERVICES = {
    "microsoftdefenderatp": "microsoftDefenderForEndpoint",
    "microsoftcloudappsecurity": "microsoftDefenderForCloudApps",
    "officeatp": "microsoftDefenderForOffice365",
    "azureatp": "microsoftDefenderForIdentity",
    "microsoftthreatprotection": "microsoft365Defender",
    "aadidentityprotection": "azureAdIdentityProtection",
}


def list_incidents(wanted: IncidentFilter, *, skip: int, page_size: int = MAX_PAGE) -> ApiRequest:
    """Ask for the wanted incidents from number `skip` on; a short page is the last one."""
    params = {"$top": str(min(page_size, MAX_PAGE))}
    if skip:
        params["$skip"] = str(skip)
    expression = server_filter(wanted, Dialect.XDR).expression
    if expression:
        params["$filter"] = expression
    return ApiRequest(Resource.XDR, "GET", _INCIDENTS, LIST_INCIDENTS, params=params)


def get_incident(incident_id: str) -> ApiRequest:
    """Ask for one incident; its alerts always come along."""
    return ApiRequest(Resource.XDR, "GET", _one(incident_id), f"open incident {incident_id}")


def update_incident(incident_id: str, change: IncidentChange) -> ApiRequest:
    """Ask for the changed fields and the comment in one call.

    Raises:
        ConfigError: severity or title are to change, which this API cannot do.
    """
    for name, value in (("severity", change.severity), ("title", change.title)):
        if value is not UNSET:
            raise ConfigError(
                f"The Defender XDR API cannot change an incident's {name}.",
                hint="Use Microsoft Graph for incidents (incidents_api = graph).",
                key=name,
            )
    fields: tuple[tuple[str, object], ...] = (
        ("status", _pascal(change.status)),
        ("assignedTo", change.assigned_to),
        ("classification", _pascal(change.classification)),
        ("determination", _spelled_determination(change.determination)),
        ("tags", change.tags if change.tags is UNSET else list(change.tags)),
        ("comment", change.remark or UNSET),
    )
    return ApiRequest(
        Resource.XDR,
        "PATCH",
        _one(incident_id),
        f"change incident {incident_id}",
        body={name: value for name, value in fields if value is not UNSET},
        is_write=True,
    )


def _one(incident_id: str) -> str:
    return f"{_INCIDENTS}/{path_segment(incident_id)}"


def _pascal(word: str | Unset) -> str | Unset:
    return word if word is UNSET else word[:1].upper() + word[1:]


def _spelled_determination(word: str | Unset) -> str | Unset:
    if word is UNSET:
        return word
    return _XDR_DETERMINATIONS.get(word, _pascal(word))


def read_incident(source: JsonObject) -> Incident:
    """Read one incident. Ids become text, words take Graph's spelling."""
    return Incident(
        id=text(source, "incidentId") or "",
        title=text(source, "incidentName"),
        status=_word(source, "status"),
        severity=_word(source, "severity"),
        classification=_word(source, "classification"),
        determination=_word(source, "determination"),
        assigned_to=text(source, "assignedTo"),
        redirect_to=text(source, "redirectIncidentId"),
        web_url=text(source, "incidentUri"),
        created=time(source, "createdTime"),
        last_updated=time(source, "lastUpdateTime"),
        tags=texts(source, "tags"),
        comments=tuple(
            Comment(
                text=text(item, "comment") or "",
                author=text(item, "createdBy"),
                created=time(item, "createdTime"),
            )
            for item in objects(source, "comments")
        ),
        alerts=tuple(read_alert(item) for item in objects(source, "alerts")),
        extra=rest(source, _INCIDENT_FIELDS),
    )


def read_alert(source: JsonObject) -> Alert:
    """Read one alert; devices and flat entities both become evidence, devices first."""
    devices = tuple(read_device(item) for item in objects(source, "devices"))
    entities = tuple(read_entity(item) for item in objects(source, "entities"))
    return Alert(
        id=text(source, "alertId") or "",
        title=text(source, "title"),
        incident_id=text(source, "incidentId"),
        description=text(source, "description"),
        status=_word(source, "status"),
        severity=_word(source, "severity"),
        category=text(source, "category"),
        service=_word(source, "serviceSource", _SERVICES),
        detection_source=_word(source, "detectionSource", _DETECTION_SOURCES),
        classification=_word(source, "classification"),
        determination=_word(source, "determination"),
        assigned_to=text(source, "assignedTo"),
        threat=text(source, "threatFamilyName"),
        actor=text(source, "actorName"),
        created=time(source, "creationTime"),
        last_updated=time(source, "lastUpdatedTime"),
        first_activity=time(source, "firstActivity"),
        last_activity=time(source, "lastActivity"),
        techniques=texts(source, "mitreTechniques"),
        evidence=devices + entities,
        extra=rest(source, _ALERT_FIELDS),
    )


def _word(source: JsonObject, key: str, words: Mapping[str, str] = _WORDS) -> str | None:
    value = text(source, key)
    return None if value is None else words.get(value.lower(), lower_first(value))
