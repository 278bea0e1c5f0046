"""The token address that an App Service, a function or a container app has in its environment.

Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity (2026-11-23)
"""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.managed_identity.site import IdentityNotFound, IdentitySite
from defender_tui.sandbox.refusals import ServiceRefused

_VERSION = "2019-08-01"
_NOT_FOUND = (
    "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/"
    "PrincipalId."
)


class AppServiceCalls:
    """Hands out tokens to whoever knows the word that stands in the environment."""

    def __init__(self, site: IdentitySite) -> None:
        self._site = site

    async def token(self, request: Request) -> Response:
        """Answer with fewer fields than a virtual machine does; the moment is text."""
        site, asked = self._site, request.query_params
        self._require_word(request)
        if request.method != "GET":
            raise ServiceRefused(405, "", "Only GET is allowed here.")
        if asked.get("api-version") != _VERSION:
            raise ServiceRefused(400, "", f"Invalid api-version; expected {_VERSION}.")
        if not asked.get("resource"):
            raise ServiceRefused(400, "", "The parameter 'resource' is required.")
        try:
            app = site.identity(
                client_id=asked.get("client_id", ""),
                object_id=asked.get("principal_id", "") or asked.get("object_id", ""),
                resource_id=asked.get("mi_res_id", ""),
            )
            token = await site.issue(app, asked["resource"])
        except IdentityNotFound as error:
            raise ServiceRefused(400, "", _NOT_FOUND) from error
        except SignInRefused as refusal:
            # The service does not say more; what was wrong is in its own log only.
            raise ServiceRefused(500, "", "An unexpected error occurred.") from refusal
        body = {
            "access_token": token.text,
            "client_id": app.client_id,
            "expires_on": str(token.expires_at),
            "resource": asked["resource"],
            "token_type": "Bearer",
        }
        return JSONResponse(body)

    def _require_word(self, request: Request) -> None:
        """Keep out requests that somebody was tricked into.

        Raises:
            ServiceRefused: the header is missing or wrong.
        """
        word = request.headers.get("x-identity-header")
        if word is None:
            raise ServiceRefused(401, "", "The header X-IDENTITY-HEADER is missing.")
        if not hmac.compare_digest(word.encode(), self._site.header.encode()):
            raise ServiceRefused(403, "", "The header X-IDENTITY-HEADER has a wrong value.")
