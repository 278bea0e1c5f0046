"""The registration as a script for Graph PowerShell.

Source: https://learn.microsoft.com/en-us/powershell/microsoftgraph/authentication-commands
Source: https://learn.microsoft.com/en-us/graph/api/serviceprincipal-post-approleassignedto
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .plan import EXAMPLE_TRUST, Proof, RegistrationPlan
from .quoting import powershell_literal

_ENVIRONMENTS: Mapping[str, str] = {
    "public": "Global",
    "gcc": "Global",
    "gcc-high": "USGov",
    "dod": "USGovDoD",
    "china": "China",
}
_HEAD = """\
#Requires -Modules Microsoft.Graph.Applications
# Registers an application for defender-tui with Graph PowerShell. Read it before you run it.
# What it does is added to what is there; nothing is replaced and nothing is deleted.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# New objects of the directory are not known everywhere at once.
function Invoke-Patiently([scriptblock] $Work) {
    foreach ($attempt in 1..6) {
        try { return & $Work }
        catch {
            if ($attempt -eq 6) { throw }
            Write-Warning "Not yet; once more in 10 s ($attempt of 6)."
            Start-Sleep -Seconds 10
        }
    }
}
"""
_PERMISSIONS = """\
$required = @()
$grants = @()
foreach ($api in $wanted.Keys) {
    $service = Get-MgServicePrincipal -Filter "appId eq '$api'"
    if (-not $service) { $service = New-MgServicePrincipal -AppId $api }
    # Looked up by name: in some clouds the ids of Graph's roles are others.
    $access = foreach ($wish in $wanted[$api]) {
        $role = $service.AppRoles | Where-Object Value -EQ $wish
        if (-not $role) { throw "The API $api has no role $wish here." }
        $grants += @{ Service = $service.Id; Role = $role.Id; Name = $wish }
        @{ Id = $role.Id; Type = 'Role' }
    }
    $required += @{ ResourceAppId = $api; ResourceAccess = @($access) }
}
"""
_NEW_APP = """\
$app = New-MgApplication -DisplayName $name -SignInAudience $audience `
    -RequiredResourceAccess $required @web
$principal = Invoke-Patiently { New-MgServicePrincipal -AppId $app.AppId }
"""
_KNOWN_APP = """\
$app = Get-MgApplication -Filter "appId eq '$clientId'"
if (-not $app) { throw "There is no application $clientId here." }
# What it asks for already stays; an update replaces the whole list.
foreach ($held in $app.RequiredResourceAccess) {
    $same = $required | Where-Object { $_.ResourceAppId -eq $held.ResourceAppId }
    $kept = @($held.ResourceAccess | ForEach-Object { @{ Id = $_.Id; Type = $_.Type } })
    if ($same) {
        $new = $same.ResourceAccess.Id
        $same.ResourceAccess += @($kept | Where-Object { $_.Id -notin $new })
    } else {
        $required += @{ ResourceAppId = $held.ResourceAppId; ResourceAccess = $kept }
    }
}
if ($web.Count) {
    $redirects = @($app.Web.RedirectUris) + $web.Web.RedirectUris
    $web.Web.RedirectUris = @($redirects | Select-Object -Unique)
    Update-MgApplication -ApplicationId $app.Id -SignInAudience $audience @web
}
Update-MgApplication -ApplicationId $app.Id -RequiredResourceAccess $required
$principal = Get-MgServicePrincipal -Filter "appId eq '$clientId'"
if (-not $principal) { $principal = New-MgServicePrincipal -AppId $clientId }
"""
_CONSENT = """\
# The grant itself; again after every permission that is added later.
$given = @(Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All)
foreach ($grant in $grants) {
    $has = $given | Where-Object {
        $_.AppRoleId -eq $grant.Role -and $_.ResourceId -eq $grant.Service
    }
    if ($has) { continue }
    Invoke-Patiently {
        New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $grant.Service `
            -PrincipalId $principal.Id -ResourceId $grant.Service -AppRoleId $grant.Role
    } | Out-Null
    Write-Host "Granted $($grant.Name)"
}
"""
_SECRET = """\
# Adds one; the value is printed once, here. It cannot be read again.
$secret = Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential @{
    DisplayName = 'defender-tui'; EndDateTime = (Get-Date).AddYears(1)
}
Write-Host "Client secret (its value):  $($secret.SecretText)"
"""
_CERTIFICATE = """\
# The list is replaced as a whole: what is there is read first, with its keys, and written back.
$file = [Security.Cryptography.X509Certificates.X509Certificate2]::new(
    (Resolve-Path -LiteralPath $certificate).Path)
