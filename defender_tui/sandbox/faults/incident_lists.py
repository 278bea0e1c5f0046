"""Incidents that a client does not expect where it finds them."""

from __future__ import annotations

from urllib.parse import parse_qs

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.fault import Rewriting
from defender_tui.sandbox.json_value import Json, JsonObject

_NUMBERS = {"graph": "id", "xdr": "incidentId"}
_LATER_PAGE = frozenset({"$skip", "$skiptoken"})
_MOST_REMEMBERED = 1000


class DuplicateIncident(Rewriting):
    """Every further page begins with the incident that ended the page before it."""

    def __init__(self) -> None:
        self._last: dict[str, Json] = {}

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        body = answer.json_object()
        incidents = _incidents(call, body)
        if body is None or not incidents:
            return None
        before = self._last.get(call.path)
        self._last[call.path] = incidents[-1]
        query = parse_qs(bytes(call.scope.get("query_string", b"")).decode("latin-1"))
        if before is None or _LATER_PAGE.isdisjoint(query) or query.get("$skip") == ["0"]:
            return None
        return answer.with_json(body | {"value": [before, *incidents]})


class MergedIncident(Rewriting):
    """The first incident of a list was merged into the one after it, and says so ever after.

    An incident that is opened without having been in a list was merged into the one before it.
    """

    def __init__(self) -> None:
        self._merged: dict[str, str] = {}

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        name = _NUMBERS.get(call.service)
        body = answer.json_object()
        if name is None or body is None:
            return None
        incidents = [one for one in _incidents(call, body) if isinstance(one, dict)]
        if len(incidents) > 1:
            self._merge(str(incidents[0][name]), str(incidents[1][name]))
        elif _is_incident(body, name) and not self._merged:
            self._merge(str(body[name]), str(int(str(body[name])) - 1))
        marked = [self._mark(one, name) for one in (*incidents, body)]
        return answer.with_json(body) if any(marked) else None

    def _merge(self, one: str, into: str) -> None:
        # Two that lead to each other would be a fault of another kind.
        if self._merged.get(into) != one and len(self._merged) < _MOST_REMEMBERED:
            self._merged.setdefault(one, into)

    def _mark(self, incident: JsonObject, name: str) -> bool:
        target = self._merged.get(str(incident.get(name)))
        if target is None or not _is_incident(incident, name):
            return False
        is_graph = name == "id"
        incident["status"] = "redirected" if is_graph else "Redirected"
        incident["redirectIncidentId"] = target if is_graph else int(target)
        return True


def _incidents(call: Call, body: JsonObject | None) -> list[Json]:
    is_list = call.method == "GET" and call.path.rstrip("/").endswith("/incidents")
    value = body.get("value") if body is not None and is_list else None
    return value if isinstance(value, list) else []


def _is_incident(body: JsonObject, name: str) -> bool:
    return "redirectIncidentId" in body and str(body.get(name)).isdigit()
