"""Machines and actions as the API spells them, and what a list of them is filtered by.

Source: https://learn.microsoft.com/defender-endpoint/api/machine, machineaction, get-machines,
get-machineactions-collection (2026-11-23)
"""

from __future__ import annotations

from datetime import datetime

from defender_tui.sandbox.json_value import JsonObject, moment_text
from defender_tui.sandbox.mde.action import STATUSES, Action
from defender_tui.sandbox.mde.kinds import FURTHER_TYPES, KINDS
from defender_tui.sandbox.mde.machines import Machine
from defender_tui.sandbox.odata.vocabulary import Field, Kind, Property, Vocabulary

_HEALTH = (
    *("Active", "Inactive", "ImpairedCommunication", "NoSensorData"),
    *("NoSensorDataImpairedCommunication", "Unknown"),
)
_TEXT = Property(Kind.TEXT)
MACHINES = Vocabulary(
    type_name="Microsoft.Windows.Defender.Machine",
    filterable={
        "id": _TEXT,
        "computerDnsName": _TEXT,
        "osPlatform": _TEXT,
        "version": _TEXT,
        "lastIpAddress": _TEXT,
        "aadDeviceId": _TEXT,
        "lastSeen": Property(Kind.MOMENT),
        "machineTags": Property(Kind.TEXTS),
        "healthStatus": Property(Kind.ENUM, _HEALTH),
        "onboardingStatus": Property(
            Kind.ENUM, ("onboarded", "CanBeOnboarded", "Unsupported", "InsufficientInfo")
        ),
        "riskScore": Property(Kind.ENUM, ("None", "Informational", "Low", "Medium", "High")),
        "exposureLevel": Property(Kind.ENUM, ("None", "Low", "Medium", "High")),
        "deviceValue": Property(Kind.ENUM, ("Normal", "Low", "High")),
    },
    sortable=("lastSeen",),
    known=frozenset(
        (
            *("id", "computerDnsName", "firstSeen", "lastSeen", "osPlatform", "version", "osBuild"),
            *("osProcessor", "osArchitecture", "lastIpAddress", "lastExternalIpAddress"),
            *("ipAddresses", "healthStatus", "onboardingStatus", "rbacGroupId", "rbacGroupName"),
            *("riskScore", "exposureLevel", "deviceValue", "isAadJoined", "aadDeviceId"),
            "machineTags",
        )
    ),
)
ACTIONS = Vocabulary(
    type_name="Microsoft.Windows.Defender.MachineAction",
    filterable={
        "id": _TEXT,
        "machineId": _TEXT,
        "requestor": _TEXT,
        "status": Property(Kind.ENUM, STATUSES),
        "type": Property(Kind.ENUM, (*(kind.name for kind in KINDS), *FURTHER_TYPES)),
        "creationDateTimeUtc": Property(Kind.MOMENT),
    },
    sortable=("creationDateTimeUtc",),
    known=frozenset(
        (
            *("id", "type", "scope", "requestor", "requestorComment", "status", "machineId"),
            *("computerDnsName", "creationDateTimeUtc", "lastUpdateDateTimeUtc"),
            *("relatedFileInfo", "cancellationRequestor", "cancellationComment"),
            "cancellationDateTimeUtc",
        )
    ),
)


def machine_body(machine: Machine) -> JsonObject:
    """Give a machine."""
    return {
        "id": machine.machine_id,
        "computerDnsName": machine.dns_name,
        "firstSeen": moment_text(machine.first_seen),
        "lastSeen": moment_text(machine.last_seen),
        "osPlatform": machine.os_platform,
        "version": machine.os_version,
        "osProcessor": machine.processor,
        "osArchitecture": "64-bit",
        "lastIpAddress": machine.ip_address,
        "lastExternalIpAddress": machine.external_ip_address,
        "ipAddresses": [
            {
                "ipAddress": machine.ip_address,
                "macAddress": machine.mac_address,
                "operationalStatus": "Up",
            }
        ],
        "osBuild": machine.os_build,
        "healthStatus": machine.health,
        "onboardingStatus": machine.onboarding,
        "rbacGroupId": machine.group_id,
        "rbacGroupName": machine.group_name,
        "riskScore": machine.risk,
        "exposureLevel": machine.exposure,
        "deviceValue": machine.value,
        "isAadJoined": machine.aad_device_id is not None,
        "aadDeviceId": machine.aad_device_id,
        "machineTags": list(machine.tags),
    }


def action_head(action: Action, now: datetime) -> dict[str, Field]:
    """Give what a list is filtered and sorted by."""
    return {
        "id": action.action_id,
        "machineId": action.machine.machine_id,
        "requestor": action.requestor,
        "status": action.status(now),
        "type": action.kind.name,
        "creationDateTimeUtc": action.created_at,
    }


def action_body(action: Action, now: datetime, *, in_list: bool = False) -> JsonObject:
    """Give an action; in a list its last update has another name, as in the vendor's samples."""
    updated = "lastUpdateTimeUtc" if in_list else "lastUpdateDateTimeUtc"
    body: JsonObject = {
        "id": action.action_id,
        "type": action.kind.name,
        "scope": action.scope,
        "requestor": action.requestor,
        "requestorComment": action.comment,
        "status": action.status(now),
        "machineId": action.machine.machine_id,
        "computerDnsName": action.machine.dns_name,
        "creationDateTimeUtc": moment_text(action.created_at),
        updated: moment_text(action.updated_at(now)),
        "relatedFileInfo": None
        if action.sha1 is None
        else {"fileIdentifier": action.sha1, "fileIdentifierType": "Sha1"},
    }
    if action.cancellation is not None:
        body |= {
            "cancellationRequestor": action.cancellation.requestor,
            "cancellationComment": action.cancellation.comment,
            "cancellationDateTimeUtc": moment_text(action.cancellation.at),
        }
    return body
