"""Answers that hold what no documentation tells of."""

from __future__ import annotations

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.fault import Rewriting
from defender_tui.sandbox.faults.members import ENUMS
from defender_tui.sandbox.json_value import Json, JsonObject

UNKNOWN_WORD = "notHeardOfYet"
UNKNOWN_EVIDENCE = "#microsoft.graph.security.zeppelinEvidence"
UNKNOWN_ENTITY = "Zeppelin"
_KEPT = frozenset(
    {"id", "incidentId", "alertId", "value", "schema", "results", "Schema", "Results"}
)


class UnknownEvidence(Rewriting):
    """Every alert holds one more piece of evidence, of a kind that does not exist yet."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        body = answer.json_object()
        if body is None or not _add_evidence(body):
            return None
        return answer.with_json(body)


class UnknownEnum(Rewriting):
    """Every word out of a list is one that the list did not have."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        body = answer.json_object()
        if body is None or not _replace_words(body):
            return None
        return answer.with_json(body)


class Nulls(Rewriting):
    """Every value but the ids is null, and every list of objects holds a null too."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        body = answer.json_object()
        return None if body is None else answer.with_json(_hollow(body))


def _add_evidence(value: Json) -> bool:
    found = False
    if isinstance(value, dict):
        for key, strange in (("evidence", _strange_evidence()), ("entities", _strange_entity())):
            pieces = value.get(key)
            if isinstance(pieces, list):
                pieces.append(strange)
                found = True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in list(parts):
        found = _add_evidence(part) or found
    return found


def _strange_evidence() -> JsonObject:
    return {
        "@odata.type": UNKNOWN_EVIDENCE,
        "createdDateTime": "2026-11-23T08:00:00Z",
        "verdict": UNKNOWN_WORD,
        "remediationStatus": "none",
        "roles": [UNKNOWN_WORD],
        "tags": [],
        "hull": {"cells": [1, 2, [3]], "gas": "helium"},
    }


def _strange_entity() -> JsonObject:
    return {"entityType": UNKNOWN_ENTITY, "verdict": UNKNOWN_WORD, "hull": {"cells": [1, [2]]}}


def _replace_words(value: Json) -> bool:
    found = False
    if isinstance(value, dict):
        for key, held in value.items():
            if key in ENUMS and isinstance(held, str):
                value[key] = UNKNOWN_WORD
                found = True
            elif key in ENUMS and isinstance(held, list):
                value[key] = [UNKNOWN_WORD]
                found = True
            else:
                found = _replace_words(held) or found
    elif isinstance(value, list):
        for part in value:
            found = _replace_words(part) or found
    return found


def _hollow(value: JsonObject) -> JsonObject:
    return {key: _hollowed(key, held) for key, held in value.items()}


def _hollowed(key: str, value: Json) -> Json:
    if key.startswith("@odata.") or key in ("schema", "Schema"):
        return value
    if isinstance(value, dict):
        return _hollow(value)
    if isinstance(value, list):
        inner: list[Json] = [_hollow(part) for part in value if isinstance(part, dict)]
        return [*inner, None] if inner or key in _KEPT else None
    return value if key in _KEPT else None
