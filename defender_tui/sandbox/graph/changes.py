"""What a client may write to Graph: bodies of PATCH and of new comments."""

from __future__ import annotations

import json

from defender_tui.sandbox.data.records import AlertRecord, IncidentRecord
from defender_tui.sandbox.graph import words
from defender_tui.sandbox.graph.judgement import settled_determination
from defender_tui.sandbox.incident_store import AlertChange, IncidentChange
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.refusals import ServiceRefused

_LONGEST_COMMENT = 1000
_SETTABLE_INCIDENT_STATUSES = ("active", "resolved", "inProgress")
_SETTABLE_ALERT_STATUSES = ("new", "inProgress", "resolved")


def incident_change(body: JsonObject, incident: IncidentRecord) -> IncidentChange:
    """Read the body of a PATCH of this incident.

    Enumerated values count in any case, as in the vendor's own sample; `redirected` is the result
    of a merge and cannot be set.

    Source: https://learn.microsoft.com/graph/api/security-incident-update (2026-11-23)

    Raises:
        ServiceRefused: a property is unknown, cannot be set, or has a wrong value.
    """
    allowed = {
        *("assignedTo", "classification", "determination", "customTags", "description"),
        *("displayName", "severity", "resolvingComment", "status", "summary"),
    }
    _check_names(body, allowed, "microsoft.graph.security.incident")
    classification, determination = _judgement(body, incident)
    return IncidentChange(
        status=_status(body, words.INCIDENT_STATUS, _SETTABLE_INCIDENT_STATUSES),
        severity=_member(body, "severity", words.SEVERITY),
        classification=classification,
        determination=determination,
        assigned_to=_text(body, "assignedTo"),
        title=_text(body, "displayName"),
        description=_text(body, "description"),
        summary=_text(body, "summary"),
        resolving_comment=_text(body, "resolvingComment"),
        tags=_tags(body),
    )


def alert_change(body: JsonObject, alert: AlertRecord) -> AlertChange:
    """Read the body of a PATCH of this alert.

    Source: https://learn.microsoft.com/graph/api/security-alert-update (2026-11-23)

    Raises:
        ServiceRefused: a property is unknown, cannot be set, or has a wrong value.
    """
    allowed = {"status", "classification", "determination", "assignedTo", "customDetails"}
    _check_names(body, allowed, "microsoft.graph.security.alert")
    classification, determination = _judgement(body, alert)
    return AlertChange(
        status=_status(body, words.ALERT_STATUS, _SETTABLE_ALERT_STATUSES),
        classification=classification,
        determination=determination,
        assigned_to=_text(body, "assignedTo"),
        custom_details=_details(body),
    )


def comment_text(body: JsonObject) -> str:
    """Read the body of a new comment.

    Raises:
        ServiceRefused: it holds no comment, or one that is too long.
    """
    _check_names(body, {"comment"}, "microsoft.graph.security.alertComment")
    text = body.get("comment")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("Invalid request: the comment is empty.")
    if len(text) > _LONGEST_COMMENT:
        raise bad_request(
            f"Invalid request: the comment is longer than {_LONGEST_COMMENT} characters."
        )
    return text


def bad_request(message: str) -> ServiceRefused:
    """Give Graph's usual 400."""
    return ServiceRefused(400, "BadRequest", message)


def _check_names(body: JsonObject, allowed: set[str], type_name: str) -> None:
    names = [name for name in body if not name.startswith("@odata.")]
    for name in names:
        if name not in allowed:
            raise bad_request(
                f"The property '{name}' does not exist on type '{type_name}' or cannot be updated. "
                "Make sure to only use property names that are defined by the type."
            )
    if not names:
        raise bad_request("Empty Payload. JSON content expected.")


def _text(body: JsonObject, name: str) -> str | None:
    value = body.get(name)
    if name in body and value is None:
        return ""
    if value is None or isinstance(value, str):
        return value
    raise _cannot_convert(value, name, "Edm.String")


def _member(body: JsonObject, name: str, enumeration: words.Enumeration) -> str | None:
    if name not in body:
        return None
    value = body[name]
    found = enumeration.member(value) if isinstance(value, str) else None
    if found is None:
        raise _cannot_convert(value, name, enumeration.type_name)
    return found


def _status(
    body: JsonObject, enumeration: words.Enumeration, settable: tuple[str, ...]
) -> str | None:
    status = _member(body, "status", enumeration)
    if status is not None and status not in settable:
        raise bad_request(
            f"Invalid request: the status '{status}' cannot be set; it may be one of "
            f"{', '.join(settable)}."
        )
    return status


def _judgement(
    body: JsonObject, record: IncidentRecord | AlertRecord
) -> tuple[str | None, str | None]:
    classification = _unless_null(body, "classification", words.CLASSIFICATION)
    determination = _unless_null(body, "determination", words.DETERMINATION)
    return classification, settled_determination(
        classification,
        determination,
        old_classification=record.classification,
        old_determination=record.determination,
    )


def _unless_null(body: JsonObject, name: str, enumeration: words.Enumeration) -> str | None:
    """Give a member, or an empty text for null and `unknown`, which both take the value away."""
    if name in body and body[name] is None:
        return ""
    value = _member(body, name, enumeration)
    return "" if value == "unknown" else value


def _tags(body: JsonObject) -> tuple[str, ...] | None:
    if "customTags" not in body:
        return None
    value = body["customTags"]
    if value is None:
        return ()
    tags = value if isinstance(value, list) else [None]
    texts = tuple(dict.fromkeys(tag for tag in tags if isinstance(tag, str)))
    if not all(isinstance(tag, str) for tag in tags):
        raise _cannot_convert(value, "customTags", "Collection(Edm.String)")
    return texts


def _details(body: JsonObject) -> tuple[tuple[str, str], ...] | None:
    if "customDetails" not in body:
        return None
    value = body["customDetails"]
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise _cannot_convert(value, "customDetails", "microsoft.graph.security.dictionary")
    named = {name: text for name, text in value.items() if not name.startswith("@")}
    texts = tuple((name, text) for name, text in named.items() if isinstance(text, str))
    if len(texts) != len(named):
        raise _cannot_convert(value, "customDetails", "microsoft.graph.security.dictionary")
    return texts


def _cannot_convert(value: Json, name: str, wanted: str) -> ServiceRefused:
    literal = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return bad_request(
        f"Cannot convert the literal '{literal}' of the property '{name}' to the expected type "
        f"'{wanted}'."
    )
