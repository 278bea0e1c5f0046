"""The vendor's words for incidents, as far as they are known today, in Graph's spelling.

Source: https://learn.microsoft.com/en-us/graph/api/resources/security-incident
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How bad, as the service judged it; listed from worst to least."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFORMATIONAL = "informational"
    UNKNOWN = "unknown"


class IncidentStatus(StrEnum):
    """Where an incident is in its life. `REDIRECTED` is read only: it was merged into another."""

    ACTIVE = "active"
    IN_PROGRESS = "inProgress"
    RESOLVED = "resolved"
    REDIRECTED = "redirected"
    AWAITING_ACTION = "awaitingAction"


class Classification(StrEnum):
    """What an incident turned out to be."""

    UNKNOWN = "unknown"
    TRUE_POSITIVE = "truePositive"
    EXPECTED_ACTIVITY = "informationalExpectedActivity"
    FALSE_POSITIVE = "falsePositive"


# Source: https://learn.microsoft.com/en-us/defender-xdr/api-update-incidents
DETERMINATIONS: Mapping[Classification, tuple[str, ...]] = MappingProxyType(
    {
        Classification.TRUE_POSITIVE: (
            "multiStagedAttack",
            "maliciousUserActivity",
            "compromisedAccount",
            "malware",
            "phishing",
            "unwantedSoftware",
            "other",
        ),
        Classification.EXPECTED_ACTIVITY: (
            "securityTesting",
            "lineOfBusinessApplication",
            "confirmedActivity",
            "other",
        ),
        Classification.FALSE_POSITIVE: (
            "notMalicious",
            "notEnoughDataToValidate",
            "other",
        ),
    }
)
