"""What the sensor on a device saw of an incident."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from defender_tui.sandbox.data.records import RegistryValueSubject

if TYPE_CHECKING:
    from defender_tui.sandbox.data.cast import Device, File, User
    from defender_tui.sandbox.data.records import (
        FileSubject,
        ProcessSubject,
        RegistryKeySubject,
    )
    from defender_tui.sandbox.hunting.alert_context import AlertContext
    from defender_tui.sandbox.hunting.rows import Row

_DOCUMENTED = re.compile(r"192\.0\.2\.|198\.51\.100\.|203\.0\.113\.")


def process(subject: ProcessSubject, context: AlertContext) -> tuple[str, Row]:
    """The start of a process."""
    user = subject.user
    return "DeviceProcessEvents", {
        **event(subject.device, context),
        "Timestamp": subject.started_at,
        "ActionType": "ProcessCreated",
        **_file(subject.image),
        "ProcessId": subject.process_id,
        "ProcessCommandLine": subject.command_line,
        "ProcessCreationTime": subject.started_at,
        "ProcessIntegrityLevel": "High" if user.is_admin else "Medium",
        "ProcessTokenElevation": "TokenElevationTypeDefault",
        "AccountDomain": user.domain_name.lower(),
        "AccountName": user.account_name,
        "AccountSid": user.sid,
        "AccountUpn": user.upn,
        "AccountObjectId": user.object_id,
        **_initiator(subject.parent_image, user),
        "InitiatingProcessId": subject.parent_process_id,
        "InitiatingProcessCommandLine": subject.parent_image.name,
        "InitiatingProcessCreationTime": subject.parent_started_at,
    }


def file(subject: FileSubject, device: Device, context: AlertContext) -> tuple[str, Row]:
    """A file that appeared on a device."""
    return "DeviceFileEvents", {
        **event(device, context),
        "ActionType": "FileCreated",
        **_file(subject.file),
        **acting(context),
    }


def connection(device: Device, ip: str, url: str, context: AlertContext) -> tuple[str, Row]:
    """A connection from a device to an address or a URL."""
    is_public = not ip or _DOCUMENTED.match(ip) is not None
    return "DeviceNetworkEvents", {
        **event(device, context),
        "ActionType": "ConnectionSuccess",
        "RemoteIP": ip,
        "RemoteUrl": url,
        "RemotePort": urlsplit(url).port or (80 if url.startswith("http:") else 443),
        "RemoteIPType": "Public" if is_public else "Private",
        "LocalIP": device.ip_address,
        "LocalPort": 49_152 + context.number % 16_000,
        "LocalIPType": "Private",
        "Protocol": "Tcp",
        **acting(context),
    }


def registry(
    subject: RegistryKeySubject | RegistryValueSubject, context: AlertContext
) -> tuple[str, Row]:
    """A key that was made or a value that was set."""
    row: Row = {
        **event(subject.device, context),
        "ActionType": "RegistryKeyCreated",
        "RegistryKey": f"{subject.hive}\\{subject.key}",
        **acting(context),
    }
    if isinstance(subject, RegistryValueSubject):
        row["ActionType"] = "RegistryValueSet"
        row["RegistryValueName"] = subject.value_name
        row["RegistryValueData"] = subject.value
        row["RegistryValueType"] = subject.value_type
    return "DeviceRegistryEvents", row


def sensor_alarm(device: Device, context: AlertContext) -> tuple[str, Row]:
    """What made the sensor of a device look."""
    return "DeviceEvents", {
        **event(device, context),
        "ActionType": "AmsiScriptDetection",
        "AdditionalFields": '{"Description":"Suspicious content"}',
        **acting(context),
    }


def event(device: Device, context: AlertContext) -> Row:
    """What every event of a device begins with."""
    return {
        "Timestamp": context.at,
        "DeviceId": device.device_id,
        "DeviceName": device.dns_name,
        "ReportId": context.report_id,
    }


def acting(context: AlertContext) -> Row:
    """The process behind an event: that of the alert, where it names one."""
    if context.process is None:
        return {} if context.user is None else _account(context.user)
    return {
        **_initiator(context.process.image, context.process.user),
        "InitiatingProcessId": context.process.process_id,
        "InitiatingProcessCommandLine": context.process.command_line,
        "InitiatingProcessCreationTime": context.process.started_at,
        "InitiatingProcessParentId": context.process.parent_process_id,
        "InitiatingProcessParentFileName": context.process.parent_image.name,
        "InitiatingProcessParentCreationTime": context.process.parent_started_at,
    }


def _initiator(image: File, user: User) -> Row:
    return {
        "InitiatingProcessFileName": image.name,
        "InitiatingProcessFolderPath": image.path,
        "InitiatingProcessSHA1": image.sha1,
        "InitiatingProcessSHA256": image.sha256,
        "InitiatingProcessMD5": image.md5,
        "InitiatingProcessFileSize": image.size_bytes,
        "InitiatingProcessVersionInfoCompanyName": image.publisher or "",
        **_account(user),
    }


def _account(user: User) -> Row:
    return {
        "InitiatingProcessAccountDomain": user.domain_name.lower(),
        "InitiatingProcessAccountName": user.account_name,
        "InitiatingProcessAccountSid": user.sid,
        "InitiatingProcessAccountUpn": user.upn,
        "InitiatingProcessAccountObjectId": user.object_id,
    }


def _file(image: File) -> Row:
    return {
        "FileName": image.name,
        "FolderPath": image.path,
        "SHA1": image.sha1,
        "SHA256": image.sha256,
        "MD5": image.md5,
        "FileSize": image.size_bytes,
    }
