"""Names that once were right, and those that only a connected Sentinel workspace has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..package_data import read_document
from ..vocabulary import spelled

SENTINEL_COLUMNS = frozenset(
    spelled(
        "TimeGenerated SourceSystem MachineGroup TenantId Type _ResourceId _ItemId _BilledSize"
        " _IsBillable _SubscriptionId _TimeReceived"
    )
)
SENTINEL_TABLES = frozenset(
    spelled(
        "SigninLogs AADNonInteractiveUserSignInLogs AADServicePrincipalSignInLogs AuditLogs"
        " AADManagedIdentitySignInLogs AADProvisioningLogs AADRiskyUsers AADUserRiskEvents"
        " AADRiskyServicePrincipals AADServicePrincipalRiskEvents AzureActivity AzureDiagnostics"
        " AzureMetrics CommonSecurityLog Syslog Event SecurityEvent WindowsEvent SecurityAlert"
        " SecurityIncident OfficeActivity ThreatIntelligenceIndicator ThreatIntelIndicators"
        " ThreatIntelObjects BehaviorAnalytics UserPeerAnalytics UserAccessAnalytics Watchlist"
        " Anomalies HuntingBookmark SentinelHealth SentinelAudit DnsEvents DnsInventory W3CIISLog"
        " WindowsFirewall Heartbeat Usage Operation Update Perf VMConnection ConfigurationData"
        " ConfigurationChange AWSCloudTrail AWSGuardDuty AWSVPCFlow AWSCloudWatch GCPAuditLogs"
        " McasShadowItReporting LAQueryLogs LASummaryLogs StorageBlobLogs StorageFileLogs"
        " AZFWNetworkRule AZFWApplicationRule AZFWDnsQuery AZFWThreatIntel"
        " NTANetAnalytics ProjectActivity PowerBIActivity Dynamics365Activity"
        " PurviewDataSensitivityLogs"
        " MicrosoftGraphActivityLogs MicrosoftPurviewInformationProtection IntuneAuditLogs"
        " IntuneDevices IntuneOperationalLogs IntuneDeviceComplianceOrg AppTraces AppRequests"
        " AppServiceHTTPLogs ContainerLog ContainerLogV2 ContainerInventory KubeEvents AKSAudit"
        " AKSAuditAdmin ADFSSignInLogs ABAPAuditLog ASimDnsActivityLogs"
        " ASimNetworkSessionLogs ASimAuditEventLogs ASimAuthenticationEventLogs ASimFileEventLogs"
        " ASimProcessEventLogs ASimRegistryEventLogs ASimUserManagementActivityLogs"
        " ASimWebSessionLogs ASimDhcpEventLogs SecurityRegulatoryCompliance"
        " SecurityRecommendation SecureScores SecureScoreControls"
    )
)
"""Source: https://learn.microsoft.com/en-us/azure/sentinel/sentinel-tables-connectors-reference"""
_CUSTOM_LOG = "_CL"
_FIRST_TABLES = {
    "DeviceAlertEvents": ("AlertInfo", "AlertEvidence"),
    "AlertEvents": ("AlertInfo", "AlertEvidence"),
    "FileCreationEvents": ("DeviceFileEvents",),
    "ImageLoadEvents": ("DeviceImageLoadEvents",),
    "LogonEvents": ("DeviceLogonEvents",),
    "MachineInfo": ("DeviceInfo",),
    "MachineNetworkInfo": ("DeviceNetworkInfo",),
    "MiscEvents": ("DeviceEvents",),
    "NetworkCommunicationEvents": ("DeviceNetworkEvents",),
    "ProcessCreationEvents": ("DeviceProcessEvents",),
    "RegistryEvents": ("DeviceRegistryEvents",),
}
"""The names that tables had before 2020."""


@dataclass(frozen=True, slots=True)
class FormerNames:
    """New names by old ones: of tables, and of columns as `Table.Column`; empty without a heir."""

    tables: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, tuple[str, ...]]

    def column(self, name: str, tables: tuple[str, ...]) -> tuple[str, ...] | None:
        """Give the new names of a column in any of these tables, `None` when it never was one."""
        found = (self.columns.get(f"{table}.{name}") for table in tables)
        return next((names for names in found if names is not None), None)


def is_sentinel_table(name: str) -> bool:
    """Whether a table comes from a workspace rather than from Defender."""
    return name in SENTINEL_TABLES or name.endswith(_CUSTOM_LOG) or name.startswith("_")


@cache
def load_former_names() -> FormerNames:
    """Read the renames that ship here, once.

    Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-schema-changes
    """
    document = read_document("hunting-schema.json")
    tables: dict[str, tuple[str, ...]] = dict(_FIRST_TABLES)
    columns: dict[str, tuple[str, ...]] = {}
    for table in _objects(document["tables"]):
        if heir := table.get("replaced_by"):
            tables[str(table["name"])] = (str(heir),)
        former = table.get("former_columns")
        for column in former if isinstance(former, list) else []:
            columns[f"{table['name']}.{column}"] = ()
    for rename in _objects(document["renames"]):
        heirs = rename.get("to")
        names = tuple(map(str, heirs)) if isinstance(heirs, list) else ()
        if rename.get("kind") == "table":
            tables[str(rename["from"])] = names
        elif rename.get("kind") == "column":
            columns[f"{rename['table']}.{rename['from']}"] = names
    return FormerNames(tables, columns)


def _objects(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
