"""What a tenant's directory holds, as Graph shows it: applications, principals, grants.

Source: https://learn.microsoft.com/graph/api/resources/serviceprincipal,
https://learn.microsoft.com/graph/api/resources/application and
https://learn.microsoft.com/graph/api/resources/approleassignment (2026-11-23)
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.entra.keys import base64url
from defender_tui.sandbox.graph.app_roles import roles_of
from defender_tui.sandbox.json_value import Json, JsonObject, moment_text
from defender_tui.sandbox.tenant import RESOURCES, App, Resource, Standing, Tenant

_VENDOR = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
"""The tenant in which Microsoft registers its own applications."""


@dataclass(frozen=True, slots=True)
class Directory:
    """One tenant's directory; `since` is when its objects were made."""

    tenant: Tenant
    since: datetime

    def principals(self) -> Iterator[JsonObject]:
        """Give all service principals: of applications, managed identities and resources."""
        for app in (*self.tenant.apps, *self.tenant.identities):
            if app.standing is not Standing.WITHOUT_PRINCIPAL:
                yield self._principal(app)
        yield from (self._resource(resource) for resource in self._resources())

    def assignments(self, principal_id: str) -> list[JsonObject]:
        """Give what was granted to a principal; a grant shows in its next token."""
        return [
            self.assignment(app, resource, role)
            for app in (*self.tenant.apps, *self.tenant.identities)
            for resource in self._resources()
            for role in app.roles.get(resource.name, ())
            if app.principal_id == principal_id
        ]

    def assigned(self, resource_principal_id: str) -> list[JsonObject]:
        """Give what was granted on a resource, to whomever."""
        return [
            self.assignment(app, resource, role)
            for resource in self._resources()
            if self._resource_id(resource) == resource_principal_id
            for app in (*self.tenant.apps, *self.tenant.identities)
            for role in app.roles.get(resource.name, ())
        ]

    def resource_at(self, principal_id: str) -> Resource | None:
        """Give the resource with that principal, None when there is none."""
        return next(
            (one for one in self._resources() if self._resource_id(one) == principal_id), None
        )

    def organization(self) -> JsonObject:
        """Give the tenant itself."""
        domains: list[Json] = [
            {
                "capabilities": "Email, OfficeCommunicationsOnline",
                "isDefault": name == self.tenant.domain,
                "isInitial": name.endswith(".onmicrosoft.com"),
                "name": name,
                "type": "Managed",
            }
            for name in (self.tenant.domain, *self.tenant.other_domains)
        ]
        return {
            "id": self.tenant.tenant_id,
            "createdDateTime": moment_text(self.since),
            "displayName": self.tenant.name,
            "tenantType": "AAD",
            "verifiedDomains": domains,
        }

    def _resources(self) -> Iterator[Resource]:
        return (one for one in RESOURCES if one.name not in self.tenant.unlicensed)

    def _principal(self, app: App) -> JsonObject:
        is_managed = bool(app.resource_id)
        alternatives: list[Json] = []
        if is_managed:
            is_assigned = "/microsoft.managedidentity/" in app.resource_id.lower()
            alternatives = [f"isExplicit={is_assigned}", app.resource_id]
        return self._common(app.principal_id, app.client_id, app.name) | {
            "accountEnabled": app.standing is Standing.USABLE,
            "alternativeNames": alternatives,
            "appOwnerOrganizationId": None if is_managed else self.tenant.tenant_id,
            "appRoleAssignmentRequired": False,
            "appRoles": [],
            "replyUrls": list(app.redirect_uris),
            "servicePrincipalNames": [app.client_id],
            "servicePrincipalType": "ManagedIdentity" if is_managed else "Application",
            "signInAudience": None if is_managed else audience_of(app),
        }

    def _resource(self, resource: Resource) -> JsonObject:
        roles: list[Json] = [
            {
                "allowedMemberTypes": ["Application"],
                "description": f"Allows the app to use {name} without a signed-in user.",
                "displayName": name,
                "id": role_id,
                "isEnabled": True,
                "origin": "Application",
                "value": name,
            }
            for name, role_id in roles_of(resource).items()
        ]
        common = self._common(self._resource_id(resource), resource.app_id, resource.title)
        return common | {
            "accountEnabled": True,
            "alternativeNames": [],
            "appOwnerOrganizationId": _VENDOR,
            "appRoleAssignmentRequired": resource.must_be_assigned,
            "appRoles": roles,
            "replyUrls": [],
            "servicePrincipalNames": [*resource.uris, resource.app_id],
            "servicePrincipalType": "Application",
            "signInAudience": "AzureADMultipleOrgs",
        }

    def _common(self, object_id: str, app_id: str, name: str) -> JsonObject:
        return {
            "id": object_id,
            "deletedDateTime": None,
            "appDisplayName": name,
            "appId": app_id,
            "createdDateTime": moment_text(self.since),
            "displayName": name,
            "disabledByMicrosoftStatus": None,
            "keyCredentials": [],
            "oauth2PermissionScopes": [],
            "passwordCredentials": [],
            "tags": [],
        }

    def assignment(self, app: App, resource: Resource, role: str) -> JsonObject:
        """Give one grant."""
        role_id = roles_of(resource)[role]
        resource_id = self._resource_id(resource)
        digest = hashlib.sha256(f"{app.principal_id}/{resource_id}/{role_id}".encode()).digest()
        return {
            "id": base64url(digest),
            "deletedDateTime": None,
            "appRoleId": role_id,
            "createdDateTime": moment_text(self.since),
            "principalDisplayName": app.name,
            "principalId": app.principal_id,
            "principalType": "ServicePrincipal",
            "resourceDisplayName": resource.title,
            "resourceId": resource_id,
        }

    def _resource_id(self, resource: Resource) -> str:
        return stable_uuid(self.tenant.seed, "resource", self.tenant.tenant_id, resource.name)


def audience_of(app: App) -> str:
    """Give whose tenants an application is for, as registrations say it."""
    return "AzureADMultipleOrgs" if app.is_multi_tenant else "AzureADMyOrg"


def thumbprint_text(digest: bytes) -> str:
    """Give a certificate's hash as Graph writes bytes."""
    return base64.b64encode(digest).decode()
