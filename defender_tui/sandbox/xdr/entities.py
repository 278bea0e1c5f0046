"""Evidence as the Defender XDR API spells it: devices apart, all else as flat entities."""

from __future__ import annotations

from datetime import datetime, timedelta

from defender_tui.sandbox.data.cast import Device, User
from defender_tui.sandbox.data.records import (
    DeviceSubject,
    EvidenceRecord,
    FileSubject,
    IpSubject,
    MailboxSubject,
    MailClusterSubject,
    MessageSubject,
    ProcessSubject,
    RegistryKeySubject,
    RegistryValueSubject,
    SecurityGroupSubject,
    Subject,
    UrlSubject,
    UserSubject,
)
from defender_tui.sandbox.json_value import Json, JsonObject, moment_text
from defender_tui.sandbox.xdr.words import pascal

# Every entity carries every key, those of other types with null.
_KEYS = (
    *("entityType", "sha1", "sha256", "fileName", "filePath", "processId", "processCommandLine"),
    *("processCreationTime", "parentProcessId", "parentProcessCreationTime", "ipAddress", "url"),
    *("accountName", "domainName", "userSid", "aadUserId", "userPrincipalName"),
    *("mailboxDisplayName", "mailboxAddress", "clusterBy", "sender", "recipient", "subject"),
    *("deliveryAction", "securityGroupId", "securityGroupName", "registryHive", "registryKey"),
    *("registryValueType", "registryValue", "deviceId"),
)


def entity_bodies(evidence: tuple[EvidenceRecord, ...]) -> list[Json]:
    """Give the entities of an alert; kinds that this API does not know are left out.

    Source: https://learn.microsoft.com/defender-xdr/api-list-incidents (2026-11-23)
    """
    blank: JsonObject = dict.fromkeys(_KEYS)
    found: list[Json] = []
    for item in evidence:
        fields = _endpoint_fields(item.subject) or _cloud_fields(item.subject)
        if fields is not None:
            found.append(blank | fields)
    return found


def device_bodies(evidence: tuple[EvidenceRecord, ...], *, now: datetime) -> list[Json]:
    """Give the devices of an alert, each once."""
    devices = [item.subject.device for item in evidence if isinstance(item.subject, DeviceSubject)]
    return [_device(device, now) for device in dict.fromkeys(devices)]


def _endpoint_fields(subject: Subject) -> JsonObject | None:
    match subject:
        case FileSubject(file, device):
            return {
                "entityType": "File",
                "sha1": file.sha1,
                "sha256": file.sha256,
                "fileName": file.name,
                "filePath": file.folder,
                "deviceId": device.device_id if device else None,
            }
        case ProcessSubject():
            return {
                "entityType": "Process",
                "sha1": subject.image.sha1,
                "sha256": subject.image.sha256,
                "fileName": subject.image.name,
                "filePath": subject.image.folder,
                "processId": subject.process_id,
                "processCommandLine": subject.command_line,
                "processCreationTime": moment_text(subject.started_at),
                "parentProcessId": subject.parent_process_id,
                "parentProcessCreationTime": moment_text(subject.parent_started_at),
                "deviceId": subject.device.device_id,
            }
        case RegistryKeySubject(device, hive, key):
            return _registry(device, hive, key)
        case RegistryValueSubject(device, hive, key):
            return _registry(device, hive, key) | {
                "registryValueType": subject.value_type,
                "registryValue": subject.value,
            }
    return None


def _cloud_fields(subject: Subject) -> JsonObject | None:
    match subject:
        case UserSubject(user):
            return _account(user) | {"entityType": "User"}
        case IpSubject(address):
            return {"entityType": "Ip", "ipAddress": address.ip}
        case UrlSubject(url):
            return {"entityType": "Url", "url": url}
        case MailboxSubject(user):
            return {
                "entityType": "MailBox",
                "userPrincipalName": user.upn,
                "mailboxDisplayName": user.display_name,
                "mailboxAddress": user.upn,
            }
        case MessageSubject():
            return {
                "entityType": "MailMessage",
                "userPrincipalName": subject.recipient.upn,
                "sender": subject.sender_address,
                "recipient": subject.recipient.upn,
                "subject": subject.subject,
                "deliveryAction": pascal(subject.delivery_action),
            }
        case MailClusterSubject(cluster_by):
            return {"entityType": "MailCluster", "clusterBy": cluster_by}
        case SecurityGroupSubject(name, _, group_id):
            return {
                "entityType": "SecurityGroup",
                "securityGroupId": group_id,
                "securityGroupName": name,
            }
    return None


def _account(user: User) -> JsonObject:
    return {
        "accountName": user.account_name,
        "domainName": user.domain_name,
        "userSid": user.sid,
        "aadUserId": user.object_id,
        "userPrincipalName": user.upn,
    }


def _registry(device: Device, hive: str, key: str) -> JsonObject:
    return {
        "entityType": "Registry",
        "registryHive": hive,
        "registryKey": key,
        "deviceId": device.device_id,
    }


def _device(device: Device, now: datetime) -> JsonObject:
    return {
        "mdatpDeviceId": device.device_id,
        "aadDeviceId": device.azure_ad_device_id,
        "deviceDnsName": device.dns_name,
        "osPlatform": device.os_platform,
        "version": device.os_version,
        "osProcessor": device.processor,
        "osBuild": device.os_build,
        "healthStatus": "Active",
        "riskScore": pascal(device.risk_score),
        "rbacGroupName": device.group_name,
        "rbacGroupId": device.group_id,
        "firstSeen": moment_text(now - timedelta(days=device.seen_for_days)),
    }
