"""The bearer token on a request, renewed once when the API refuses it."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import httpx

from ..core.resources import Resource
from .challenge import claims_asked
from .tokens import Tokens


class BearerAuth(httpx.Auth):
    """Puts the token of one API on a request.

    A 401 is answered once, with a token newly asked for, and so is a 403 that asks for claims. That
    is safe for writes too: a request whose token was refused was not carried out.
    """

    def __init__(self, tokens: Tokens, resource: Resource) -> None:
        self._tokens = tokens
        self._resource = resource

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        token = await self._tokens.get(self._resource)
        request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
        response = yield request
        claims = claims_asked(response.headers.get("WWW-Authenticate", ""))
        is_asking = response.status_code == httpx.codes.FORBIDDEN and claims is not None
        if response.status_code == httpx.codes.UNAUTHORIZED or is_asking:
            token = await self._tokens.get(self._resource, instead_of=token.value, claims=claims)
            request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
            yield request
