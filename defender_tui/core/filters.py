"""Which incidents are wanted, and which part of that each API can answer itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from .incidents import Incident
from .words import IncidentStatus


class Dialect(StrEnum):
    """The API that an incident request is spelled for."""

    GRAPH = "graph"
    XDR = "xdr"


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """The wanted part of the queue; an empty set or `None` means no restriction.

    `since` (included) and `until` (excluded) are compared with the time of the last update,
    `created_before` (excluded) with that of creation. `assigned` wants any owner at all. One of
    `services` must have raised an alert; where alerts are not known, that does not exclude. `tag`
    is compared whole, ignoring case; `text` is looked for in id, title, owner and tags.
    """

    statuses: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    assigned_to: str | None = None
    unassigned: bool = False
    assigned: bool = False
    services: frozenset[str] = frozenset()
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None
    created_before: datetime | None = None
    text: str = ""

    @property
    def wants_no_owner(self) -> bool:
        """Whether only incidents of nobody are wanted; an empty owner says the same."""
        return self.unassigned or self.assigned_to == ""

    def matches(self, incident: Incident) -> bool:
        """Tell whether the incident belongs to the wanted part."""
        return (
            (not self.statuses or incident.status in self.statuses)
            and (not self.severities or incident.severity in self.severities)
            and self._owner_matches(incident)
            and self._services_match(incident)
            and self._tag_matches(incident)
            and self._time_matches(incident)
            and self._text_matches(incident)
        )

    def _owner_matches(self, incident: Incident) -> bool:
        if self.wants_no_owner:
            return not incident.assigned_to
        if self.assigned and not incident.assigned_to:
            return False
        if self.assigned_to is None:
            return True
        return (incident.assigned_to or "").casefold() == self.assigned_to.casefold()

    def _services_match(self, incident: Incident) -> bool:
        if not self.services or incident.alerts is None:
            return True
        return not self.services.isdisjoint(incident.services)

    def _tag_matches(self, incident: Incident) -> bool:
        wanted = self.tag.strip().casefold()
        held = (*incident.tags, *incident.system_tags)
        return not wanted or any(wanted == tag.casefold() for tag in held)

    def _time_matches(self, incident: Incident) -> bool:
        if self.created_before and incident.created and incident.created >= self.created_before:
            return False
        if self.since is None and self.until is None:
            return True
        if incident.last_updated is None:
            return True
        return not (
            (self.since and incident.last_updated < self.since)
            or (self.until and incident.last_updated >= self.until)
        )

    def _text_matches(self, incident: Incident) -> bool:
        wanted = self.text.strip().casefold()
        if not wanted:
            return True
        parts = (
            incident.id,
            incident.title or "",
            incident.assigned_to or "",
            *incident.tags,
        )
        return any(wanted in part.casefold() for part in parts)


@dataclass(frozen=True, slots=True)
class ServerFilter:
    """The part of a filter that the API answers.

    `expression` is the OData text, empty when nothing is asked of the server; `local` names in
    words what remains to be filtered here, so that the screen can say it.
    """

    expression: str
    local: tuple[str, ...]


def server_filter(wanted: IncidentFilter, dialect: Dialect) -> ServerFilter:
    """Split a filter into OData for one API and what is left to do here.

    Source: https://learn.microsoft.com/en-us/graph/api/security-list-incidents
    Source: https://learn.microsoft.com/en-us/defender-xdr/api-list-incidents
    """
    words = _WORDS[dialect]
    parts: list[str] = []
    local: list[str] = []
    if wanted.statuses and words.knows(wanted.statuses):
        parts.append(_any_of("status", sorted(wanted.statuses), words.status))
    elif wanted.statuses:
        local.append("status")
    if wanted.severities:
        if dialect is Dialect.GRAPH:
            parts.append(_any_of("severity", sorted(wanted.severities), str))
        else:
            local.append("severity")
    if wanted.since is not None:
        parts.append(f"{words.updated} ge {odata_time(wanted.since)}")
    if wanted.until is not None:
        parts.append(f"{words.updated} lt {odata_time(wanted.until)}")
    if wanted.created_before is not None:
        parts.append(f"{words.created} lt {odata_time(wanted.created_before)}")
    if wanted.wants_no_owner or (wanted.assigned and wanted.assigned_to is None):
        local.append("owner")
    elif wanted.assigned_to is not None:
        parts.append(f"assignedTo eq {odata_text(wanted.assigned_to)}")
    if wanted.services:
        local.append("service")
    if wanted.tag.strip():
        local.append("tag")
    if wanted.text.strip():
        local.append("text")
    return ServerFilter(" and ".join(parts), tuple(local))


def odata_text(value: str) -> str:
    """Quote a text for an OData expression; a quote inside is doubled."""
    return "'" + value.replace("'", "''") + "'"


def odata_time(value: datetime) -> str:
    """Spell a time for an OData expression: UTC, unquoted, fractions only where there are any."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class _Words:
    created: str
    updated: str
    pascal: bool
    statuses: frozenset[str]

    def knows(self, statuses: frozenset[str]) -> bool:
        """Whether the API has a word for each; it refuses a filter with one that it lacks."""
        return statuses <= self.statuses

    def status(self, word: str) -> str:
        if not self.pascal:
            return word
        return word[:1].upper() + word[1:]


_STATUSES = frozenset(IncidentStatus)
_WORDS = {
    Dialect.GRAPH: _Words(
        "createdDateTime", "lastUpdateDateTime", pascal=False, statuses=_STATUSES
    ),
    Dialect.XDR: _Words(
        "createdTime",
        "lastUpdateTime",
        pascal=True,
        statuses=_STATUSES - {IncidentStatus.AWAITING_ACTION},
    ),
}


def _any_of(name: str, values: list[str], spell: Callable[[str], str]) -> str:
    tests = [f"{name} eq {odata_text(spell(value))}" for value in values]
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"
