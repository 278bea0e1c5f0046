"""From an entity of an incident to prepared hunting queries.

Every value that came from outside stands in a query as a literal of `kql.literals`, and every query
looks at one stretch of time, which it says itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..core.evidence import Evidence
from ..core.incident_timeline import first_activity, latest_activity
from ..core.incidents import Incident
from ..core.wire.reading import time
from . import pivots_cloud, pivots_endpoint, pivots_mail
from .pivot_parts import Draft, DraftsOf

# Around the activity, as the portal's own way from an entity to hunting has it.
# Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-go-hunt
MARGIN = timedelta(hours=1)
# A process may be older than that by months; then its start is not worth so long a stretch.
_FURTHEST = timedelta(days=7)
# Where an incident bears no time.
_FALLBACK = timedelta(days=1)
# When the entity itself came to be, where its fields say so.
_OWN_TIMES = (
    "receivedDateTime",
    "submissionDateTime",
    "processCreationDateTime",
    "parentProcessCreationDateTime",
    "startUtcDateTime",
)
_DRAFTS: Mapping[str, DraftsOf] = {
    **pivots_endpoint.DRAFTS,
    **pivots_cloud.DRAFTS,
    **pivots_mail.DRAFTS,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, both ends included; aware moments."""

    start: datetime
    end: datetime

    def __str__(self) -> str:
        return f"datetime({_spelled(self.start)}) .. datetime({_spelled(self.end)})"


@dataclass(frozen=True, slots=True)
class Pivot:
    """A prepared query: what it asks for, in our words, and its text."""

    name: str
    query: str


def stretch_of(incident: Incident, now: datetime) -> Stretch:
    """Give the time to look at: from before an incident's first activity until after its latest.

    An incident that bears no time gives the last day.
    """
    first, latest = first_activity(incident), latest_activity(incident)
    if first is None or latest is None:
        return Stretch(now - _FALLBACK, now)
    return Stretch(first - MARGIN, latest + MARGIN)


def pivots(evidence: Evidence, stretch: Stretch) -> tuple[Pivot, ...]:
    """Give the queries about one entity, the most telling first.

    The stretch is widened to the entity's own times: a message is older than the alert on it. Empty
    for a kind without any, and for an entity without the names that they look for.
    """
    drafts_of = _DRAFTS.get(evidence.kind)
    drafts = drafts_of(evidence.fields) if drafts_of else ()
    wide = _widened(stretch, evidence)
    return tuple(Pivot(draft.name, _text(draft, wide)) for draft in drafts)


def can_pivot(evidence: Evidence) -> bool:
    """Whether there are queries about an entity."""
    drafts_of = _DRAFTS.get(evidence.kind)
    return bool(drafts_of and drafts_of(evidence.fields))


def _widened(stretch: Stretch, evidence: Evidence) -> Stretch:
    own = [time(evidence.fields, name) for name in _OWN_TIMES]
    near = (stretch.start - _FURTHEST, stretch.end + _FURTHEST)
    times = [one for one in (*own, evidence.created) if one and near[0] <= one <= near[1]]
    if not times:
        return stretch
    start, end = min(times) - MARGIN, max(times) + MARGIN
    return Stretch(min(stretch.start, start), max(stretch.end, end))


def _text(draft: Draft, stretch: Stretch) -> str:
    steps = (f"where Timestamp between ({stretch})", *draft.steps)
    return "\n".join([f"// {draft.name}", draft.table, *(f"| {step}" for step in steps)]) + "\n"


def _spelled(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
