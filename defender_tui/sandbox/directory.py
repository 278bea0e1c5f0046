"""The tenants of the sandbox and who is registered in them.

Each application stands for one way in which signing in can end.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace

from defender_tui.sandbox.data.stable_ids import DOMAIN, stable_uuid
from defender_tui.sandbox.tenant import App, Certificate, FederatedCredential, Standing, Tenant

WORKLOAD = "system:serviceaccount:soc:defender-tui"
"""The subject whose tokens the application `federated` trusts."""

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
_READ_ROLES = {
    "graph": ("SecurityIncident.Read.All", "SecurityAlert.Read.All", "ThreatHunting.Read.All"),
    "xdr": ("Incident.Read.All", "AdvancedHunting.Read.All"),
}
_HUNTING_ROLES = {
    "graph": ("ThreatHunting.Read.All",),
    "xdr": ("AdvancedHunting.Read.All",),
}
_CUSTOMER_ROLES = {
    "graph": ("SecurityIncident.Read.All", "SecurityAlert.Read.All"),
    "xdr": ("Incident.Read.All",),
}
_DIRECTORY_ROLES = ("Application.Read.All", "Organization.Read.All")
_REGISTRAR_ROLES = (
    *("Application.Read.All", "Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"),
    "Organization.Read.All",
)
_REDIRECT_URIS = ("https://portal.azure.com", "http://localhost:8400/")
_RESOURCE_GROUP = "/subscriptions/{subscription}/resourcegroups/soc"


def build_tenants(seed: int) -> tuple[Tenant, ...]:
    """Give the tenants that belong to a seed, the home tenant first.

    Their ids and secrets are always the same for a seed. `multi-tenant` is registered at home and
    consented to in the second tenant, not in the third.
    """
    home = Tenant(
        name="Contoso",
        tenant_id=stable_uuid(seed, "tenant"),
        domain=DOMAIN,
        other_domains=("contoso.onmicrosoft.com",),
        seed=seed,
        apps=_home_apps(seed),
        identities=_identities(seed),
    )
    fabrikam = Tenant(
        name="Fabrikam",
        tenant_id=stable_uuid(seed, "tenant", "fabrikam"),
        domain="fabrikam.example",
        other_domains=("fabrikam.onmicrosoft.com",),
        seed=seed + 1,
        apps=(
            _app(seed, "fabrikam-full", _FULL_ROLES),
            _guest(seed, home, "fabrikam"),
        ),
    )
    northwind = Tenant(
        name="Northwind Traders",
        tenant_id=stable_uuid(seed, "tenant", "northwind"),
        domain="northwind.example",
        other_domains=("northwindtraders.onmicrosoft.com",),
        seed=seed + 2,
        apps=(_app(seed, "northwind-full", _without(_FULL_ROLES, "mde")),),
        unlicensed=frozenset({"mde"}),
    )
    return home, fabrikam, northwind


def _home_apps(seed: int) -> tuple[App, ...]:
    valid = Certificate.VALID
    trust = (
        FederatedCredential(WORKLOAD),
        FederatedCredential(
            stable_uuid(seed, "identity", "soc-identity", "principal"),
            issuer=f"https://login.microsoftonline.com/{stable_uuid(seed, 'tenant')}/v2.0",
        ),
    )
    return (
        replace(
            _app(seed, "full", _FULL_ROLES),
            certificate=valid,
            reads_vault=True,
            pfx_passphrase=_secret(seed, "full/pfx"),
        ),
        replace(_app(seed, "read-only", _READ_ROLES), certificate=valid),
        replace(_app(seed, "hunting-only", _HUNTING_ROLES), certificate=valid),
        replace(_app(seed, "no-roles", {}), requested=_READ_ROLES, redirect_uris=_REDIRECT_URIS),
        replace(
            _app(seed, "expired-secret", _READ_ROLES), certificate=valid, secret_is_expired=True
        ),
        replace(_app(seed, "expired-certificate", _READ_ROLES), certificate=Certificate.EXPIRED),
        replace(_app(seed, "disabled", _FULL_ROLES), standing=Standing.DISABLED),
        replace(
            _app(seed, "multi-tenant", _FULL_ROLES),
            certificate=valid,
            is_multi_tenant=True,
            requested=_without(_FULL_ROLES, "mde"),
            redirect_uris=_REDIRECT_URIS,
        ),
        replace(_app(seed, "federated", _READ_ROLES), federated_credentials=trust),
        replace(_app(seed, "vault-reader", {}), certificate=valid, reads_vault=True),
        replace(_app(seed, "without-principal", {}), standing=Standing.WITHOUT_PRINCIPAL),
        replace(_app(seed, "public-client", {}), is_public_client=True),
        _app(seed, "device-reader", {**_READ_ROLES, "mde": ("Machine.Read.All",)}),
        _app(
            seed,
            "directory-reader",
            {**_FULL_ROLES, "graph": (*_FULL_ROLES["graph"], *_DIRECTORY_ROLES)},
        ),
        _app(seed, "registrar", {"graph": _REGISTRAR_ROLES}),
    )


def _identities(seed: int) -> tuple[App, ...]:
    """Give the identity of a virtual machine, and one that it was assigned besides."""
    subscription = stable_uuid(seed, "subscription")
    group = _RESOURCE_GROUP.format(subscription=subscription)
    places = {
        "soc-vm": f"{group}/providers/Microsoft.Compute/virtualMachines/soc-vm",
        "soc-identity": f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
        "/soc-identity",
    }
    return tuple(
        App(
            name=name,
            client_id=stable_uuid(seed, "identity", name),
            client_secret="",
            principal_id=stable_uuid(seed, "identity", name, "principal"),
            roles=_READ_ROLES,
            reads_vault=True,
            resource_id=place,
        )
        for name, place in places.items()
    )


def _app(seed: int, name: str, roles: Mapping[str, tuple[str, ...]]) -> App:
    return App(
        name=name,
        client_id=stable_uuid(seed, "app", name),
        client_secret=_secret(seed, name),
        principal_id=stable_uuid(seed, "principal", name),
        roles=roles,
    )


def _guest(seed: int, home: Tenant, tenant_name: str) -> App:
    """Give the multi-tenant application as a customer's tenant knows it."""
    at_home = next(app for app in home.apps if app.is_multi_tenant)
    return replace(
        at_home,
        principal_id=stable_uuid(seed, "principal", at_home.name, tenant_name),
        roles=_CUSTOMER_ROLES,
    )


def _without(roles: Mapping[str, tuple[str, ...]], resource: str) -> Mapping[str, tuple[str, ...]]:
    return {name: held for name, held in roles.items() if name != resource}


def _secret(seed: int, name: str) -> str:
    digest = hashlib.sha256(f"{seed}/secret/{name}".encode()).digest()
    text = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{text[:3]}8Q~{text[3:37]}"
