"""The Defender XDR API's flat devices and entities as evidence, under Graph's field names.

Source: https://learn.microsoft.com/en-us/defender-xdr/api-incident
"""

from __future__ import annotations

from types import MappingProxyType

from ..evidence import Evidence
from .reading import JsonObject, text

_KINDS = {
    "user": "user",
    "ip": "ip",
    "url": "url",
    "file": "file",
    "process": "process",
    "mailbox": "mailbox",
    "mailmessage": "analyzedMessage",
    "mailcluster": "mailCluster",
    "registry": "registryValue",
    "securitygroup": "securityGroup",
}
# XDR's key, then the path it has in Graph.
_PATHS: dict[str, dict[str, tuple[str, ...]]] = {
    "file": {
        "sha1": ("fileDetails", "sha1"),
        "sha256": ("fileDetails", "sha256"),
        "fileName": ("fileDetails", "fileName"),
        "filePath": ("fileDetails", "filePath"),
        "deviceId": ("mdeDeviceId",),
    },
    "process": {
        "sha1": ("imageFile", "sha1"),
        "sha256": ("imageFile", "sha256"),
        "fileName": ("imageFile", "fileName"),
        "filePath": ("imageFile", "filePath"),
        "processCreationTime": ("processCreationDateTime",),
        "parentProcessCreationTime": ("parentProcessCreationDateTime",),
        "deviceId": ("mdeDeviceId",),
        "accountName": ("userAccount", "accountName"),
        "domainName": ("userAccount", "domainName"),
        "userSid": ("userAccount", "userSid"),
        "aadUserId": ("userAccount", "azureAdUserId"),
        "userPrincipalName": ("userAccount", "userPrincipalName"),
    },
    "user": {
        "accountName": ("userAccount", "accountName"),
        "domainName": ("userAccount", "domainName"),
        "userSid": ("userAccount", "userSid"),
        "aadUserId": ("userAccount", "azureAdUserId"),
        "userPrincipalName": ("userAccount", "userPrincipalName"),
    },
    "mailbox": {
        "mailboxAddress": ("primaryAddress",),
        "mailboxDisplayName": ("displayName",),
        "userPrincipalName": ("upn",),
    },
    "analyzedMessage": {
        "recipient": ("recipientEmailAddress",),
        "sender": ("p2Sender", "emailAddress"),
    },
    "registryValue": {"deviceId": ("mdeDeviceId",)},
    "securityGroup": {"securityGroupName": ("displayName",)},
}
_COMMON = frozenset({"entityType", "verdict", "remediationStatus"})


def read_entity(source: JsonObject) -> Evidence:
    """Read one flat entity; its unused keys, which are null, are left out."""
    entity_type = text(source, "entityType") or "unknown"
    verdict, remediation = text(source, "verdict"), text(source, "remediationStatus")
    kind = _KINDS.get(entity_type.lower(), lower_first(entity_type))
    return Evidence(
        kind=kind,
        verdict=lower_first(verdict) if verdict else None,
        remediation=lower_first(remediation) if remediation else None,
        fields=_nested(source, _PATHS.get(kind, {})),
    )


def read_device(source: JsonObject) -> Evidence:
    """Read one device."""
    fields = {key: value for key, value in source.items() if value is not None}
    for key, name in (
        ("mdatpDeviceId", "mdeDeviceId"),
        ("deviceId", "mdeDeviceId"),
        ("aadDeviceId", "azureAdDeviceId"),
        ("firstSeen", "firstSeenDateTime"),
    ):
        if key in fields:
            fields[name] = fields.pop(key)
    return Evidence(kind="device", fields=MappingProxyType(fields))


def lower_first(word: str) -> str:
    """Spell one of XDR's words as Graph does; abbreviations such as MCAS stay."""
    return word if word[:2].isupper() else word[:1].lower() + word[1:]


def _nested(source: JsonObject, paths: dict[str, tuple[str, ...]]) -> JsonObject:
    fields: dict[str, object] = {}
    groups: dict[str, dict[str, object]] = {}
    for key, value in source.items():
        if value is None or key in _COMMON:
            continue
        path = paths.get(key, (key,))
        if len(path) == 1:
            fields[path[0]] = value
        else:
            groups.setdefault(path[0], {})[path[1]] = value
    return MappingProxyType({**fields, **groups})
