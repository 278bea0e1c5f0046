"""Prepared queries about devices and what happened on them: files, processes, registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.evidence import text_at
from .literals import quote
from .pivot_parts import Draft, DraftsOf, Fields, either, first_text, found, is_exactly, is_within

PROCESS_COLUMNS = (
    "DeviceName, AccountName, FileName, ProcessId, ProcessCommandLine,"
    " InitiatingProcessFileName, InitiatingProcessId, InitiatingProcessCommandLine"
)
FILE_COLUMNS = (
    "DeviceName, ActionType, FolderPath, FileName, SHA256, FileOriginUrl,"
    " InitiatingProcessFileName, InitiatingProcessAccountName"
)
NETWORK_COLUMNS = (
    "DeviceName, ActionType, RemoteIP, RemotePort, RemoteUrl, LocalIP,"
    " InitiatingProcessFileName, InitiatingProcessCommandLine"
)
LOGON_COLUMNS = (
    "DeviceName, ActionType, LogonType, AccountDomain, AccountName, Protocol, RemoteDeviceName,"
    " RemoteIP, FailureReason"
)
REGISTRY_COLUMNS = (
    "DeviceName, ActionType, RegistryKey, RegistryValueName, RegistryValueData,"
    " InitiatingProcessFileName, InitiatingProcessCommandLine"
)


def _device(fields: Fields) -> Sequence[Draft]:
    where = _on_device(fields)
    if not where:
        return ()
    return (
        found("Processes on the device", "DeviceProcessEvents", where, PROCESS_COLUMNS),
        found("Logons on the device", "DeviceLogonEvents", where, LOGON_COLUMNS),
        found("Connections of the device", "DeviceNetworkEvents", where, NETWORK_COLUMNS),
        found("Files on the device", "DeviceFileEvents", where, FILE_COLUMNS),
        found("Registry of the device", "DeviceRegistryEvents", where, REGISTRY_COLUMNS),
        found(
            "Other events on the device",
            "DeviceEvents",
            where,
            "DeviceName, ActionType, FileName, AccountName, InitiatingProcessFileName,"
            " InitiatingProcessCommandLine, AdditionalFields",
        ),
        found(
            "Alerts that name the device",
            "AlertEvidence",
            where,
            "AlertId, Title, Severity, ServiceSource, EntityType, EvidenceRole, DeviceName",
        ),
    )


def _on_device(fields: Fields) -> str:
    device_id = text_at(fields, "mdeDeviceId")
    if device_id:
        return is_exactly("DeviceId", device_id)
    return is_exactly("DeviceName", first_text(fields, ("deviceDnsName",), ("hostName",)))


def _file(fields: Fields) -> Sequence[Draft]:
    details = fields.get("fileDetails")
    return _by_content(details) if isinstance(details, Mapping) else ()


def _by_content(details: Fields) -> Sequence[Draft]:
    """Look for a content where its digest is known, else for a name."""
    column, value = _telling(details)
    if value is None:
        return ()
    same = is_exactly(column, value)
    ran = either(same, is_exactly(f"InitiatingProcess{column}", value))
    drafts = [
        found("Where the file was seen", "DeviceFileEvents", same, FILE_COLUMNS),
        found("Where the file ran", "DeviceProcessEvents", ran, PROCESS_COLUMNS),
        found(
            "Where the file was loaded",
            "DeviceImageLoadEvents",
            same,
            "DeviceName, FolderPath, FileName, SHA256, InitiatingProcessFileName,"
            " InitiatingProcessCommandLine",
        ),
        found(
            "Connections that the file made",
            "DeviceNetworkEvents",
            is_exactly(f"InitiatingProcess{column}", value),
            NETWORK_COLUMNS,
        ),
    ]
    sha256, name = text_at(details, "sha256"), text_at(details, "fileName")
    attached = is_exactly("SHA256", sha256) or is_exactly("FileName", name)
    if attached:
        columns = "SenderFromAddress, RecipientEmailAddress, FileName, SHA256, ThreatTypes"
        drafts.append(
            found(
                "Mail with the file attached",
                "EmailAttachmentInfo",
                attached,
                f"{columns}, NetworkMessageId",
            )
        )
    return drafts


def _telling(details: Fields) -> tuple[str, str | None]:
    for column, name in (("SHA256", "sha256"), ("SHA1", "sha1"), ("MD5", "md5")):
        value = text_at(details, name)
        if value:
            return column, value
    return "FileName", text_at(details, "fileName")


def _file_hash(fields: Fields) -> Sequence[Draft]:
    algorithm, value = text_at(fields, "algorithm"), text_at(fields, "value")
    return _by_content({algorithm: value}) if algorithm and value else ()


def _process(fields: Fields) -> Sequence[Draft]:
    number, command = text_at(fields, "processId"), text_at(fields, "processCommandLine")
    image = text_at(fields, "imageFile", "fileName")
    device = is_exactly("DeviceId", text_at(fields, "mdeDeviceId"))
    drafts = []
    if number and number.isascii() and number.isdecimal():
        tree = f"ProcessId == {number} or InitiatingProcessId == {number}"
        parent = text_at(fields, "parentProcessId")
        if parent and parent.isascii() and parent.isdecimal():
            tree += f" or ProcessId == {parent} or InitiatingProcessId == {parent}"
        started = f"InitiatingProcessId == {number}"
        if image:
            started += f" and {is_exactly('InitiatingProcessFileName', image)}"
        drafts += [
            found(
                "The process, its parent, siblings and children",
                "DeviceProcessEvents",
                _both(device, tree),
                PROCESS_COLUMNS,
            ),
            found(
                "Connections of the process",
                "DeviceNetworkEvents",
                _both(device, started),
                NETWORK_COLUMNS,
            ),
            found(
                "Files that the process touched",
                "DeviceFileEvents",
                _both(device, started),
                FILE_COLUMNS,
            ),
        ]
    if command:
        same = f"ProcessCommandLine == {quote(command)}"
        name = "The same command line on any device"
        drafts.append(found(name, "DeviceProcessEvents", same, PROCESS_COLUMNS))
    details = fields.get("imageFile")
    if isinstance(details, Mapping) and text_at(details, "sha256"):
        same = is_exactly("SHA256", text_at(details, "sha256"))
        name = "The same image on any device"
        drafts.append(found(name, "DeviceProcessEvents", same, PROCESS_COLUMNS))
    return drafts


def _both(device: str, condition: str) -> str:
    return f"{device} and ({condition})" if device else condition


def _registry(fields: Fields) -> Sequence[Draft]:
    key = text_at(fields, "registryKey")
    if not key:
        return ()
    same = is_within("RegistryKey", key.strip("\\")) or ""
    device = is_exactly("DeviceId", text_at(fields, "mdeDeviceId"))
    drafts = [found("The key on any device", "DeviceRegistryEvents", same, REGISTRY_COLUMNS)]
    if device:
        here = _both(device, same)
        name = "The key on the device"
        drafts.insert(0, found(name, "DeviceRegistryEvents", here, REGISTRY_COLUMNS))
    value = is_exactly("RegistryValueData", text_at(fields, "registryValue"))
    if value:
        name = "The value's data on any device"
        drafts.append(found(name, "DeviceRegistryEvents", value, REGISTRY_COLUMNS))
    return drafts


DRAFTS: Mapping[str, DraftsOf] = {
    "device": _device,
    "file": _file,
    "fileHash": _file_hash,
    "process": _process,
    "registryKey": _registry,
    "registryValue": _registry,
}
