"""Which part of the queue the screen asks for, in the terms people choose it by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ...core.filters import IncidentFilter
from ...core.wording import in_words
from ...core.words import IncidentStatus, Severity

STATUSES = (
    IncidentStatus.ACTIVE,
    IncidentStatus.IN_PROGRESS,
    IncidentStatus.AWAITING_ACTION,
    IncidentStatus.RESOLVED,
    IncidentStatus.REDIRECTED,
)
SEVERITIES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL)
AGES_DAYS: tuple[int | None, ...] = (1, 7, 30, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The chosen part of the queue; an empty set restricts nothing.

    `age_days` counts back from now to the last update, `None` reaches back without end. `owner` is
    an exact name; `is_unowned` asks for incidents without one.
    """

    statuses: frozenset[str] = frozenset({IncidentStatus.ACTIVE, IncidentStatus.IN_PROGRESS})
    severities: frozenset[str] = frozenset()
    owner: str | None = None
    is_unowned: bool = False
    age_days: int | None = 30

    def as_filter(self, now: datetime) -> IncidentFilter:
        """Give it as the filter that the queue is loaded with."""
        return IncidentFilter(
            statuses=self.statuses,
            severities=self.severities,
            assigned_to=self.owner,
            unassigned=self.is_unowned,
            since=None if self.age_days is None else now - timedelta(days=self.age_days),
        )

    @property
    def words(self) -> str:
        """It in a few words: “active + in progress · high · last 30 days”."""
        parts = [_any_of(self.statuses, STATUSES, "any status")]
        if self.severities:
            parts.append(_any_of(self.severities, SEVERITIES, ""))
        if self.is_unowned:
            parts.append("owned by nobody")
        elif self.owner is not None:
            parts.append(f"owned by {self.owner}")
        parts.append(age_words(self.age_days))
        return " · ".join(parts)


def age_words(days: int | None) -> str:
    """Say how far back: “last 30 days”."""
    if days is None:
        return "any time"
    return "last 24 hours" if days == 1 else f"last {days} days"


def _any_of(chosen: frozenset[str], order: tuple[str, ...], if_none: str) -> str:
    known = [word for word in order if word in chosen]
    return " + ".join(in_words(word).lower() for word in known) or if_none
