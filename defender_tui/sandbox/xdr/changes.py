"""What a client may write to the Defender XDR API."""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.incident_store import IncidentChange
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr import words

_NAMES = {"status", "assignedTo", "classification", "determination", "tags", "comment"}


def incident_change(body: JsonObject) -> IncidentChange:
    """Read the body of an incident's PATCH; a determination needs a classification that fits.

    Source: https://learn.microsoft.com/defender-xdr/api-update-incidents (2026-11-23)

    Raises:
        ServiceRefused: a property is unknown or has a wrong value.
    """
    if not body or not set(body) <= _NAMES:
        raise invalid_body()
    classification = _word(body, "classification", words.CLASSIFICATION_INPUT)
    determination = None
    if body.get("determination") is not None:
        if classification is None:
            raise ServiceRefused(
                400, "BadRequest", "Determination can be set only together with a classification."
            )
        fitting = words.DETERMINATION_INPUT[classification]
        determination = _word(body, "determination", fitting)
    return IncidentChange(
        status=_word(body, "status", words.STATUS_INPUT),
        classification=classification,
        determination=determination,
        assigned_to=_text(body, "assignedTo"),
        tags=_tags(body),
        comment=_text(body, "comment") or None,
    )


def invalid_body() -> ServiceRefused:
    """Give the refusal of a body that does not fit."""
    return ServiceRefused(400, "InvalidRequestBody", "Request body is incorrect")


def _word(body: JsonObject, name: str, known: Mapping[str, str]) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    word = known.get(value.lower()) if isinstance(value, str) else None
    if word is None:
        raise ServiceRefused(400, "BadRequest", f"Invalid value '{value}' for field '{name}'.")
    return word


def _text(body: JsonObject, name: str) -> str | None:
    if name not in body:
        return None
    value = body[name]
    if value is None or isinstance(value, str):
        return value or ""
    raise invalid_body()


def _tags(body: JsonObject) -> tuple[str, ...] | None:
    value = body.get("tags")
    if value is None:
        return None
    tags = value if isinstance(value, list) else [None]
    texts = tuple(dict.fromkeys(tag for tag in tags if isinstance(tag, str)))
    if not all(isinstance(tag, str) for tag in tags):
        raise invalid_body()
    return texts
