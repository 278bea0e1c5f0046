"""What a client may write to Graph: bodies of PATCH and of new comments."""

from __future__ import annotations

import json

from defender_tui.sandbox.graph import words
from defender_tui.sandbox.incident_store import AlertChange, IncidentChange
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.refusals import ServiceRefused

_LONGEST_COMMENT = 1000


def incident_change(body: JsonObject) -> IncidentChange:
    """Read the body of an incident's PATCH.

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
    return IncidentChange(
        status=_member(body, "status", words.SETTABLE_INCIDENT_STATUSES),
        severity=_member(body, "severity", words.SEVERITIES),
        classification=_judgement(body, "classification", words.CLASSIFICATIONS),
        determination=_judgement(body, "determination", words.DETERMINATIONS),
        assigned_to=_text(body, "assignedTo"),
        title=_text(body, "displayName"),
        description=_text(body, "description"),
        summary=_text(body, "summary"),
        resolving_comment=_text(body, "resolvingComment"),
        tags=_tags(body),
    )


def alert_change(body: JsonObject) -> AlertChange:
    """Read the body of an alert's PATCH.

    Source: https://learn.microsoft.com/graph/api/security-alert-update (2026-11-23)

    Raises:
        ServiceRefused: a property is unknown, cannot be set, or has a wrong value.
    """
    allowed = {"status", "classification", "determination", "assignedTo", "customDetails"}
    _check_names(body, allowed, "microsoft.graph.security.alert")
    return AlertChange(
        status=_member(body, "status", words.SETTABLE_ALERT_STATUSES),
        classification=_judgement(body, "classification", words.CLASSIFICATIONS),
        determination=_judgement(body, "determination", words.DETERMINATIONS),
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


def _member(body: JsonObject, name: str, members: tuple[str, ...]) -> str | None:
    if name not in body:
        return None
    value = body[name]
    found = words.member(value, members) if isinstance(value, str) else None
    if found is None:
        raise _cannot_convert(value, name, f"one of {', '.join(members)}")
    return found


def _judgement(body: JsonObject, name: str, members: tuple[str, ...]) -> str | None:
    value = _member(body, name, members)
    return "" if value == "unknown" else value


def _tags(body: JsonObject) -> tuple[str, ...] | None:
    if "customTags" not in body:
        return None
    value = body["customTags"]
    tags = value if isinstance(value, list) else [None]
    texts = tuple(dict.fromkeys(tag for tag in tags if isinstance(tag, str)))
    if not all(isinstance(tag, str) for tag in tags):
        raise _cannot_convert(value, "customTags", "Collection(Edm.String)")
    return texts


def _details(body: JsonObject) -> tuple[tuple[str, str], ...] | None:
    if "customDetails" not in body:
        return None
    value = body["customDetails"]
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
