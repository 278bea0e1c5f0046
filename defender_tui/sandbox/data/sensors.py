"""The products that raise alerts, and how their alerts are named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sensor:
    """A product; its alert ids begin with `id_prefix`."""

    service_source: str
    detection_source: str
    product_name: str
    id_prefix: str


ENDPOINT = Sensor(
    "microsoftDefenderForEndpoint",
    "microsoftDefenderForEndpoint",
    "Microsoft Defender for Endpoint",
    "da",
)
ANTIVIRUS = Sensor(
    "microsoftDefenderForEndpoint", "antivirus", "Microsoft Defender for Endpoint", "da"
)
IDENTITY = Sensor(
    "microsoftDefenderForIdentity",
    "microsoftDefenderForIdentity",
    "Microsoft Defender for Identity",
    "aa",
)
CLOUD_APPS = Sensor(
    "microsoftDefenderForCloudApps",
    "cloudAppSecurity",
    "Microsoft Defender for Cloud Apps",
    "ca",
)
MAIL = Sensor(
    "microsoftDefenderForOffice365",
    "microsoftDefenderForOffice365",
    "Microsoft Defender for Office 365",
    "fa",
)
ENTRA = Sensor(
    "azureAdIdentityProtection", "azureAdIdentityProtection", "Microsoft Entra ID Protection", "ad"
)
DATA_LOSS = Sensor(
    "dataLossPrevention", "microsoftDataLossPrevention", "Microsoft Purview DLP", "dl"
)
GOVERNANCE = Sensor(
    "microsoftAppGovernance", "appGovernanceDetection", "Microsoft App Governance", "ma"
)
XDR = Sensor("microsoft365Defender", "microsoft365Defender", "Microsoft Defender XDR", "ra")
SENTINEL = Sensor("microsoftSentinel", "scheduledAlerts", "Microsoft Sentinel", "sn")
