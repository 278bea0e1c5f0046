"""The bearer token on a request, renewed once when the API refuses it."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import httpx

from ..core.resources import Resource
from .tokens import Tokens


class BearerAuth(httpx.Auth):
    """Puts the token of one API on a request.

    A 401 is answered once, with a token newly asked for. That is safe for writes too: a request
    whose token was refused was not carried out.
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
        if response.status_code == httpx.codes.UNAUTHORIZED:
            token = await self._tokens.get(self._resource, instead_of=token.value)
            request.headers["Authorization"] = f"Bearer {token.value.reveal()}"
            yield request
