"""Evidence as Graph spells it."""

from __future__ import annotations

from datetime import datetime, timedelta

from defender_tui.sandbox.data.cast import Device, File, User
from defender_tui.sandbox.data.records import (
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
from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.json_value import JsonObject, moment_text


def evidence_body(evidence: EvidenceRecord, *, now: datetime) -> JsonObject:
    """Give one entry of an alert's `evidence`.

    Source: https://learn.microsoft.com/graph/api/resources/security-alertevidence (2026-11-23)
    """
    subject = evidence.subject
    type_name, own = (
        _endpoint_fields(subject, now) or _collective_fields(subject) or _cloud_fields(subject)
    )
    base: JsonObject = {
        "@odata.type": f"#microsoft.graph.security.{type_name}Evidence",
        "createdDateTime": moment_text(evidence.created_at),
        "verdict": evidence.verdict,
        "remediationStatus": evidence.remediation,
        "remediationStatusDetails": None,
        "roles": list(evidence.roles),
        "detailedRoles": list(evidence.detailed_roles),
        "tags": list(evidence.tags),
    }
    return base | own


def _endpoint_fields(subject: Subject, now: datetime) -> tuple[str, JsonObject] | None:
    match subject:
        case DeviceSubject(device):
            return "device", _device(device, now)
        case FileSubject(file, device, detection):
            return "file", {
                "fileDetails": _file(file),
                "detectionStatus": detection,
                "mdeDeviceId": device.device_id if device else None,
            }
        case ProcessSubject():
            return "process", {
                "processId": subject.process_id,
                "parentProcessId": subject.parent_process_id,
                "processCommandLine": subject.command_line,
                "processCreationDateTime": moment_text(subject.started_at),
                "parentProcessCreationDateTime": moment_text(subject.parent_started_at),
                "detectionStatus": subject.detection,
                "mdeDeviceId": subject.device.device_id,
                "imageFile": _file(subject.image),
                "parentProcessImageFile": _file(subject.parent_image),
                "userAccount": _account(subject.user),
            }
        case RegistryKeySubject(_, hive, key):
            return "registryKey", {"registryHive": hive, "registryKey": key}
        case RegistryValueSubject(device, hive, key):
            return "registryValue", {
                "registryHive": hive,
                "registryKey": key,
                "registryValueName": subject.value_name,
                "registryValue": subject.value,
                "registryValueType": subject.value_type,
                "mdeDeviceId": device.device_id,
            }
    return None


def _cloud_fields(subject: Subject) -> tuple[str, JsonObject]:
    match subject:
        case UserSubject(user):
            return "user", {"stream": None, "userAccount": _account(user)}
        case IpSubject(address):
            return "ip", {
                "ipAddress": address.ip,
                "countryLetterCode": address.country,
                "stream": None,
                "location": {
                    "countryName": None,
                    "state": None,
                    "city": address.city,
                    "latitude": address.latitude,
                    "longitude": address.longitude,
                },
            }
        case UrlSubject(url):
            return "url", {"url": url}
        case MailboxSubject(user):
            return "mailbox", {
                "primaryAddress": user.upn,
                "upn": user.upn,
                "displayName": user.display_name,
                "userAccount": _account(user),
            }
        case MessageSubject():
            return "analyzedMessage", _message(subject)
        case CloudApplicationSubject(app_id, name):
            return "cloudApplication", {
                "appId": app_id,
                "displayName": name,
                "instanceId": 0,
                "instanceName": name,
                "saasAppId": app_id,
                "stream": None,
            }
        case OAuthApplicationSubject(app_id, object_id, name, publisher):
            return "oauthApplication", {
                "appId": app_id,
                "objectId": object_id,
                "displayName": name,
                "publisher": publisher,
            }
    raise TypeError(type(subject).__name__)


def _collective_fields(subject: Subject) -> tuple[str, JsonObject] | None:
    match subject:
        case MailClusterSubject(cluster_by, value, message_ids, query):
            return "mailCluster", {
                "clusterBy": cluster_by,
                "clusterByValue": value,
                "emailCount": len(message_ids),
                "networkMessageIds": list(message_ids),
                "query": query,
                "urn": f"urn:MailCluster:{stable_uuid(0, *message_ids).replace('-', '')}",
            }
        case SecurityGroupSubject(name, sid, group_id, distinguished_name):
            return "securityGroup", {
                "displayName": name,
                "securityGroupId": group_id,
                "sid": sid,
                "distinguishedName": distinguished_name,
                "friendlyName": name,
                "activeDirectoryObjectGuid": group_id,
            }
    return None


def _message(message: MessageSubject) -> JsonObject:
    sender: JsonObject = {
        "emailAddress": message.sender_address,
        "displayName": message.sender_name,
        "domainName": message.sender_address.partition("@")[2],
    }
    return {
        "networkMessageId": message.network_message_id,
        "internetMessageId": message.internet_message_id,
        "subject": message.subject,
        "language": "en",
        "senderIp": message.sender_ip,
        "recipientEmailAddress": message.recipient.upn,
        "antiSpamDirection": "inbound",
        "deliveryAction": message.delivery_action,
        "deliveryLocation": message.delivery_location,
        "urn": f"urn:MailEntity:{message.network_message_id}",
        "threats": list(message.threats),
        "threatDetectionMethods": ["advancedFilter"],
        "urls": list(message.urls),
        "urlCount": len(message.urls),
        "attachmentsCount": len(message.attachments),
        "receivedDateTime": moment_text(message.received_at),
        "p1Sender": sender,
        "p2Sender": dict(sender),
    }


def _device(device: Device, now: datetime) -> JsonObject:
    return {
        "firstSeenDateTime": moment_text(now - timedelta(days=device.seen_for_days)),
        "mdeDeviceId": device.device_id,
        "azureAdDeviceId": device.azure_ad_device_id,
        "deviceDnsName": device.dns_name,
        "hostName": device.name,
        "ntDomain": None,
        "dnsDomain": device.dns_name.partition(".")[2],
        "osPlatform": device.os_platform,
        "osBuild": device.os_build,
        "version": device.os_version,
        "healthStatus": "active",
        "riskScore": device.risk_score,
        "rbacGroupId": device.group_id,
        "rbacGroupName": device.group_name,
        "onboardingStatus": "onboarded",
        "defenderAvStatus": "updated",
        "lastIpAddress": device.ip_address,
        "lastExternalIpAddress": device.external_ip_address,
        "ipInterfaces": [device.ip_address, "127.0.0.1", "::1"],
        "vmMetadata": None,
        "loggedOnUsers": [
            {
                "accountName": device.owner.account_name,
                "domainName": device.owner.domain_name,
            }
        ],
        "resourceAccessEvents": [],
    }


def _file(file: File) -> JsonObject:
    return {
        "sha1": file.sha1,
        "sha256": file.sha256,
        "md5": file.md5,
        "sha256Ac": None,
        "fileName": file.name,
        "filePath": file.folder,
        "fileSize": file.size_bytes,
        "filePublisher": file.publisher,
        "signer": file.publisher,
        "issuer": None,
    }


def _account(user: User) -> JsonObject:
    return {
        "accountName": user.account_name,
        "domainName": user.domain_name,
        "userSid": user.sid,
        "azureAdUserId": user.object_id,
        "userPrincipalName": user.upn,
        "displayName": user.display_name,
        "activeDirectoryObjectGuid": None,
        "resourceAccessEvents": [],
    }
