"""How an administrator grants one application permission: in the portal, by az, by PowerShell.

Source: https://learn.microsoft.com/en-us/graph/permissions-grant-via-msgraph
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from .app_roles import has_these_ids, role_id
from .as_code.quoting import powershell_text, shell_text
from .claims import DecodedToken
from .clouds import CLOUDS, PUBLIC
from .credentials import ManagedIdentity
from .portal import Asker, Page, granting_path
from .profiles import Profile
from .resources import Resource

GRANT_READERS = ("Application.Read.All", "Directory.Read.All")
"""The roles on Microsoft Graph that may read what is granted to an application, least first."""

_THEN = "Then get a new token: roles appear only in new tokens."
_CLOUD_COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "gcc-high": ("az cloud set --name AzureUSGovernment", "USGov"),
        "dod": ("az cloud set --name AzureUSGovernment", "USGovDoD"),
        "china": ("az cloud set --name AzureChinaCloud", "China"),
    }
)


class Way(StrEnum):
    """One way to grant a permission."""

    PORTAL = "Portal"
    AZ = "az"
    POWERSHELL = "PowerShell"


@dataclass(frozen=True, slots=True)
class GrantWay:
    """One way in full: `text` is what to copy, `note` what to know, `link` where it is done."""

    way: Way
    text: str
    note: str
    link: str | None = None


def may_read_grants(graph_roles: Iterable[str]) -> bool:
    """Tell whether the roles in a Graph token allow reading what is granted."""
    return any(role in GRANT_READERS for role in graph_roles)


def ways_to_grant(role: str, resource: Resource, profile: Profile) -> tuple[GrantWay, ...]:
    """Give the ways to grant one role to the profile's application; none for Key Vault."""
    if resource.app_id is None:
        return ()
    if isinstance(profile.credential, ManagedIdentity):
        return (
            _portal_cannot(role, resource),
            _az_by_assignment(role, resource, profile),
            _powershell(role, resource, profile),
        )
    return (
        _portal(role, resource, profile),
        _az(role, resource, profile),
        _powershell(role, resource, profile),
    )


def vault_step(token: DecodedToken | None) -> str:
    """Say how access to a vault is given, which is by Azure and not by app roles."""
    whom = (token.text("oid") if token else None) or "the application"
    return (
        "Azure portal > Key vaults > your vault > Access control (IAM) > Add role assignment > Key "
        f"Vault Secrets User, for {whom}. It takes minutes to work."
    )


def _portal(role: str, resource: Resource, profile: Profile) -> GrantWay:
    asker = Asker(profile.tenant_id, profile.client_id, profile.cloud.authority)
    steps = (
        f"{granting_path(resource)}",
        f"Application permissions > {role} > Add permissions",
        "Grant admin consent, again after every added permission",
    )
    text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    who = (
        "Consent for Microsoft Graph takes a Privileged Role Administrator or Global Administrator."
        if resource is Resource.GRAPH
        else "Consent takes at least a Cloud Application Administrator."
    )
    return GrantWay(Way.PORTAL, text, f"{who} {_THEN}", asker.link_to(Page.PERMISSIONS))


def _portal_cannot(role: str, resource: Resource) -> GrantWay:
    text = f"The portal has no page that grants {role} on {resource.label} to a managed identity."
    return GrantWay(Way.PORTAL, text, "Use one of the other ways: they assign the role directly.")


def _az(role: str, resource: Resource, profile: Profile) -> GrantWay:
    app, api = shell_text(profile.client_id), shell_text(resource.app_id or "")
    known = role_id(resource, role) if has_these_ids(profile.cloud) else None
    if known:
        wanted = shell_text(f"{known}=Role")
        lines = []
    else:
        wanted = '"$role=Role"'
        lines = [f"role=$({_az_lookup(role, resource)})"]
    lines += [
        f"az ad app permission add --id {app} --api {api} --api-permissions {wanted}",
        f"az ad app permission admin-consent --id {app}",
    ]
    note = f"For bash. Consent takes a Global Administrator. {_THEN}"
    return GrantWay(Way.AZ, _az_text(profile, lines), note)


