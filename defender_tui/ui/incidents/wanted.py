"""Which part of the queue the screen asks for, in the terms people choose it by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from ...core.filters import IncidentFilter
from ...core.wording import in_words, short_service
from ...core.words import IncidentStatus, Severity

STATUSES = (
    IncidentStatus.ACTIVE,
    IncidentStatus.IN_PROGRESS,
    IncidentStatus.AWAITING_ACTION,
    IncidentStatus.RESOLVED,
    IncidentStatus.REDIRECTED,
)
SEVERITIES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL)
SERVICES = (
    "microsoftDefenderForEndpoint",
    "microsoftDefenderForIdentity",
    "microsoftDefenderForOffice365",
    "microsoftDefenderForCloudApps",
    "azureAdIdentityProtection",
    "microsoft365Defender",
    "microsoftSentinel",
    "microsoftDefenderForCloud",
    "dataLossPrevention",
    "microsoftAppGovernance",
    "microsoftInsiderRiskManagement",
)
"""The services as Graph names them today."""
MAX_AGE_DAYS = 3650


class Owner(Enum):
    """Whose incidents are wanted; the value is how a kept filter spells it."""

    ANYBODY = "anybody"
    ME = "me"
    NOBODY = "nobody"
    SOMEBODY = "somebody"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The chosen part of the queue; an empty set or text restricts nothing.

    `age_days` counts back from now to the last update, `None` reaches back without end.
    `owner_name` is exact, and goes with `Owner.NAMED` and `Owner.ME`.
    """

    statuses: frozenset[str] = frozenset({IncidentStatus.ACTIVE, IncidentStatus.IN_PROGRESS})
    severities: frozenset[str] = frozenset()
    owner: Owner = Owner.ANYBODY
    owner_name: str = ""
    services: frozenset[str] = frozenset()
    tag: str = ""
    text: str = ""
    age_days: int | None = 30

    def for_me(self, me: str) -> Wanted:
        """Give it with the name of whoever “me” is now."""
        return replace(self, owner_name=me) if self.owner is Owner.ME else self

    def as_filter(self, now: datetime) -> IncidentFilter:
        """Give it as the filter that the queue is loaded with."""
        is_named = self.owner in {Owner.ME, Owner.NAMED}
        return IncidentFilter(
            statuses=self.statuses,
            severities=self.severities,
            assigned_to=self.owner_name if is_named else None,
            unassigned=self.owner is Owner.NOBODY,
            assigned=self.owner is Owner.SOMEBODY,
            services=self.services,
            tag=self.tag,
            text=self.text,
            since=None if self.age_days is None else now - timedelta(days=self.age_days),
        )

    @property
    def words(self) -> str:
        """It in a few words: “active + in progress · high · last 30 days”."""
        parts = [_any_of(self.statuses, STATUSES) or "any status"]
        if self.severities:
            parts.append(_any_of(self.severities, SEVERITIES))
        if self.owner is Owner.NAMED:
            parts.append(f"owned by {self.owner_name}")
        elif self.owner is not Owner.ANYBODY:
            parts.append(f"owned by {self.owner.value}")
        if self.services:
            parts.append(" + ".join(short_service(name) for name in sorted(self.services)))
        if self.tag:
            parts.append(f"tag {self.tag}")
        if self.text:
            parts.append(f"“{self.text}”")
        parts.append(age_words(self.age_days))
        return " · ".join(parts)


def age_words(days: int | None) -> str:
    """Say how far back: “last 30 days”."""
    if days is None:
        return "any time"
    return "last 24 hours" if days == 1 else f"last {days} days"


def age_from(text: str) -> int | None:
    """Read a number of days; `None` for none.

    Raises:
        ValueError: it is no whole number from 1 to 3650.
    """
    if not text.strip():
        return None
    days = int(text)
    if not 1 <= days <= MAX_AGE_DAYS:
        raise ValueError(text)
    return days


def _any_of(chosen: frozenset[str], order: tuple[str, ...]) -> str:
    return " + ".join(in_words(word).lower() for word in order if word in chosen)
