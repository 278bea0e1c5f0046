"""Graph's enumerations.

Source: https://learn.microsoft.com/graph/api/resources/enums-security (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.json_value import Json

INCLUDE_UNKNOWN = "include-unknown-enum-members"
UNKNOWN_FUTURE = "unknownFutureValue"

SEVERITIES = ("unknown", "informational", "low", "medium", "high")
INCIDENT_STATUSES = ("active", "resolved", "inProgress", "redirected", "awaitingAction")
SETTABLE_INCIDENT_STATUSES = ("active", "resolved", "inProgress")
ALERT_STATUSES = ("unknown", "new", "inProgress", "resolved")
SETTABLE_ALERT_STATUSES = ("new", "inProgress", "resolved")
CLASSIFICATIONS = ("unknown", "falsePositive", "truePositive", "informationalExpectedActivity")
DETERMINATIONS = (
    "unknown",
    "apt",
    "malware",
    "securityPersonnel",
    "securityTesting",
    "unwantedSoftware",
    "other",
    "multiStagedAttack",
    "compromisedAccount",
    "phishing",
    "maliciousUserActivity",
    "notMalicious",
    "notEnoughDataToValidate",
    "confirmedActivity",
    "lineOfBusinessApplication",
)
SERVICE_SOURCES = (
    "unknown",
    "microsoftDefenderForEndpoint",
    "microsoftDefenderForIdentity",
    "microsoftDefenderForCloudApps",
    "microsoftDefenderForOffice365",
    "microsoft365Defender",
    "azureAdIdentityProtection",
    "microsoftAppGovernance",
    "dataLossPrevention",
    "microsoftDefenderForCloud",
    "microsoftSentinel",
    "microsoftInsiderRiskManagement",
    "microsoftThreatIntelligence",
    "microsoftSecurityForAI",
)

# Members that came after `unknownFutureValue`: shown only to clients that ask for them.
_LATER_MEMBERS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"awaitingAction"}),
    "serviceSource": frozenset(
        {
            "microsoftDefenderForCloud",
            "microsoftSentinel",
            "microsoftInsiderRiskManagement",
            "microsoftThreatIntelligence",
            "microsoftSecurityForAI",
        }
    ),
    "detectionSource": frozenset(
        {
            "microsoftDefenderForCloud",
            "microsoftSentinel",
            "nrtAlerts",
            "scheduledAlerts",
            "builtInMl",
            "microsoftInsiderRiskManagement",
            "microsoftThreatIntelligence",
            "securityCopilot",
        }
    ),
    "remediationStatus": frozenset(
        {
            "active",
            "pendingApproval",
            "declined",
            "unremediated",
            "running",
            "partiallyRemediated",
        }
    ),
}


def without_later_members(value: Json) -> Json:
    """Give the answer for a client that did not ask for members added later.

    Source: https://learn.microsoft.com/graph/best-practices-concept (2026-11-23)
    """
    if isinstance(value, list):
        return [without_later_members(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: UNKNOWN_FUTURE
        if isinstance(item, str) and item in _LATER_MEMBERS.get(name, ())
        else without_later_members(item)
        for name, item in value.items()
    }


def member(text: str, members: tuple[str, ...]) -> str | None:
    """Give the member of that name in any case, None when there is none."""
    return next((known for known in members if known.lower() == text.lower()), None)
