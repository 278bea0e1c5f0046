"""What a cell of a hunting result names: a device, a person, a file, an address.

The column tells the kind, and the value must look like it. Columns of unknown names are told by the
value alone, where only one kind has such values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address

from ..core.evidence import Evidence

_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@,;<>\"']+@[^\s@,;<>\"']+\.[^\s@,;<>\"']+")
_SID = re.compile(r"S-1-\d+(?:-\d+)+")
_DIGEST = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_ALGORITHMS = {64: "sha256", 40: "sha1", 32: "md5"}
_LONGEST = 4_000
# Not a person: accounts that every device has.
_BUILT_IN = {"system", "local service", "network service", "anonymous logon"}


def entity_in(column: str, value: str | None, row: Mapping[str, str | None]) -> Evidence | None:
    """Give the entity that a cell names; `None` where it names none.

    `row` holds the other cells by their columns' names: a process is told by its device, a person
    without a domain by the name alone.
    """
    value = (value or "").strip()
    if not value or len(value) > _LONGEST:
        return None
    name = column.casefold()
    fields = _by_column(name, value, row)
    return Evidence(fields[0], fields=fields[1]) if fields else _by_value(value)


def _by_column(
    name: str, value: str, row: Mapping[str, str | None]
) -> tuple[str, Mapping[str, object]] | None:
    if name.endswith(("devicename", "hostname")):
        return "device", {"deviceDnsName": value}
    if name in {"deviceid", "hostdeviceid", "sourcedeviceid", "targetdeviceid"}:
        return "device", _given(mdeDeviceId=value, deviceDnsName=row.get("DeviceName"))
    if name.endswith(("sha256", "sha1", "md5")):
        return _file(value, row, name)
    if name.endswith(("recipientemailaddress", "senderfromaddress", "sendermailfromaddress")):
        return ("mailbox", {"primaryAddress": value}) if _MAIL.fullmatch(value) else None
    if name in {"networkmessageid", "internetmessageid"}:
        is_ours = name == "networkmessageid" and _ID.fullmatch(value)
        return ("analyzedMessage", {"networkMessageId": value}) if is_ours else None
    if name.endswith("urldomain") or name == "domainname":
        return "dns", {"domainName": value}
    if name in {"url", "remoteurl"} and "://" not in value and " " not in value:
        return "dns", {"domainName": value.partition("/")[0]}
    if name in {"processid", "initiatingprocessid"} and value.isdecimal():
        return _process(name, value, row)
    if name in {"filename", "initiatingprocessfilename"}:
        digest = row.get("SHA256" if name == "filename" else "InitiatingProcessSHA256")
        return "file", {"fileDetails": _given(fileName=value, sha256=digest)}
    if name == "registrykey":
        return "registryKey", _given(registryKey=value, mdeDeviceId=row.get("DeviceId"))
    return _account(name, value, row)


def _file(
    value: str, row: Mapping[str, str | None], name: str
) -> tuple[str, Mapping[str, object]] | None:
    algorithm = _ALGORITHMS.get(len(value))
    if algorithm is None or not name.endswith(algorithm) or not _DIGEST.fullmatch(value):
        return None
    whose = "InitiatingProcessFileName" if name.startswith("initiating") else "FileName"
    return "file", {"fileDetails": _given(**{algorithm: value}, fileName=row.get(whose))}


def _process(
    name: str, value: str, row: Mapping[str, str | None]
) -> tuple[str, Mapping[str, object]]:
    prefix = "InitiatingProcess" if name.startswith("initiating") else ""
    command = row.get(f"{prefix}CommandLine" if prefix else "ProcessCommandLine")
    image = _given(fileName=row.get(f"{prefix}FileName" if prefix else "FileName"))
    return "process", _given(
        processId=value,
        processCommandLine=command,
        mdeDeviceId=row.get("DeviceId"),
        imageFile=image or None,
    )


def _account(
    name: str, value: str, row: Mapping[str, str | None]
) -> tuple[str, Mapping[str, object]] | None:
    if value.casefold() in _BUILT_IN:
        return None
    if name.endswith(("upn", "accountemail")) or (name == "accountid" and "@" in value):
        key = "userPrincipalName" if _MAIL.fullmatch(value) else ""
    elif name.endswith("accountname"):
        key = "accountName"
    elif name.endswith(("accountsid", "usersid")):
        key = "userSid" if _SID.fullmatch(value) else ""
    elif name.endswith("accountobjectid"):
        key = "azureAdUserId" if _ID.fullmatch(value) else ""
    else:
        return None
    prefix = name[: -len("accountname")] if name.endswith("accountname") else ""
    folded = {column.casefold(): cell for column, cell in row.items()}
    domain = folded.get(f"{prefix}accountdomain") if key == "accountName" else None
    return ("user", {"userAccount": _given(**{key: value}, domainName=domain)}) if key else None


def _by_value(value: str) -> Evidence | None:
    if len(value) in _ALGORITHMS and _DIGEST.fullmatch(value) and not value.isdecimal():
        return Evidence("file", fields={"fileDetails": {_ALGORITHMS[len(value)]: value}})
    if value.casefold().startswith(("http://", "https://")) and " " not in value:
        return Evidence("url", fields={"url": value})
    if _MAIL.fullmatch(value) and "/" not in value and "\\" not in value:
        return Evidence("user", fields={"userAccount": {"userPrincipalName": value}})
    if _SID.fullmatch(value):
        return Evidence("user", fields={"userAccount": {"userSid": value}})
    try:
        address = ip_address(value) if "." in value or ":" in value else None
    except ValueError:
        return None
    return Evidence("ip", fields={"ipAddress": value}) if address else None


def _given(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in (None, "")}
