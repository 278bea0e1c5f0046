"""An incident of a list as a JSON object, and back: what the list left out is not in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from .incidents import Alert, Comment, Incident
from .json_form import as_json
from .listed_incident import NOTHING_ELSE, all_shared, is_listed, shared

_LEFT_OUT = ("description", "summary", "resolving_comment", "extra")
_TEXTS = (
    "title",
    "status",
    "severity",
    "classification",
    "determination",
    "assigned_to",
    "redirect_to",
    "tenant_id",
    "web_url",
    "last_modified_by",
)
_SHARED = (
    "status",
    "severity",
    "classification",
    "determination",
    "assigned_to",
    "tenant_id",
    "last_modified_by",
)
_FIELDS = ("id", *_TEXTS, "priority", "created", "last_updated", "tags", "system_tags", "comments")
_Read = TypeVar("_Read")


def known_json(incident: Incident) -> dict[str, object]:
    """Give an incident with the fields of `as_json`; one of a list without what it left out.

    Absent is not null: a field that is `None` is known to be empty.
    """
    if not is_listed(incident):
        whole = as_json(incident)
        return whole if isinstance(whole, dict) else {}
    said = {name: as_json(getattr(incident, name)) for name in _FIELDS}
    alerts = incident.alerts
    return {**said, "alerts": None if alerts is None else list(map(_alert_json, alerts))}


def _alert_json(alert: Alert) -> dict[str, object]:
    # Written out, since a long queue has a hundred thousand of them.
    return {
        "id": alert.id,
        "title": alert.title,
        "status": alert.status,
        "severity": alert.severity,
        "category": alert.category,
        "service": alert.service,
        "last_activity": as_json(alert.last_activity),
        "techniques": list(alert.techniques),
    }


def read_listed(source: object) -> Incident:
    """Read what `known_json` gave of an incident of a list.

    Raises:
        ValueError: it is something else.
    """
    table = _object(source)
    texts = {name: _text(table.get(name)) for name in _TEXTS}
    texts |= {name: shared(texts[name]) for name in _SHARED}
    alerts, priority = table.get("alerts"), table.get("priority")
    if priority is not None and not isinstance(priority, int):
        raise ValueError("a priority is a number")
    return Incident(
        id=_id(table),
        priority=priority,
        created=_time(table.get("created")),
        last_updated=_time(table.get("last_updated")),
        tags=_words(table.get("tags")),
        system_tags=_words(table.get("system_tags")),
        comments=_each(table.get("comments"), _comment),
        alerts=None if alerts is None else _each(alerts, _alert),
        extra=NOTHING_ELSE,
        **texts,
    )


def _alert(source: object) -> Alert:
    table = _object(source)
    return Alert(
        id=_id(table),
        title=shared(_text(table.get("title"))),
        status=shared(_text(table.get("status"))),
        severity=shared(_text(table.get("severity"))),
        category=shared(_text(table.get("category"))),
        service=shared(_text(table.get("service"))),
        last_activity=_time(table.get("last_activity")),
        techniques=_words(table.get("techniques")),
        extra=NOTHING_ELSE,
    )


def _comment(source: object) -> Comment:
    table = _object(source)
    text = _word(table.get("text"))
    return Comment(text, _text(table.get("author")), _time(table.get("created")))


def _object(source: object) -> Mapping[str, object]:
    if not isinstance(source, dict):
        raise ValueError("an object is missing")
    return source


def _id(table: Mapping[str, object]) -> str:
    return _word(table.get("id"))


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is missing")
    return value


def _words(value: object) -> tuple[str, ...]:
    return all_shared(_each(value, _word))


def _text(value: object) -> str | None:
    return None if value is None else _word(value)


def _time(value: object) -> datetime | None:
    time = None if value is None else datetime.fromisoformat(_word(value))
    if time is not None and time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time


def _each(value: object, read: Callable[[object], _Read]) -> tuple[_Read, ...]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")
    return tuple(map(read, value))
