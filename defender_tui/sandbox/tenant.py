"""Tenants, the applications they know, and the resources that tokens are issued for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Resource:
    """An API that tokens are issued for.

    `uris` are the names a token may be asked for; the first one is the usual audience. `title` is
    what portals call it.
    """

    name: str
    app_id: str
    uris: tuple[str, ...]
    title: str
    must_be_assigned: bool = False
    """Whether only applications with a role on it get a token at all."""

    def is_named_by(self, text: str) -> bool:
        """Tell whether the text, with or without a slash at its end, names this resource."""
        wanted = text.rstrip("/").lower()
        return wanted == self.app_id or wanted in self.uris


GRAPH = Resource(
    "graph",
    "00000003-0000-0000-c000-000000000000",
    ("https://graph.microsoft.com",),
    "Microsoft Graph",
)
XDR = Resource(
    "xdr",
    "8ee8fdad-f234-4243-8f3b-15c294843740",
    ("https://api.security.microsoft.com",),
    "Microsoft Threat Protection",
)
MDE = Resource(
    "mde",
    "fc780465-2017-40d4-a0c5-307022471b92",
    (
        "https://api.securitycenter.microsoft.com",
        "https://securitycenter.onmicrosoft.com/windowsatpservice",
    ),
    "WindowsDefenderATP",
)
KEY_VAULT = Resource(
    "keyvault",
    "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
    ("https://vault.azure.net",),
    "Azure Key Vault",
)
LOG_ANALYTICS = Resource(
    "loganalytics",
    "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5",
    ("https://api.loganalytics.io",),
    "Log Analytics API",
)
RESOURCE_MANAGER = Resource(
    "arm",
    "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    ("https://management.azure.com", "https://management.core.windows.net"),
    "Windows Azure Service Management API",
)
INVENTORY = Resource(
    "inventory",
    "5b1f1f0e-6d3c-4e0a-9a52-7c1f3f0b7f11",
    ("api://inventory",),
    "Inventory",
    must_be_assigned=True,
)
"""An application of the tenants' own, which nobody was given a role on."""
TOKEN_EXCHANGE = Resource(
    "token-exchange",
    "fb60f99c-7a34-4190-8149-302f77469936",
    ("api://azureadtokenexchange",),
    "AAD Token Exchange Endpoint",
)
"""Whose tokens stand for a managed identity where an application trusts it."""
RESOURCES = (
    *(GRAPH, XDR, MDE, KEY_VAULT, LOG_ANALYTICS, RESOURCE_MANAGER, INVENTORY, TOKEN_EXCHANGE),
)


class Standing(Enum):
    """How far a tenant lets an application sign in."""

    USABLE = auto()
    DISABLED = auto()
    WITHOUT_PRINCIPAL = auto()
    """Registered, but never given a service principal."""


class Certificate(Enum):
    """Whether a certificate is registered on an application."""

    NONE = auto()
    VALID = auto()
    EXPIRED = auto()


@dataclass(frozen=True, slots=True)
class FederatedCredential:
    """Whose tokens an application trusts.

    The issuer is the sandbox's own where none is named: its address is not known before it serves.
    """

    subject: str
    audience: str = "api://AzureADTokenExchange"
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class AddedSecret:
    """A client secret that was added over Graph, beside the one that an application began with."""

    key_id: str
    name: str
    text: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class App:
    """An application as one tenant knows it.

    The client id and the credentials are the same in each tenant; the service principal and the
    roles, by resource name, are the tenant's own.
    """

    name: str
    client_id: str
    client_secret: str
    principal_id: str
    roles: Mapping[str, tuple[str, ...]]
    standing: Standing = Standing.USABLE
    certificate: Certificate = Certificate.NONE
    federated_credentials: tuple[FederatedCredential, ...] = ()
    secret_is_expired: bool = False
    is_public_client: bool = False
    is_multi_tenant: bool = False
    reads_vault: bool = False
    """Whether it is a Key Vault Secrets User of the tenant's vaults."""
    requested: Mapping[str, tuple[str, ...]] | None = None
    """The roles that its registration asks for, None where they are those that it holds."""
    redirect_uris: tuple[str, ...] = ()
    """Where browsers may be sent after consent."""
    pfx_passphrase: str = ""
    """What opens its certificate as PFX; empty where there is no such file."""
    added_secrets: tuple[AddedSecret, ...] = ()
    resource_id: str = ""
    """Where in Azure a managed identity belongs; empty for an application."""

    @property
    def asked_for(self) -> Mapping[str, tuple[str, ...]]:
        """The roles that an administrator is asked to consent to, by resource name."""
        return self.roles if self.requested is None else self.requested


@dataclass(frozen=True, slots=True)
class Tenant:
    """A directory; `apps` begins with the one that may do most.

    `identities` are managed: the one of the machine itself, then one that was assigned to it.
    `seed` decides what its data is like, `unlicensed` names the resources it has not subscribed to.
    """

    name: str
    tenant_id: str
    domain: str
    seed: int
    apps: tuple[App, ...]
    other_domains: tuple[str, ...] = ()
    unlicensed: frozenset[str] = frozenset()
    identities: tuple[App, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What its addresses may call it, in lower case; its id comes first."""
        return (self.tenant_id, self.domain, *self.other_domains)

    def app(self, client_id: str) -> App | None:
        """Give the application of that client id, None when it is not in this tenant."""
        return next((app for app in self.apps if app.client_id == client_id.lower()), None)

    def principal(self, client_id: str) -> App | None:
        """Give whom tokens of that client id speak for, managed identities included."""
        return self.app(client_id) or next(
            (one for one in self.identities if one.client_id == client_id.lower()), None
        )
