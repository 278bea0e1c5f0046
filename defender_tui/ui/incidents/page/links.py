"""The addresses in the portal that the page of an incident offers."""

from __future__ import annotations

from textual.content import Content

from ....core.evidence import Evidence
from ....core.evidence_kinds import kind_words
from ....core.incidents import Alert, Incident
from ....core.portal_links import PortalLinks
from ....core.profiles import Profile
from ...text import shown

_LABEL_CELLS = 44


def portal_links(
    incident: Incident, alert: Alert | None, evidence: Evidence | None, profile: Profile | None
) -> list[tuple[Content, str]]:
    """Give what can be opened with its address, the most particular first.

    The API's own link is taken where it sent one that leads to the web, else one is made for the
    portal of the profile's cloud; without a profile none is.
    """
    tenant_id = incident.tenant_id or (profile.tenant_id if profile else "")
    made = PortalLinks.of(profile.cloud, tenant_id) if profile else None
    found: list[tuple[Content, str | None]] = []
    if evidence is not None and made is not None:
        found.append((_named(kind_words(evidence.kind), evidence.label), made.entity(evidence)))
    if alert is not None:
        ours = made.alert(alert.id) if made else None
        found.append((_named("Alert", alert.title or alert.id), _secure(alert.web_url) or ours))
    ours = made.incident(incident.id) if made else None
    title = f"{incident.id} {incident.title or ''}"
    found.append((_named("Incident", title), _secure(incident.web_url) or ours))
    return [(words, url) for words, url in found if url]


def _secure(url: str | None) -> str | None:
    return url if url and url.startswith("https://") else None


def _named(kind: str, label: str) -> Content:
    words = shown(kind, limit=24).stylize("$text-muted")
    return Content.assemble(words, "  ", shown(label, limit=_LABEL_CELLS))
