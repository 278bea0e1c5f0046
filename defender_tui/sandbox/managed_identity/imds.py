"""The token address of a virtual machine's metadata service.

Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
(2026-11-23)
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.managed_identity.site import IdentityNotFound, IdentitySite
from defender_tui.sandbox.refusals import ServiceRefused

_VERSIONS = frozenset({"2018-02-01", "2018-10-01", "2019-02-01", "2019-06-01", "2019-08-01"})
_INVALID = "invalid_request"


class ImdsCalls:
    """Hands out tokens to whoever is on the machine and says the word."""

    def __init__(self, site: IdentitySite) -> None:
        self._site = site

    async def token(self, request: Request) -> Response:
        """Answer as Entra's v1 endpoint does: every number is text."""
        site, asked = self._site, request.query_params
        _require_local(request)
        if request.method != "GET":
            raise ServiceRefused(405, "method_not_allowed", "Only GET is allowed here.")
        for name in ("api-version", "resource"):
            if not asked.get(name):
                message = f"Required query variable '{name}' is missing"
                raise ServiceRefused(400, _INVALID, message)
        if asked["api-version"] not in _VERSIONS:
            raise ServiceRefused(400, "bad_request_100", "Invalid api-version.")
        try:
            app = site.identity(
                client_id=asked.get("client_id", ""),
                object_id=asked.get("object_id", ""),
                resource_id=asked.get("msi_res_id", "") or asked.get("mi_res_id", ""),
            )
            token = await site.issue(app, asked["resource"])
        except IdentityNotFound as error:
            raise ServiceRefused(400, _INVALID, "Identity not found") from error
        except SignInRefused as refusal:
            message = f"AADSTS{refusal.code}: {refusal.text}"
            raise ServiceRefused(400, "invalid_resource", message) from refusal
        body = {
            "access_token": token.text,
            "client_id": app.client_id,
            "refresh_token": "",
            "expires_in": str(token.expires_in_s),
            "ext_expires_in": str(token.expires_in_s),
            "expires_on": str(token.expires_at),
            "not_before": str(token.not_before),
            "resource": asked["resource"],
            "token_type": "Bearer",
        }
        return JSONResponse(body)


async def unknown_source(request: Request, _error: Exception) -> Response:
    """Answer for every other address."""
    body = {"error": "unknown_source", "error_description": f"Unknown Source {request.url}"}
    return JSONResponse(body, status_code=401)


def _require_local(request: Request) -> None:
    """Keep out what a browser or a proxy could be made to ask.

    Raises:
        ServiceRefused: the header is missing, or somebody passed the request on.
    """
    if request.headers.get("metadata", "").lower() != "true":
        message = "Required metadata header not specified"
        raise ServiceRefused(400, "bad_request_102", message)
    if "x-forwarded-for" in request.headers:
        message = "Requests with an X-Forwarded-For header are not served"
        raise ServiceRefused(400, "bad_request", message)
