"""Entra's addresses: metadata, keys, discovery and the two token endpoints."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.consent.calls import ConsentCalls
from defender_tui.sandbox.entra.answers import answer, refusal_answer
from defender_tui.sandbox.entra.discovery import cloud_endpoints, instance_discovery
from defender_tui.sandbox.entra.metadata import ISSUER_V2, metadata_v1, metadata_v2
from defender_tui.sandbox.entra.outside_calls import OutsideCalls
from defender_tui.sandbox.entra.refusals import SignInRefused, refused
from defender_tui.sandbox.entra.revocation import RevocationCalls
from defender_tui.sandbox.entra.sample_tokens import SampleTokenCalls
from defender_tui.sandbox.entra.site import SHARED_TENANTS, EntraSite, tenant_name
from defender_tui.sandbox.entra.token_calls import TokenCalls
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.origin import BASE_PATHS, host_origin

_Call = Callable[[Request], Awaitable[Response]]
_EVERY = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class EntraService:
    """Answers for login.microsoftonline.com."""

    def __init__(self, site: EntraSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Give the routes; whatever else is asked for is not Entra's."""
        tokens = TokenCalls(self._site)
        pages: list[tuple[str, _Call]] = [
            ("/{tenant}/.well-known/openid-configuration", self._metadata_v1),
            ("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata_v2),
            ("/{tenant}/discovery/keys", self._keys_v1),
            ("/{tenant}/discovery/v2.0/keys", self._keys_v2),
            ("/{tenant}/discovery/instance", self._instance),
            ("/metadata/endpoints", self._cloud),
        ]
        posts: list[tuple[str, _Call]] = [
            ("/{tenant}/oauth2/token", tokens.v1),
            ("/{tenant}/oauth2/v2.0/token", tokens.v2),
            ("/oauth2/token", self._no_tenant),
            ("/oauth2/v2.0/token", self._no_tenant),
        ]
        return [
            *(Route(path, self._answering(call)) for path, call in pages),
            *(Route(path, self._answering(call), methods=_EVERY) for path, call in posts),
            *OutsideCalls(self._site).routes(),
            *RevocationCalls(self._site).routes(),
            *ConsentCalls(self._site).routes(),
            *SampleTokenCalls(self._site).routes(),
        ]

    async def unroutable(self, request: Request, error: Exception) -> Response:
        """Answer for an address or a method that nobody serves."""
        if not isinstance(error, HTTPException):
            raise error
        is_method = error.status_code == 405
        refusal = refused(900561, method=request.method) if is_method else refused(9002313)
        refusal.status = error.status_code
        return refusal_answer(request, refusal, self._site.clock)

    def _answering(self, call: _Call) -> _Call:
        """Give a call that answers its refusals."""

        async def answering(request: Request) -> Response:
            try:
                return await call(request)
            except SignInRefused as refusal:
                return refusal_answer(request, refusal, self._site.clock)

        return answering

    async def _metadata_v1(self, request: Request) -> Response:
        segment, issuing = self._named_and_issuing(request)
        return JSONResponse(metadata_v1(host_origin(request), segment, issuing))

    async def _metadata_v2(self, request: Request) -> Response:
        segment, issuing = self._named_and_issuing(request)
        return JSONResponse(metadata_v2(host_origin(request), segment, issuing))

    def _named_and_issuing(self, request: Request) -> tuple[str, str]:
        """Give what names the tenant in addresses and in its issuer."""
        name = tenant_name(request)
        if name in SHARED_TENANTS:
            return name, "{tenantid}"
        tenant_id = self._site.tenant(name, error="invalid_tenant").tenant_id
        return tenant_id, tenant_id

    async def _keys_v1(self, request: Request) -> Response:
        self._named_and_issuing(request)
        return await self._keys({})

    async def _keys_v2(self, request: Request) -> Response:
        _, issuing = self._named_and_issuing(request)
        return await self._keys({"issuer": ISSUER_V2.format(tenant=issuing)})

    async def _keys(self, more: JsonObject) -> Response:
        keys = await asyncio.to_thread(self._site.keys.published)
        return JSONResponse({"keys": [key.as_jwk() | more for key in keys]})

    async def _instance(self, request: Request) -> Response:
        asked = request.query_params
        found = instance_discovery(
            host_origin(request),
            asked.get("authorization_endpoint", ""),
            asked.get("api-version", "1.1"),
        )
        return answer(request, found)

    async def _cloud(self, request: Request) -> Response:
        origin = host_origin(request)
        version = request.query_params.get("api-version", "")
        return JSONResponse(cloud_endpoints(origin, origin + BASE_PATHS["graph"], version))

    async def _no_tenant(self, _request: Request) -> Response:
        raise refused(50059)
