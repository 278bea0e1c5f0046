"""The check that stands before every call of an API: a good token with a role that suffices."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.tokens import Caller, TokenFault, TokenMint
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.origin import service_url
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import Resource


class UnauthorizedAnswer(Protocol):
    """How one API words its 401."""

    def __call__(self, fault: TokenFault, /) -> ServiceRefused: ...


@dataclass(frozen=True, slots=True)
class BearerCheck:
    """Checks the tokens of one resource."""

    resource: Resource
    mint: TokenMint
    clock: Clock
    unauthorized: UnauthorizedAnswer

    async def require(self, request: Request, *roles: str) -> Caller:
        """Give the caller, who holds at least one of the roles if any are named.

        Raises:
            ServiceRefused: 401 when the token is missing or not good here, 403 when it holds none
                of the roles.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise self.unauthorized(TokenFault("Access token is empty."))
        found = await asyncio.to_thread(
            self.mint.check,
            token.strip(),
            self.resource,
            own_url=service_url(request),
            now=self.clock.now(),
        )
        if isinstance(found, TokenFault):
            refusal = self.unauthorized(found)
            if found.claims is not None:
                refusal.headers["WWW-Authenticate"] = claims_challenge(found.claims)
            raise refusal
        if roles and not set(roles) & set(found.roles):
            raise ServiceRefused(
                403,
                "Forbidden",
                f"Missing application roles. API required roles: {','.join(roles)}, "
                f"application roles: {','.join(found.roles)}.",
            )
        return found


def claims_challenge(claims: JsonObject) -> str:
    """Give the header by which an API demands a new token, asked for with these claims.

    Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge (2026-11-23)
    """
    encoded = base64.b64encode(json.dumps(claims, separators=(",", ":")).encode()).decode()
    return (
        'Bearer realm="", '
        'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
        f'error="insufficient_claims", claims="{encoded}"'
    )
