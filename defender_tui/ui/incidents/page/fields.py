"""Everything that is known of a thing, as named texts: to read, and to copy one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from textual.content import Content

from ....core.evidence import Evidence
from ....core.evidence_kinds import kind_words
from ....core.gathered_evidence import GatheredEvidence
from ....core.incidents import Alert, Incident
from ....core.techniques import technique_words
from ....core.text import plain
from ....core.wording import in_words, verdict_words
from ...text import absolute, shown
from ...widgets.facts import Fact
from ..words import service_name

Field: TypeAlias = tuple[str, str]
"""A name and its text; neither is safe to show yet, since names come from the API as well."""

_LONGEST_NAME = 18
_SHOWN_CELLS = 2_000


def gathered_fields(thing: GatheredEvidence) -> list[Field]:
    """Give all of a thing's fields, first what its alerts say of it."""
    item = thing.item
    said = (
        ("Kind", kind_words(item.kind)),
        ("What", item.label),
        ("Verdict", ", ".join(map(in_words, thing.verdicts))),
        ("Remediation", ", ".join(map(in_words, thing.remediations))),
        ("Roles", ", ".join(map(in_words, item.roles))),
        ("First seen", absolute(item.created)),
        ("Alerts", "\n".join(alert.title or alert.id for alert in thing.alerts)),
    )
    return _filled([*said, *_flat(item.fields)])


def evidence_fields(item: Evidence) -> list[Field]:
    """Give all fields of one alert's piece of evidence."""
    said = (
        ("Kind", kind_words(item.kind)),
        ("What", item.label),
        ("Verdict", in_words(item.verdict)),
        ("Remediation", in_words(item.remediation)),
        ("Roles", ", ".join(map(in_words, item.roles))),
        ("Found", absolute(item.created)),
    )
    return _filled([*said, *_flat(item.fields)])


def alert_fields(alert: Alert) -> list[Field]:
    """Give all of an alert but its evidence and comments."""
    said = (
        ("Alert", alert.id),
        ("Title", alert.title or ""),
        ("Severity", in_words(alert.severity)),
        ("Status", in_words(alert.status)),
        ("Verdict", verdict_words(alert.classification, alert.determination)),
        ("Tactic", in_words(alert.category)),
        ("Techniques", ", ".join(map(technique_words, alert.techniques))),
        ("Service", service_name(alert.service)),
        ("Detected by", in_words(alert.detection_source)),
        ("Owner", alert.assigned_to or ""),
        ("Threat", alert.threat or ""),
        ("Actor", alert.actor or ""),
        ("First activity", absolute(alert.first_activity)),
        ("Last activity", absolute(alert.last_activity)),
        ("Raised", absolute(alert.created)),
        ("Updated", absolute(alert.last_updated)),
        ("Description", alert.description or ""),
        ("Do", alert.recommended_actions or ""),
        ("Portal", alert.web_url or ""),
    )
    return _filled([*said, *_flat(alert.extra)])


def incident_fields(incident: Incident) -> list[Field]:
    """Give an incident's own fields: id, title and link first."""
    said = (
        ("Id", incident.id),
        ("Title", incident.title or ""),
        ("Link", incident.web_url or ""),
        ("Severity", incident.severity or ""),
        ("Status", incident.status or ""),
        ("Owner", incident.assigned_to or ""),
        ("Verdict", verdict_words(incident.classification, incident.determination)),
        ("Summary", incident.summary or ""),
        ("Description", incident.description or ""),
        ("Resolving comment", incident.resolving_comment or ""),
        ("Merged into", incident.redirect_to or ""),
        ("Tactics", ", ".join(incident.categories)),
        ("Techniques", ", ".join(incident.techniques)),
        ("Tags", ", ".join((*incident.tags, *incident.system_tags))),
        ("Created", absolute(incident.created)),
        ("Updated", absolute(incident.last_updated)),
        ("Changed by", incident.last_modified_by or ""),
        ("Tenant", incident.tenant_id or ""),
    )
    return _filled([*said, *_flat(incident.extra)])


def field_facts(fields: Iterable[Field]) -> list[Fact]:
    """Give fields as facts for the screen, values aligned but for those of a long name."""
    listed = [(shown(name, limit=80), text) for name, text in fields]
    widest = max((name.cell_length for name, _ in listed), default=0)
    width = min(widest, _LONGEST_NAME) + 2
    return [
        (
            Content.assemble(name.stylize("$text-muted"), " " * max(width - name.cell_length, 2)),
            shown(text, limit=_SHOWN_CELLS, lines=True),
        )
        for name, text in listed
    ]


def _filled(fields: Iterable[Field]) -> list[Field]:
    return [(name, text) for name, text in fields if text]


def _flat(fields: Mapping[str, object]) -> list[Field]:
    """Give the texts inside of fields; two of one name also bear the name of what they are in."""
    found = list(_leaves(fields, ()))
    names = Counter(path[-1] for path, _ in found)
    return [(" · ".join(path) if names[path[-1]] > 1 else path[-1], text) for path, text in found]


def _leaves(
    fields: Mapping[str, object], before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in fields.items():
        path = (*before, in_words(str(name)) or "(no name)")
        if isinstance(value, Mapping):
            yield from _leaves(value, path)
        elif isinstance(value, list | tuple):
            yield path, "\n".join(map(plain, value))
        else:
            yield path, plain(value)
