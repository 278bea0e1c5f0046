"""Machines and response actions of Defender for Endpoint.

Source: https://learn.microsoft.com/en-us/defender-endpoint/api/machine
Source: https://learn.microsoft.com/en-us/defender-endpoint/api/machineaction
"""

from __future__ import annotations

from collections.abc import Mapping

from ..filters import odata_text
from ..machines import ActionKind, Machine, MachineAction, ResponseRequest
from ..resources import Resource
from .reading import JsonObject, rest, text, texts, time
from .request import ApiRequest, path_segment

MAX_PAGE = 10_000
_MACHINES = "/api/machines"
_ACTIONS = "/api/machineactions"
_SEGMENTS = {
    ActionKind.ISOLATE: "isolate",
    ActionKind.RELEASE: "unisolate",
    ActionKind.SCAN: "runAntiVirusScan",
    ActionKind.COLLECT: "collectInvestigationPackage",
    ActionKind.RESTRICT: "restrictCodeExecution",
    ActionKind.UNRESTRICT: "unrestrictCodeExecution",
    ActionKind.QUARANTINE: "StopAndQuarantineFile",
}
_SCOPE_FIELDS = {ActionKind.ISOLATE: "IsolationType", ActionKind.SCAN: "ScanType"}
_MACHINE_FIELDS = frozenset(
    {
        "id", "computerDnsName", "osPlatform", "version", "healthStatus", "onboardingStatus",
        "riskScore", "exposureLevel", "rbacGroupName", "lastIpAddress", "firstSeen", "lastSeen",
        "machineTags",
    }
)  # fmt: skip
_ACTION_FIELDS = frozenset(
    {
        "id", "type", "scope", "requestor", "requestorComment", "status", "machineId",
        "computerDnsName", "creationDateTimeUtc", "lastUpdateDateTimeUtc", "lastUpdateTimeUtc",
        "relatedFileInfo", "cancellationRequestor", "cancellationComment",
    }
)  # fmt: skip
# The pages spell the last status in both ways.
_STATUSES = {"canceled": "Cancelled"}


def get_machine(id_or_name: str) -> ApiRequest:
    """Ask for one machine by its id or its DNS name."""
    path = f"{_MACHINES}/{path_segment(id_or_name)}"
    return ApiRequest(Resource.MDE, "GET", path, f"look up the device {id_or_name}")


def find_machines(dns_name: str) -> ApiRequest:
    """Ask for the machines of a DNS name: one that was set up anew has several ids."""
    params = {"$filter": f"computerDnsName eq {odata_text(dns_name)}"}
    what = f"look for the device {dns_name}"
    return ApiRequest(Resource.MDE, "GET", _MACHINES, what, params=params)


def act(machine_id: str, request: ResponseRequest) -> ApiRequest:
    """Ask for an action on a machine."""
    body = {"Comment": request.remark}
    if request.kind in _SCOPE_FIELDS and request.scope:
        body[_SCOPE_FIELDS[request.kind]] = request.scope
    if request.kind is ActionKind.QUARANTINE and request.sha1:
        body["Sha1"] = request.sha1
    return ApiRequest(
        Resource.MDE,
        "POST",
        f"{_MACHINES}/{path_segment(machine_id)}/{_SEGMENTS[request.kind]}",
        f"start {request.kind} on the device {machine_id}",
        body=body,
        is_write=True,
    )


def get_action(action_id: str) -> ApiRequest:
    """Ask how far an action has come."""
    return ApiRequest(Resource.MDE, "GET", _one(action_id), f"look at the action {action_id}")


def list_actions(machine_id: str, *, skip: int, page_size: int = MAX_PAGE) -> ApiRequest:
    """Ask for the actions of a machine from number `skip` on; a short page is the last one."""
    params = {"$filter": f"machineId eq {odata_text(machine_id)}", "$top": str(page_size)}
    if skip:
        params["$skip"] = str(skip)
    what = f"list the actions of the device {machine_id}"
    return ApiRequest(Resource.MDE, "GET", _ACTIONS, what, params=params)


def cancel_action(action_id: str, comment: str) -> ApiRequest:
    """Ask to call an action off."""
    return ApiRequest(
        Resource.MDE,
        "POST",
        f"{_one(action_id)}/cancel",
        f"cancel the action {action_id}",
        body={"Comment": comment},
        is_write=True,
    )


def package_uri(action_id: str) -> ApiRequest:
    """Ask for the link to what an action collected."""
    path = f"{_one(action_id)}/getPackageUri"
    return ApiRequest(Resource.MDE, "GET", path, f"get the package of the action {action_id}")


def _one(action_id: str) -> str:
    return f"{_ACTIONS}/{path_segment(action_id)}"


def read_machine(source: JsonObject) -> Machine:
    """Read one machine."""
    return Machine(
        id=text(source, "id") or "",
        dns_name=text(source, "computerDnsName"),
        os_platform=text(source, "osPlatform"),
        os_version=text(source, "version"),
        health=text(source, "healthStatus"),
        onboarding=text(source, "onboardingStatus"),
        risk=text(source, "riskScore"),
        exposure=text(source, "exposureLevel"),
        group=text(source, "rbacGroupName"),
        last_ip=text(source, "lastIpAddress"),
        first_seen=time(source, "firstSeen"),
        last_seen=time(source, "lastSeen"),
        tags=texts(source, "machineTags"),
        extra=rest(source, _MACHINE_FIELDS),
    )


def read_action(source: JsonObject) -> MachineAction:
    """Read one action; a list has another name for its last update than a single one."""
    file = source.get("relatedFileInfo")
    status = text(source, "status")
    return MachineAction(
        id=text(source, "id") or "",
        type=text(source, "type"),
        scope=text(source, "scope"),
        requestor=text(source, "requestor"),
        comment=text(source, "requestorComment"),
        status=_STATUSES.get(status.casefold(), status) if status else None,
        machine_id=text(source, "machineId"),
        machine_name=text(source, "computerDnsName"),
        created=time(source, "creationDateTimeUtc"),
        updated=time(source, "lastUpdateDateTimeUtc") or time(source, "lastUpdateTimeUtc"),
        file_hash=text(file, "fileIdentifier") if isinstance(file, Mapping) else None,
        cancelled_by=text(source, "cancellationRequestor"),
        cancel_comment=text(source, "cancellationComment"),
        extra=rest(source, _ACTION_FIELDS),
    )


def read_package_uri(source: JsonObject) -> str:
    """Read the link to a package, which stands in quotes of its own; empty when there is none."""
    return (text(source, "value") or "").strip().strip('"')
