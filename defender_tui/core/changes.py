"""What an analyst changes on an incident, before it is spelled for either API."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from .errors import ConfigError
from .words import DETERMINATIONS, Classification, IncidentStatus, Severity

SETTABLE_STATUSES: Final = (
    IncidentStatus.ACTIVE,
    IncidentStatus.IN_PROGRESS,
    IncidentStatus.RESOLVED,
)
SETTABLE_SEVERITIES: Final = (
    Severity.HIGH,
    Severity.MEDIUM,
    Severity.LOW,
    Severity.INFORMATIONAL,
)


class Unset(Enum):
    """The sign that a field is left as it is, where `None` means that it is emptied."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """The fields to change; everything left `UNSET` stays. `assigned_to=None` takes the owner off.

    `tags` replaces the whole list. `comment` is added, never replaced.
    """

    status: str | Unset = UNSET
    assigned_to: str | Unset | None = UNSET
    classification: str | Unset = UNSET
    determination: str | Unset = UNSET
    severity: str | Unset = UNSET
    title: str | Unset = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    comment: str | None = None

    @property
    def remark(self) -> str:
        """The comment to add, without the space around it; empty when there is none."""
        return (self.comment or "").strip()

    @property
    def changes_fields(self) -> bool:
        """Whether anything but the comment is to change."""
        return any(
            value is not UNSET
            for value in (
                self.status,
                self.assigned_to,
                self.classification,
                self.determination,
                self.severity,
                self.title,
                self.tags,
            )
        )

    def check(self) -> None:
        """Refuse what neither API would take, before anything is sent.

        Raises:
            ConfigError: nothing is to change, a status or a severity that cannot be set was asked
                for, or the determination does not belong to the classification.

        Source: https://learn.microsoft.com/en-us/defender-xdr/api-update-incidents
        """
        if not self.changes_fields and not self.remark:
            raise ConfigError("There is nothing to change.", hint="Name a field or a comment.")
        if self.status is not UNSET and self.status not in SETTABLE_STATUSES:
            raise ConfigError(
                f"An incident cannot be set to “{self.status}”.",
                hint=f"Use {', '.join(SETTABLE_STATUSES)}.",
                key="status",
            )
        if self.severity is not UNSET and self.severity not in SETTABLE_SEVERITIES:
            raise ConfigError(
                f"“{self.severity}” is not a severity.",
                hint=f"Use {', '.join(SETTABLE_SEVERITIES)}.",
                key="severity",
            )
        self._check_verdict()

    def _check_verdict(self) -> None:
        known = [word for word in Classification if word is not Classification.UNKNOWN]
        if self.classification is not UNSET and self.classification not in known:
            raise ConfigError(
                f"“{self.classification}” is not a classification.",
                hint=f"Use {', '.join(known)}.",
                key="classification",
            )
        if self.determination is UNSET:
            return
        if self.classification is UNSET:
            raise ConfigError(
                "A determination needs its classification with it.",
                hint=f"Add classification: {', '.join(known)}.",
                key="determination",
            )
        fitting = DETERMINATIONS[Classification(self.classification)]
        if self.determination not in fitting:
            raise ConfigError(
                f"“{self.determination}” does not go with {self.classification}.",
                hint=f"Use {', '.join(fitting)}.",
                key="determination",
            )
