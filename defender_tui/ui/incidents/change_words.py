"""Words around a change: what is asked, what was changed, what is missing to change at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ...core.change_state import Difference
from ...core.changes import UNSET, IncidentChange
from ...core.errors import ConfigError, DefenderTuiError
from ...core.incidents import Incident
from ...core.permissions import Capability, allows, needed_roles
from ...core.profiles import Profile
from ...core.resources import Resource
from ...core.wording import in_words
from ..text import shown
from .words import counted

if TYPE_CHECKING:
    from ...core.tokens import AccessToken

# What differs between two readings, where its words are the vendor's.
_WORDED = {"status", "severity", "classification", "determination"}
# Source: https://learn.microsoft.com/en-us/defender-xdr/api-update-incidents
_XDR_CHANGES_A_MINUTE = 50


def about_incident(verb: str, incident: Incident, profile: Profile | None) -> Content:
    """Name what is about to be changed and in whose tenant."""
    return Content.assemble(
        (f"{verb} ", "bold"),
        shown(incident.id, limit=20),
        " ",
        shown(incident.title, limit=120).stylize("bold"),
        _in_tenant(profile),
    )


def about_incidents(verb: str, incidents: Sequence[Incident], profile: Profile | None) -> Content:
    """Name what is about to be changed, one or several, and in whose tenant."""
    if len(incidents) == 1:
        return about_incident(verb, incidents[0], profile)
    count = counted(len(incidents), "incident")
    return Content.assemble((f"{verb} {count}", "bold"), _in_tenant(profile))


def _in_tenant(profile: Profile | None) -> Content:
    tenant = shown(profile.tenant_title if profile else "", limit=80)
    return Content.assemble(("\nin the tenant ", "$text-muted"), tenant)


def missing_role(api: Resource, token: AccessToken | None) -> DefenderTuiError | None:
    """Explain that the token in hand cannot change incidents; `None` when it can, or may.

    A token that cannot be read proves nothing, so the API is left to decide.
    """
    if token is None or token.decoded is None:
        return None
    if allows(Capability.CHANGE_INCIDENTS, api, token.roles):
        return None
    role = needed_roles(Capability.CHANGE_INCIDENTS, api)[0]
    held = ", ".join(token.roles) or "no roles"
    return DefenderTuiError(
        f"The application may not change incidents on {api.label}: it holds {held}.",
        hint=f"Grant {role} under API permissions, then admin consent, then F5 on Token (F3).",
    )


def missing_field(api: Resource, what: str) -> DefenderTuiError | None:
    """Explain that an API cannot change a field of incidents at all; `None` when it can."""
    if api is Resource.GRAPH:
        return None
    return ConfigError(
        f"The {api.label} API cannot change an incident's {what}.",
        hint="Use Microsoft Graph for incidents: choose it in Credentials (F2).",
    )


def changed_words(incident: Incident, change: IncidentChange) -> str:
    """Say what a change did, by what the API answered; not yet safe to show."""
    return f"Incident {incident.id} {' and '.join(_changed_parts(incident, change))}."


def _changed_parts(incident: Incident, change: IncidentChange) -> Iterator[str]:
    if change.status is not UNSET:
        yield f"is now {in_words(incident.status).lower()}"
    if change.assigned_to is not UNSET:
        owner = incident.assigned_to
        yield f"is assigned to {owner}" if owner else "is assigned to nobody"
    if change.classification is not UNSET and change.status is UNSET:
        verdict = in_words(incident.determination or incident.classification).lower()
        yield f"has the verdict {verdict}"
    if change.severity is not UNSET:
        yield f"has the severity {in_words(incident.severity).lower()}"
    if change.title is not UNSET:
        yield f"is called “{incident.title}”"
    if change.tags is not UNSET:
        yield f"has the tags {', '.join(incident.tags)}" if incident.tags else "has no tags"
    if change.comment:
        yield "has a new comment"


def change_effect(incident: Incident, change: IncidentChange | None) -> str:
    """Say what sending a change would do to an incident as it was seen; not yet safe to show."""
    if change is None:
        return "is so already; nothing is sent"
    return " · ".join(_effects(incident, change))


def _effects(incident: Incident, change: IncidentChange) -> Iterator[str]:
    if change.status is not UNSET:
        yield _step(in_words(incident.status), in_words(change.status))
    if change.assigned_to is not UNSET:
        yield _step(incident.assigned_to or "nobody", change.assigned_to or "nobody")
    if change.classification is not UNSET:
        after = "" if change.determination is UNSET else f" {in_words(change.determination)}"
        yield f"{in_words(change.classification)}{after.lower()}"
    if change.severity is not UNSET:
        yield _step(in_words(incident.severity), in_words(change.severity))
    if change.title is not UNSET:
        yield f"“{change.title}”"
    if change.tags is not UNSET:
        yield _step(", ".join(incident.tags) or "no tags", ", ".join(change.tags) or "no tags")
    if change.comment:
        yield f"comment “{change.remark}”"


def _step(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def moved_words(differences: Iterable[Difference]) -> str:
    """Say what has changed since an incident was seen; not yet safe to show."""
    return " · ".join(
        f"{one.field}: {_word(one.field, one.before)} → {_word(one.field, one.now)}"
        for one in differences
    )


def _word(field: str, value: str) -> str:
    return (in_words(value) if field in _WORDED else value) or "none"


def about_moved(
    incident: Incident, differences: Iterable[Difference], verb: str, profile: Profile | None
) -> Content:
    """Ask whether to change an incident although it has moved."""
    lines = [Content.assemble("  ", shown(moved_words([one]), limit=200)) for one in differences]
    return Content.assemble(
        about_incident(verb, incident, profile),
        "\n\nIt has changed since you saw it, and nothing was sent:\n",
        Content("\n").join(lines),
        "\n\nChange it all the same?",
    )


def pace_words(api: Resource, count: int) -> str:
    """Say that so many changes take their time, where the API has a limit for them."""
    is_slow = api is Resource.XDR and count > _XDR_CHANGES_A_MINUTE
    return f" This API takes {_XDR_CHANGES_A_MINUTE} a minute." if is_slow else ""
