"""The shape of Key Vault's errors.

Source: https://learn.microsoft.com/azure/key-vault/general/rest-error-codes (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.entra.tokens import Caller, TokenFault
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.keyvault.vault import Vault
from defender_tui.sandbox.refusals import ServiceRefused

_HELP = "https://go.microsoft.com/fwlink/?linkid=2125182"


class VaultRefused(ServiceRefused):
    """A refusal that says more in an inner code."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        inner_code: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, code, message, headers=headers)
        self.inner_code = inner_code


async def refusal_answer(_request: Request, error: Exception) -> Response:
    """Give a refusal as Key Vault words it."""
    if not isinstance(error, ServiceRefused):
        raise error
    body: JsonObject = {"code": error.code, "message": error.message}
    if isinstance(error, VaultRefused):
        body["innererror"] = {"code": error.inner_code}
    return JSONResponse({"error": body}, status_code=error.status, headers=error.headers)


async def unroutable(request: Request, error: Exception) -> Response:
    """Give the answer to an address, or a method, that Key Vault does not have."""
    if not isinstance(error, HTTPException):
        raise error
    code = "MethodNotAllowed" if error.status_code == 405 else "NotFound"
    message = f"No operation is defined for {request.method} {request.url.path}."
    return await refusal_answer(request, ServiceRefused(error.status_code, code, message))


def unauthorized(fault: TokenFault) -> ServiceRefused:
    """Word a 401 for a token that is not good."""
    message = f"[BearerReadAccessTokenFailed] Error validating token: '{fault.message}'."
    return ServiceRefused(401, "Unauthorized", message)


def token_missing() -> ServiceRefused:
    """Word a 401 for a request without a token."""
    return ServiceRefused(
        401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token."
    )


def foreign_tenant(caller: Caller, vault: Vault) -> ServiceRefused:
    """Word a 401 for a token of another tenant."""
    expected, found = (
        f"https://sts.windows.net/{tenant.tenant_id}/" for tenant in (vault.tenant, caller.tenant)
    )
    return ServiceRefused(
        401,
        "Unauthorized",
        f"AKV10032: Invalid issuer. Expected one of {expected}, found {found}.",
    )


def behind_firewall(caller: Caller, vault: Vault, address: str) -> VaultRefused:
    """Word a 403 for an address that the vault lets nobody in from."""
    return VaultRefused(
        403,
        "Forbidden",
        "Client address is not authorized and caller is not a trusted service.\r\n"
        f"Client address: {address}\r\n{_who(caller)}\r\nVault: {vault.name};location=westeurope",
        inner_code="ForbiddenByFirewall",
    )


def role_missing(caller: Caller, vault: Vault, action: str) -> VaultRefused:
    """Word a 403 for a caller who was given no role on the vault."""
    return VaultRefused(
        403,
        "Forbidden",
        "Caller is not authorized to perform action on resource.\r\n"
        "If role assignments, deny assignments or role definitions were changed recently, please "
        f"observe propagation time.\r\n{_who(caller)}\r\n"
        f"Action: 'Microsoft.KeyVault/vaults/secrets/{action}'\r\n"
        f"Vault: {vault.name};location=westeurope",
        inner_code="ForbiddenByRbac",
    )


def secret_disabled() -> VaultRefused:
    """Word a 403 for a secret that was switched off."""
    return VaultRefused(
        403,
        "Forbidden",
        "Operation get is not allowed on a disabled secret.",
        inner_code="SecretDisabled",
    )


def secret_not_found(name: str) -> ServiceRefused:
    """Word a 404 for a name, or a name and version, that is not there."""
    return ServiceRefused(
        404,
        "SecretNotFound",
        f"A secret with (name/id) {name} was not found in this key vault. If you recently deleted "
        "this secret you may be able to recover it using the correct recovery command. "
        f"For help resolving this issue, please see {_HELP}",
    )


def _who(caller: Caller) -> str:
    return (
        f"Caller: appid={caller.app.client_id};oid={caller.app.principal_id};"
        f"iss=https://sts.windows.net/{caller.tenant.tenant_id}/"
    )
