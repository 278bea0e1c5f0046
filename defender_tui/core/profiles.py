"""A profile: which application, in which tenant and cloud, with which credential."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from .clouds import PUBLIC, Cloud, cloud_named, custom_cloud
from .credentials import USUAL_CREDENTIAL, Credential

# Compiled when something is first checked: a start with a profile that is there checks nothing.
_GUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_DOMAIN = r"(?=.{4,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"


class ApiChoice(StrEnum):
    """Which dialect answers: Microsoft Graph, the Defender XDR API, or by the roles held."""

    GRAPH = "graph"
    XDR = "xdr"
    AUTO = "auto"


class CachePlace(StrEnum):
    """Where the incident queue is kept: as long as the program runs, or on this user's disk."""

    MEMORY = "memory"
    DISK = "disk"


@dataclass(frozen=True, slots=True)
class CustomerTenant:
    """A tenant that a partner's application works in; `name` is what the partner calls it."""

    name: str
    tenant_id: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One application identity and the tenant it works in. Holds no secret.

    A partner's profile lists its customers in `tenants`; `tenant_id` is the one to work in now.
    `client_id` is empty for a managed identity whose id is not known. `hunts_per_minute` is how
    many hunting calls may be made in a minute, `None` as many as the service takes; `keeps_history`
    whether runs are written to the history; `cache` is where the incident queue is kept.
    """

    name: str
    tenant_id: str
    client_id: str
    cloud: Cloud = PUBLIC
    credential: Credential = USUAL_CREDENTIAL
    incidents_api: ApiChoice = ApiChoice.GRAPH
    hunting_api: ApiChoice = ApiChoice.GRAPH
    tenant_name: str | None = None
    ca_file: Path | None = None
    tenants: tuple[CustomerTenant, ...] = ()
    hunts_per_minute: int | None = None
    keeps_history: bool = True
    cache: CachePlace = CachePlace.MEMORY

    @property
    def is_partner(self) -> bool:
        """Whether it works in the tenants of customers."""
        return bool(self.tenants)

    def in_tenant(self, tenant: CustomerTenant) -> Profile:
        """Give the same profile at work in one of its customers' tenants."""
        return replace(self, tenant_id=tenant.tenant_id, tenant_name=tenant.name)

    @property
    def tenant_title(self) -> str:
        """The tenant as a person would name it; its id when it has no name."""
        return self.tenant_name or self.tenant_id

    @classmethod
    def from_mapping(
        cls, name: str, table: Mapping[str, object], *, file: Path | None = None
    ) -> Profile:
        """Read one `[profiles.NAME]` table.

        Raises:
            ConfigError: a key is unknown, missing or holds something that cannot be right; it
                names the key.
        """
        from .profile_table import read_profile

        return read_profile(name, table, file=file)


def tenant_problem(value: str) -> str | None:
    """Say what is wrong with a tenant id or domain as typed; `None` when it can be right.

    Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
    """
    text = value.strip()
    if not text:
        return "The tenant is missing: a directory (tenant) id or a verified domain."
    if text.lower() in {"common", "organizations", "consumers"}:
        return f"“{text}” does not work for an application: give the tenant's own id."
    if re.fullmatch(_GUID, text) or re.fullmatch(_DOMAIN, text):
        return None
    return "This is neither a tenant id (GUID) nor a domain name."


def client_id_problem(value: str) -> str | None:
    """Say what is wrong with an application (client) id as typed; `None` when it can be right."""
    text = value.strip()
    if not text:
        return "The application (client) id is missing."
    if not re.fullmatch(_GUID, text):
        return "An application (client) id is a GUID: 8-4-4-4-12 hexadecimal digits."
    return None


def secret_problem(value: str) -> str | None:
    """Say what is wrong with a client secret as typed; `None` when it can be right.

    The portal shows a secret's id next to its value, and the id is what people copy by mistake.
    """
    if not value.strip():
        return "The client secret is missing."
    if re.fullmatch(_GUID, value.strip()):
        return "This looks like the secret's id. Paste its value (shown once, when it was made)."
    return None


def profile_name_problem(value: str) -> str | None:
    """Say what is wrong with a profile name as typed; `None` when it can be right."""
    if not re.fullmatch(_NAME, value.strip()):
        return "A profile name is letters, digits, dot, dash or underscore, at most 64."
    return None


def resolve_cloud(cloud: str | None, hosts: Mapping[str, str] | None) -> Cloud:
    """Choose the cloud by name, or build a custom one where `hosts` is given.

    Raises:
        ConfigError: the name or an address is wrong.
    """
    base = cloud_named(cloud) if cloud else PUBLIC
    return custom_cloud(hosts, base) if hosts else base