def _az_by_assignment(role: str, resource: Resource, profile: Profile) -> GrantWay:
    cloud = CLOUDS.get(profile.cloud.based_on or "", profile.cloud)
    base = cloud.hosts.get(Resource.GRAPH, PUBLIC.hosts[Resource.GRAPH])
    url = f"{base}/v1.0/servicePrincipals/$identity/appRoleAssignments"
    members = (("principalId", "identity"), ("resourceId", "api"), ("appRoleId", "role"))
    body = ",".join(f'\\"{name}\\":\\"${variable}\\"' for name, variable in members)
    lines = [
        f"identity=$({_az_identity(profile)})",
        f"api=$(az ad sp show --id {shell_text(resource.app_id or '')} --query id -o tsv)",
        f"role=$({_az_lookup(role, resource)})",
        f'az rest --method POST --url "{url}" \\',
        f'  --body "{{{body}}}"',
    ]
    note = f"For bash. Takes a Privileged Role Administrator. {_THEN}"
    return GrantWay(Way.AZ, _az_text(profile, lines), note)


def _az_identity(profile: Profile) -> str:
    known = _identity_id(profile)
    return f"az ad sp show --id {shell_text(known)} --query id -o tsv"


def _identity_id(profile: Profile) -> str:
    """Give an id by which Entra finds the identity; a placeholder when none is known."""
    credential = profile.credential
    named = (
        credential.client_id or credential.object_id
        if isinstance(credential, ManagedIdentity)
        else None
    )
    return named or profile.client_id or "OBJECT-ID-OF-THE-MANAGED-IDENTITY"


def _az_lookup(role: str, resource: Resource) -> str:
    query = f"appRoles[?value=='{role}'].id | [0]"
    api = shell_text(resource.app_id or "")
    return f"az ad sp show --id {api} --query {shell_text(query)} -o tsv"


def _az_text(profile: Profile, lines: list[str]) -> str:
    command = _CLOUD_COMMANDS.get(profile.cloud.based_on or profile.cloud.name)
    return "\n".join([*([command[0]] if command else []), *lines])


def _powershell(role: str, resource: Resource, profile: Profile) -> GrantWay:
    command = _CLOUD_COMMANDS.get(profile.cloud.based_on or profile.cloud.name)
    environment = f" -Environment {command[1]}" if command else ""
    tenant = powershell_text(profile.tenant_id)
    is_identity = isinstance(profile.credential, ManagedIdentity)
    known = _identity_id(profile) if is_identity else profile.client_id
    finding = _principal_lookup(known, by_object=_is_object_id(profile))
    text = "\n".join(
        [
            "Connect-MgGraph -Scopes Application.Read.All, AppRoleAssignment.ReadWrite.All `",
            f"    -TenantId {tenant}{environment}",
            f"$app = {finding}",
            f"$api = {_principal_lookup(resource.app_id or '', by_object=False)}",
            "$role = $api.AppRoles | Where-Object {",
            f"    $_.Value -eq {powershell_text(role)} -and",
            "    $_.AllowedMemberTypes -contains 'Application'",
            "}",
            "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app.Id `",
            "    -PrincipalId $app.Id -ResourceId $api.Id -AppRoleId $role.Id",
        ]
    )
    note = f"Grants at once, without a line under API permissions. {_THEN}"
    return GrantWay(Way.POWERSHELL, text, note)


def _is_object_id(profile: Profile) -> bool:
    credential = profile.credential
    if not isinstance(credential, ManagedIdentity) or credential.client_id:
        return False
    return bool(credential.object_id) or not profile.client_id


def _principal_lookup(known: str, *, by_object: bool) -> str:
    if by_object:
        return f"Get-MgServicePrincipal -ServicePrincipalId {powershell_text(known)}"
    quoted = known.replace("'", "''")
    condition = powershell_text(f"appId eq '{quoted}'")
    return f"Get-MgServicePrincipal -Filter {condition}"
