"""Alerts and their evidence as the tables AlertInfo and AlertEvidence hold them.

Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-alertevidence-table
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.records import (
    AlertRecord,
    CloudApplicationSubject,
    DeviceSubject,
    EvidenceRecord,
    FileSubject,
    IpSubject,
    MailboxSubject,
    MailClusterSubject,
    MessageSubject,
    OAuthApplicationSubject,
    ProcessSubject,
    RegistryKeySubject,
    RegistryValueSubject,
    SecurityGroupSubject,
    Subject,
    UrlSubject,
    UserSubject,
)

if TYPE_CHECKING:
    from defender_tui.sandbox.data.cast import Device, File, User
    from defender_tui.sandbox.hunting.rows import Row

_DETECTED_BY = {
    "microsoftDefenderForEndpoint": "EDR",
    "antivirus": "Antivirus",
    "microsoftDefenderForIdentity": "Microsoft Defender for Identity",
    "cloudAppSecurity": "Microsoft Defender for Cloud Apps",
    "microsoftDefenderForOffice365": "Microsoft Defender for Office 365",
    "azureAdIdentityProtection": "Microsoft Entra ID Protection",
    "microsoftDataLossPrevention": "Microsoft Purview Data Loss Prevention",
    "appGovernanceDetection": "App governance detection",
    "microsoft365Defender": "Microsoft Defender XDR",
    "scheduledAlerts": "Scheduled alerts",
}
_ENTITY_TYPES: dict[type[Subject], str] = {
    DeviceSubject: "Machine",
    UserSubject: "User",
    IpSubject: "Ip",
    UrlSubject: "Url",
    FileSubject: "File",
    ProcessSubject: "Process",
    MailboxSubject: "Mailbox",
    MailClusterSubject: "MailCluster",
    SecurityGroupSubject: "SecurityGroup",
    MessageSubject: "MailMessage",
    CloudApplicationSubject: "CloudApplication",
    OAuthApplicationSubject: "OAuthApplication",
    RegistryKeySubject: "RegistryKey",
    RegistryValueSubject: "RegistryValue",
}
_ASSETS = (DeviceSubject, UserSubject, MailboxSubject)


def alert_info(alert: AlertRecord) -> Row:
    """The one row of AlertInfo for an alert."""
    return {
        "Timestamp": alert.created_at,
        "AlertId": alert.alert_id,
        "Title": alert.title,
        "Category": alert.category,
        "Severity": alert.severity.capitalize(),
        "ServiceSource": alert.product_name,
        "DetectionSource": _detected_by(alert),
        "AttackTechniques": json.dumps(alert.techniques),
    }


def alert_evidence(alert: AlertRecord, evidence: EvidenceRecord) -> Row:
    """The row of AlertEvidence for one thing that an alert points at."""
    return {
        "Timestamp": alert.created_at,
        "AlertId": alert.alert_id,
        "Title": alert.title,
        "Categories": json.dumps([alert.category]),
        "AttackTechniques": json.dumps(alert.techniques),
        "ServiceSource": alert.product_name,
        "DetectionSource": _detected_by(alert),
        "EntityType": _ENTITY_TYPES[type(evidence.subject)],
        "EvidenceRole": "Impacted" if isinstance(evidence.subject, _ASSETS) else "Related",
        "Severity": alert.severity.capitalize(),
        "ThreatFamily": alert.threat_family or "",
        "AdditionalFields": "{}",
        **_entity(evidence.subject),
    }


def _detected_by(alert: AlertRecord) -> str:
    return _DETECTED_BY.get(alert.detection_source, alert.product_name)


def _entity(subject: Subject) -> Row:
    match subject:
        case DeviceSubject(device):
            return _device(device)
        case UserSubject(user) | MailboxSubject(user):
            return _account(user)
        case IpSubject(address):
            return {"RemoteIP": address.ip}
        case UrlSubject(url):
            return {"RemoteUrl": url}
        case FileSubject():
            return {**_file(subject.file), **(_device(subject.device) if subject.device else {})}
        case ProcessSubject():
            return {
                **_file(subject.image),
                **_device(subject.device),
                **_account(subject.user),
                "ProcessCommandLine": subject.command_line,
            }
        case MessageSubject():
            return {
                **_account(subject.recipient),
                "NetworkMessageId": subject.network_message_id,
                "EmailSubject": subject.subject,
            }
        case CloudApplicationSubject():
            return {"Application": subject.name, "ApplicationId": subject.app_id}
        case OAuthApplicationSubject():
            return {"Application": subject.name, "OAuthApplicationId": subject.app_id}
        case MailClusterSubject():
            return {"AdditionalFields": json.dumps({"ClusterBy": subject.cluster_by})}
        case SecurityGroupSubject():
            return {
                **_account(subject.member),
                "AdditionalFields": json.dumps({"GroupName": subject.name, "Sid": subject.sid}),
            }
        case RegistryKeySubject():
            return {**_device(subject.device), "RegistryKey": f"{subject.hive}\\{subject.key}"}
        case RegistryValueSubject():
            return {
                **_device(subject.device),
                "RegistryKey": f"{subject.hive}\\{subject.key}",
                "RegistryValueName": subject.value_name,
                "RegistryValueData": subject.value,
            }


def _device(device: Device) -> Row:
    return {
        "DeviceId": device.device_id,
        "DeviceName": device.dns_name,
        "LocalIP": device.ip_address,
    }


def _account(user: User) -> Row:
    return {
        "AccountName": user.account_name,
        "AccountDomain": user.domain_name.lower(),
        "AccountSid": user.sid,
        "AccountObjectId": user.object_id,
        "AccountUpn": user.upn,
    }


def _file(file: File) -> Row:
    return {
        "FileName": file.name,
        "FolderPath": file.path,
        "SHA1": file.sha1,
        "SHA256": file.sha256,
        "FileSize": file.size_bytes,
    }
