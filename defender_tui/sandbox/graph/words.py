"""Graph's enumerations, and what becomes of their later members.

Source: https://learn.microsoft.com/graph/api/resources/enums-security (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from defender_tui.sandbox.json_value import Json
from defender_tui.sandbox.odata.vocabulary import Kind, Property

INCLUDE_UNKNOWN = "include-unknown-enum-members"
UNKNOWN_FUTURE = "unknownFutureValue"


@dataclass(frozen=True, slots=True)
class Enumeration:
    """One enumeration; `later` members came after `unknownFutureValue`."""

    name: str
    first: tuple[str, ...]
    later: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Give all members but `unknownFutureValue`."""
        return self.first + self.later

    @property
    def type_name(self) -> str:
        return f"microsoft.graph.security.{self.name}"

    def as_property(self) -> Property:
        """Give a filterable property of this type."""
        return Property(Kind.ENUM, self.members, self.type_name)

    def member(self, text: str) -> str | None:
        """Give the member of that name in any case, None when there is none."""
        return next((known for known in self.members if known.lower() == text.lower()), None)


SEVERITY = Enumeration("alertSeverity", ("unknown", "informational", "low", "medium", "high"))
INCIDENT_STATUS = Enumeration(
    "incidentStatus", ("active", "resolved", "inProgress", "redirected"), ("awaitingAction",)
)
ALERT_STATUS = Enumeration("alertStatus", ("unknown", "new", "inProgress", "resolved"))
CLASSIFICATION = Enumeration(
    "alertClassification",
    ("unknown", "falsePositive", "truePositive", "informationalExpectedActivity"),
)
DETERMINATION = Enumeration(
    "alertDetermination",
    (
        *("unknown", "apt", "malware", "securityPersonnel", "securityTesting", "unwantedSoftware"),
        *("other", "multiStagedAttack", "compromisedAccount", "phishing", "maliciousUserActivity"),
        *("notMalicious", "notEnoughDataToValidate", "confirmedActivity"),
        "lineOfBusinessApplication",
    ),
)
SERVICE_SOURCE = Enumeration(
    "serviceSource",
    (
        *("unknown", "microsoftDefenderForEndpoint", "microsoftDefenderForIdentity"),
        *("microsoftDefenderForCloudApps", "microsoftDefenderForOffice365"),
        *("microsoft365Defender", "azureAdIdentityProtection", "microsoftAppGovernance"),
        "dataLossPrevention",
    ),
    (
        *("microsoftDefenderForCloud", "microsoftSentinel", "microsoftInsiderRiskManagement"),
        *("microsoftThreatIntelligence", "microsoftSecurityForAI"),
    ),
)
DETECTION_SOURCE = Enumeration(
    "detectionSource",
    (
        *("unknown", "microsoftDefenderForEndpoint", "antivirus", "smartScreen", "customTi"),
        *("microsoftDefenderForOffice365", "automatedInvestigation", "microsoftThreatExperts"),
        *("customDetection", "microsoftDefenderForIdentity", "cloudAppSecurity"),
        *("microsoft365Defender", "azureAdIdentityProtection", "manual"),
        *("microsoftDataLossPrevention", "appGovernancePolicy", "appGovernanceDetection"),
    ),
    (
        *("microsoftDefenderForCloud", "microsoftDefenderForIoT", "microsoftDefenderForServers"),
        *("microsoftDefenderForStorage", "microsoftDefenderForDNS"),
        *("microsoftDefenderForDatabases", "microsoftDefenderForContainers"),
        *("microsoftDefenderForNetwork", "microsoftDefenderForAppService"),
        *("microsoftDefenderForKeyVault", "microsoftDefenderForResourceManager"),
        *("microsoftDefenderForApiManagement", "nrtAlerts", "scheduledAlerts"),
        *("microsoftDefenderThreatIntelligenceAnalytics", "builtInMl"),
        *("microsoftInsiderRiskManagement", "microsoftThreatIntelligence"),
        *("microsoftDefenderForAIServices", "securityCopilot", "microsoftSentinel"),
    ),
)
REMEDIATION_STATUS = Enumeration(
    "evidenceRemediationStatus",
    ("none", "remediated", "prevented", "blocked", "notFound"),
    (
        *("active", "pendingApproval", "declined", "unremediated", "running"),
        "partiallyRemediated",
    ),
)

# Members that came after `unknownFutureValue`, by the property that holds them.
_LATER_MEMBERS: Mapping[str, frozenset[str]] = {
    "status": frozenset(INCIDENT_STATUS.later),
    "serviceSource": frozenset(SERVICE_SOURCE.later),
    "detectionSource": frozenset(DETECTION_SOURCE.later),
    "remediationStatus": frozenset(REMEDIATION_STATUS.later),
}
# Objects with names of the customer's choice, which may be those of enumerated properties.
_OPEN_OBJECTS = ("customDetails", "additionalData")


def without_later_members(value: Json) -> Json:
    """Give the answer for a client that did not ask for members added later.

    Source: https://learn.microsoft.com/graph/best-practices-concept (2026-11-23)
    """
    if isinstance(value, list):
        return [without_later_members(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _shown(name, item) for name, item in value.items()}


def _shown(name: str, value: Json) -> Json:
    if isinstance(value, str):
        return UNKNOWN_FUTURE if value in _LATER_MEMBERS.get(name, ()) else value
    return value if name in _OPEN_OBJECTS else without_later_members(value)
