"""The timeline of an incident on its page: a heading a day, a line an event, a word on silence."""

from __future__ import annotations

from datetime import UTC

from textual.content import Content

from ....core.incident_timeline import EventKind, TimelineEvent, gap_before, timeline
from ....core.incidents import Incident
from ...text import duration, shown
from ...widgets.facts import Fact

_KIND_STYLES = {
    EventKind.ALERT: "$text-error",
    EventKind.ACTIVITY: "$text-warning",
    EventKind.COMMENT: "$text-success",
    EventKind.INCIDENT: "$text-primary",
    EventKind.EVIDENCE: "$text-muted",
}
_KIND_CELLS = 10
_LONGEST_CELLS = 400


def timeline_facts(incident: Incident) -> list[Fact]:
    """Give the events in the order of time."""
    facts: list[Fact] = []
    before: TimelineEvent | None = None
    for event in timeline(incident):
        gap = gap_before(event, before)
        at = event.at.astimezone(UTC)
        if before is None or before.at.astimezone(UTC).date() != at.date():
            heading = Content.styled(f"{at:%A, %Y-%m-%d} UTC", "bold")
            facts += [(Content(""), Content(""))] if facts else []
            facts.append((Content(""), heading))
        if gap is not None:
            later = f"          {duration(gap.total_seconds())} later"
            facts.append((Content(""), Content.styled(later, "$text-muted")))
        facts.append((_label(event), shown(event.words, limit=_LONGEST_CELLS)))
        before = event
    if not facts:
        words = "Nothing in it bears a time."
        facts.append((Content(""), Content.styled(words, "$text-muted")))
    if incident.alerts is None:
        words = "Its alerts are not read yet. Enter reads the whole incident."
        facts.append((Content(""), Content.styled(words, "$text-warning")))
    return facts


def _label(event: TimelineEvent) -> Content:
    kind = event.kind.value.ljust(_KIND_CELLS)
    return Content.assemble(
        (f"{event.at.astimezone(UTC):%H:%M:%S}  ", "$text-muted"), (kind, _KIND_STYLES[event.kind])
    )
