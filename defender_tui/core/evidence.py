"""Evidence: the devices, people, files and so on that an alert is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entity of an alert.

    `kind` is Graph's type without namespace and suffix (`device`, `user`, `analyzedMessage` …);
    kinds unknown today keep their name. `fields` holds everything else as the API sent it, under
    Graph's names in both dialects.

    Source: https://learn.microsoft.com/en-us/graph/api/resources/security-alertevidence
    """

    kind: str
    verdict: str | None = None
    remediation: str | None = None
    roles: tuple[str, ...] = ()
    created: datetime | None = None
    fields: Mapping[str, object] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The entity in a few words; its fields in short where the kind is not known."""
        return (_LABELS.get(self.kind, _any_label))(self.fields) or _any_label(self.fields)

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two pieces the same thing: kind, folded label, and where needed more.

        A process is one on its device from its start on, a file is its content, a message is its
        delivery to one recipient.
        """
        more = (text_at(self.fields, *path) or "" for path in _TELLING_APART.get(self.kind, ()))
        return (self.kind, self.label.casefold(), *more)


def text_at(fields: Mapping[str, object], *path: str) -> str | None:
    """Follow `path` through nested objects and give the text there; `None` when there is none."""
    value: object = fields
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    if isinstance(value, bool) or value is None or value == "":
        return None
    return str(value) if isinstance(value, str | int | float) else None


def _first(*paths: tuple[str, ...]) -> Callable[[Mapping[str, object]], str]:
    def label(fields: Mapping[str, object]) -> str:
        found = (text_at(fields, *path) for path in paths)
        return next((text for text in found if text), "")

    return label


def _user(fields: Mapping[str, object]) -> str:
    account = fields.get("userAccount")
    if not isinstance(account, Mapping):
        return ""
    principal = text_at(account, "userPrincipalName")
    if principal:
        return principal
    name, domain = text_at(account, "accountName"), text_at(account, "domainName")
    if name:
        return f"{domain}\\{name}" if domain else name
    return _first(("displayName",), ("userSid",), ("azureAdUserId",))(account)


def _process(fields: Mapping[str, object]) -> str:
    command = text_at(fields, "processCommandLine") or text_at(fields, "imageFile", "fileName")
    process_id = text_at(fields, "processId")
    if command and process_id:
        return f"{command} (pid {process_id})"
    return command or (f"pid {process_id}" if process_id else "")


def _file(fields: Mapping[str, object]) -> str:
    name = text_at(fields, "fileDetails", "fileName")
    folder = text_at(fields, "fileDetails", "filePath")
    if name and folder:
        separator = "/" if "/" in folder and "\\" not in folder else "\\"
        if folder.rpartition(separator)[2].casefold() == name.casefold():
            return folder
        return f"{folder.rstrip(separator)}{separator}{name}"
    return (
        name
        or text_at(fields, "fileDetails", "sha256")
        or text_at(fields, "fileDetails", "sha1")
        or ""
    )


def _message(fields: Mapping[str, object]) -> str:
    subject = text_at(fields, "subject")
    recipient = text_at(fields, "recipientEmailAddress") or text_at(fields, "recipient")
    return f"“{subject}” to {recipient}" if subject and recipient else subject or recipient or ""


def _registry(fields: Mapping[str, object]) -> str:
    parts = (text_at(fields, name) for name in ("registryHive", "registryKey", "registryValueName"))
    return "\\".join(part for part in parts if part)


def _connection(fields: Mapping[str, object]) -> str:
    def end(which: str) -> str:
        address = text_at(fields, f"{which}Address", "ipAddress")
        port = text_at(fields, f"{which}Port")
        return f"{address or '?'}:{port}" if port else address or ""

    source, destination = end("source"), end("destination")
    return f"{source or '?'} to {destination or '?'}" if source or destination else ""


def _any_label(fields: Mapping[str, object]) -> str:
    texts = ((name, text_at(fields, name)) for name in fields)
    named = [f"{name} {text}" for name, text in texts if text]
    return ", ".join(named[:3]) or "no details"


# What tells two things of the same label apart.
_TELLING_APART: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "process": (("mdeDeviceId",), ("processCreationDateTime",)),
    "file": (("fileDetails", "sha256"), ("fileDetails", "sha1")),
    "registryKey": (("mdeDeviceId",),),
    "registryValue": (("mdeDeviceId",), ("registryValue",)),
    "analyzedMessage": (("networkMessageId",),),
    "oauthApplication": (("appId",),),
    "servicePrincipal": (("appId",),),
}

_NAMED = _first(("name",), ("displayName",), ("resourceName",))
_LABELS: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "user": _user,
    "process": _process,
    "file": _file,
    "analyzedMessage": _message,
    "submissionMail": _message,
    "registryKey": _registry,
    "registryValue": _registry,
    "networkConnection": _connection,
    "device": _first(("deviceDnsName",), ("hostName",), ("mdeDeviceId",)),
    "ip": _first(("ipAddress",)),
    "url": _first(("url",)),
    "mailbox": _first(("primaryAddress",), ("upn",), ("displayName",)),
    "mailCluster": _first(("clusterByValue",), ("clusterBy",), ("query",)),
    "cloudApplication": _first(("displayName",), ("instanceName",), ("appId",)),
    "oauthApplication": _first(("displayName",), ("appId",)),
    "servicePrincipal": _first(("servicePrincipalName",), ("appId",)),
    "securityGroup": _first(("displayName",), ("friendlyName",), ("securityGroupId",)),
    "dns": _first(("domainName",)),
    "fileHash": _first(("value",)),
    "malware": _NAMED,
    "cloudLogonSession": _first(("sessionId",), ("account", "userPrincipalName")),
    "cloudLogonRequest": _first(("requestId",)),
    "hostLogonSession": _first(("sessionId",)),
    "azureResource": _first(("resourceName",), ("resourceId",)),
    "amazonResource": _first(("resourceName",), ("amazonResourceId",)),
    "googleCloudResource": _first(("resourceName",), ("fullResourceName",)),
    "blob": _first(("url",), ("name",)),
    "blobContainer": _first(("url",), ("name",)),
    "container": _first(("name",), ("containerId",)),
    "containerImage": _first(("imageId",)),
    "containerRegistry": _first(("registry",)),
    "kubernetesCluster": _NAMED,
    "kubernetesController": _NAMED,
    "kubernetesNamespace": _NAMED,
    "kubernetesPod": _NAMED,
    "kubernetesSecret": _NAMED,
    "kubernetesService": _NAMED,
    "kubernetesServiceAccount": _NAMED,
    "gitHubOrganization": _first(("displayName",), ("login",), ("orgId",)),
    "gitHubRepo": _first(("login",), ("repoId",)),
    "gitHubUser": _first(("login",), ("name",), ("email",)),
    "ioTDevice": _first(("deviceName",), ("deviceId",), ("ipAddress",)),
    "nic": _first(("macAddress",), ("ipAddress", "ipAddress")),
    "aiAgent": _first(("agentName",), ("agentId",)),
    "teamsMessage": _first(("subject",), ("messageId",)),
    "mailboxConfiguration": _first(("displayName",), ("mailboxPrimaryAddress",)),
    "activeDirectoryDomain": _first(("activeDirectoryDomainName",)),
    "sasToken": _first(("signatureHash",)),
}
