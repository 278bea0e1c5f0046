"""The tenant of the sandbox, the applications registered in it, and the resources they may call."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from defender_tui.sandbox.data.cast import DOMAIN, stable_uuid


@dataclass(frozen=True, slots=True)
class Resource:
    """An API that tokens are issued for.

    `uris` are the names a token may be asked for; the first one is the usual audience.
    """

    name: str
    app_id: str
    uris: tuple[str, ...]

    def is_named_by(self, text: str) -> bool:
        """Tell whether the text, with or without a slash at its end, names this resource."""
        wanted = text.rstrip("/").lower()
        return wanted == self.app_id or wanted in self.uris


GRAPH = Resource("graph", "00000003-0000-0000-c000-000000000000", ("https://graph.microsoft.com",))
XDR = Resource(
    "xdr", "8ee8fdad-f234-4243-8f3b-15c294843740", ("https://api.security.microsoft.com",)
)
MDE = Resource(
    "mde",
    "fc780465-2017-40d4-a0c5-307022471b92",
    (
        "https://api.securitycenter.microsoft.com",
        "https://securitycenter.onmicrosoft.com/windowsatpservice",
    ),
)
KEY_VAULT = Resource(
    "keyvault", "cfa8b339-82a2-471a-a3c9-0fc0be7a4093", ("https://vault.azure.net",)
)
RESOURCES = (GRAPH, XDR, MDE, KEY_VAULT)


@dataclass(frozen=True, slots=True)
class App:
    """A registered application and the roles an administrator granted it, by resource name."""

    name: str
    client_id: str
    client_secret: str
    principal_id: str
    """Object id of its service principal in the tenant."""
    roles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tenant:
    """A directory; `apps` begins with the one that may do everything.

    `seed` decides what its data is like.
    """

    name: str
    tenant_id: str
    domain: str
    seed: int
    apps: tuple[App, ...]

    def app(self, client_id: str) -> App | None:
        """Give the application of that client id, None when it is not in this tenant."""
        return next((app for app in self.apps if app.client_id == client_id.lower()), None)


_FULL_ROLES = {
    "graph": (
        "SecurityIncident.Read.All",
        "SecurityIncident.ReadWrite.All",
        "SecurityAlert.Read.All",
        "SecurityAlert.ReadWrite.All",
        "ThreatHunting.Read.All",
    ),
    "xdr": ("Incident.Read.All", "Incident.ReadWrite.All", "AdvancedHunting.Read.All"),
    "mde": (
        "Machine.Read.All",
        "Machine.Isolate",
        "Machine.Scan",
        "Machine.CollectForensics",
        "Machine.RestrictExecution",
        "Machine.StopAndQuarantine",
        "AdvancedQuery.Read.All",
    ),
}
_GRANTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "full": _FULL_ROLES,
    "read-only": {
        "graph": (
            "SecurityIncident.Read.All",
            "SecurityAlert.Read.All",
            "ThreatHunting.Read.All",
        ),
        "xdr": ("Incident.Read.All", "AdvancedHunting.Read.All"),
    },
    "hunting-only": {
        "graph": ("ThreatHunting.Read.All",),
        "xdr": ("AdvancedHunting.Read.All",),
    },
    "no-roles": {},
}


def build_tenant(seed: int) -> Tenant:
    """Give the tenant that belongs to a seed: its ids and secrets are always the same."""
    return Tenant(
        name="Contoso",
        tenant_id=stable_uuid(seed, "tenant"),
        domain=DOMAIN,
        seed=seed,
        apps=tuple(
            App(
                name=name,
                client_id=stable_uuid(seed, "app", name),
                client_secret=_secret(seed, name),
                principal_id=stable_uuid(seed, "principal", name),
                roles=roles,
            )
            for name, roles in _GRANTS.items()
        ),
    )


def _secret(seed: int, name: str) -> str:
    digest = hashlib.sha256(f"{seed}/secret/{name}".encode()).digest()
    text = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{text[:3]}8Q~{text[3:37]}"