$read = Get-MgApplication -ApplicationId $app.Id -Property 'id,keyCredentials'
$keys = @($read.KeyCredentials | Where-Object { $_ })
if ($keys | Where-Object { -not $_.Key }) {
    throw 'A key that is there came without its value: add the certificate in the admin center.'
}
$keys += @{
    Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $file.RawData
    DisplayName = 'defender-tui'
}
Update-MgApplication -ApplicationId $app.Id -KeyCredentials $keys
Write-Host "Certificate:  $($file.Thumbprint)"
"""
_TAIL = """\
Write-Host "Application (client) id: $($app.AppId)"
Write-Host "Directory (tenant) id:   $((Get-MgContext).TenantId)"
Write-Host 'Roles appear only in tokens that are made from now on.'
"""


def powershell_script(plan: RegistrationPlan) -> str:
    """Give the script for one plan; it ends in a line break.

    Without a certificate file or a trust it has a place where to write them.
    """
    return "\n".join(_parts(plan))


def _parts(plan: RegistrationPlan) -> Iterator[str]:
    yield _HEAD
    yield f"$name = {powershell_literal(plan.app_name)}"
    yield f"$audience = '{plan.sign_in_audience}'"
    if plan.is_partner:
        redirect = powershell_literal(plan.redirect_uri)
        yield f"$web = @{{ Web = @{{ RedirectUris = @({redirect}) }} }}"
    else:
        yield "$web = @{}"
    yield "$wanted = [ordered] @{"
    for api, roles in plan.roles.items():
        yield f"    '{api.app_id}' = @({', '.join(map(powershell_literal, roles))})"
    yield "}"
    yield ""
    yield from _sign_in(plan)
    yield _PERMISSIONS
    if plan.client_id:
        yield f"$clientId = {powershell_literal(plan.client_id)}"
        yield _KNOWN_APP
    else:
        yield _NEW_APP
    yield _CONSENT
    yield from _proof(plan)
    yield _TAIL


def _sign_in(plan: RegistrationPlan) -> Iterator[str]:
    tenant = f" -TenantId {powershell_literal(plan.tenant_id)}" if plan.tenant_id else ""
    yield f"Connect-MgGraph -Environment {_ENVIRONMENTS[plan.known_cloud]}{tenant} -NoWelcome `"
    yield "    -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'"
    yield ""


def _proof(plan: RegistrationPlan) -> Iterator[str]:
    match plan.proof:
        case Proof.SECRET:
            yield _SECRET
        case Proof.CERTIFICATE:
            file = str(plan.certificate_file or "defender-tui.cer")
            yield f"$certificate = {powershell_literal(file)}"
            yield _CERTIFICATE
        case Proof.FEDERATED:
            yield from _federation(plan)


def _federation(plan: RegistrationPlan) -> Iterator[str]:
    if plan.trust is None:
        yield "# An example: write the issuer and the subject of your own tokens, to the letter."
    trust = plan.trust or EXAMPLE_TRUST
    yield "New-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -BodyParameter @{"
    yield "    Name = 'defender-tui'"
    yield f"    Issuer = {powershell_literal(trust.issuer)}"
    yield f"    Subject = {powershell_literal(trust.subject)}"
    yield f"    Audiences = @({powershell_literal(plan.federation_audience)})"
    yield "} | Out-Null"
    yield ""
