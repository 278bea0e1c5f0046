"""Words around a change: what is asked, what was changed, what is missing to change at all."""

from __future__ import annotations

from textual.content import Content

from ...core.changes import UNSET, IncidentChange
from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ...core.permissions import Capability, allows, needed_roles
from ...core.profiles import Profile
from ...core.resources import Resource
from ...core.tokens import AccessToken
from ...core.wording import in_words
from ..text import shown


def about_incident(verb: str, incident: Incident, profile: Profile | None) -> Content:
    """Name what is about to be changed and in whose tenant."""
    return Content.assemble(
        (f"{verb} ", "bold"),
        shown(incident.id, limit=20),
        " ",
        shown(incident.title, limit=120).stylize("bold"),
        ("\nin the tenant ", "$text-muted"),
        shown(profile.tenant_title if profile else "", limit=80),
    )


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


def changed_words(incident: Incident, change: IncidentChange) -> str:
    """Say what a change did, by what the API answered; not yet safe to show."""
    parts = []
    if change.status is not UNSET:
        parts.append(f"is now {in_words(incident.status).lower()}")
    if change.assigned_to is not UNSET:
        owner = incident.assigned_to
        parts.append(f"is assigned to {owner}" if owner else "is assigned to nobody")
    if change.comment:
        parts.append("has a new comment")
    return f"Incident {incident.id} {' and '.join(parts)}."
