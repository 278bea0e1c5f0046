"""Entra's addresses: metadata, keys and the two token endpoints."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra import refusals
from defender_tui.sandbox.entra.metadata import metadata_v1, metadata_v2
from defender_tui.sandbox.entra.refusals import SignInRefused
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.entra.token_request import TokenForm, granted
from defender_tui.sandbox.entra.tokens import TokenMint
from defender_tui.sandbox.origin import BASE_PATHS, host_origin
from defender_tui.sandbox.tenant import Tenant

_SHARED_TENANTS = ("common", "organizations", "consumers")
_DOMAIN = re.compile(r"(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})+", re.ASCII)


class EntraService:
    """Answers for login.microsoftonline.com."""

    def __init__(
        self,
        tenants: Sequence[Tenant],
        keys: KeyRing,
        mint: TokenMint,
        *,
        clock: Clock,
        activity: Activity,
    ) -> None:
        self._tenants = tuple(tenants)
        self._keys = keys
        self._mint = mint
        self._clock = clock
        self._activity = activity

    def routes(self) -> list[BaseRoute]:
        every = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        return [
            Route("/{tenant}/.well-known/openid-configuration", self._metadata_v1),
            Route("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata_v2),
            Route("/{tenant}/discovery/keys", self._jwks),
            Route("/{tenant}/discovery/v2.0/keys", self._jwks),
            Route("/{tenant}/oauth2/token", self._token_v1, methods=every),
            Route("/{tenant}/oauth2/v2.0/token", self._token_v2, methods=every),
        ]

    async def _metadata_v1(self, request: Request) -> Response:
        return self._metadata(request, is_v1=True)

    async def _metadata_v2(self, request: Request) -> Response:
        return self._metadata(request, is_v1=False)

    def _metadata(self, request: Request, *, is_v1: bool) -> Response:
        name = _tenant_name(request)
        segment, issuing = name, "{tenantid}"
        try:
            if name not in _SHARED_TENANTS:
                segment = issuing = self._tenant(name, error="invalid_tenant").tenant_id
        except SignInRefused as refusal:
            return self._refuse(request, refusal)
        document = metadata_v1 if is_v1 else metadata_v2
        return JSONResponse(document(host_origin(request), segment, issuing))

    async def _jwks(self, request: Request) -> Response:
        name = _tenant_name(request)
        try:
            if name not in _SHARED_TENANTS:
                self._tenant(name, error="invalid_tenant")
        except SignInRefused as refusal:
            return self._refuse(request, refusal)
        key = await asyncio.to_thread(self._keys.key)
        return JSONResponse({"keys": [key.as_jwk()]})

    async def _token_v1(self, request: Request) -> Response:
        return await self._token(request, is_v1=True)

    async def _token_v2(self, request: Request) -> Response:
        return await self._token(request, is_v1=False)

    async def _token(self, request: Request, *, is_v1: bool) -> Response:
        now = self._clock.now()
        origin = host_origin(request)
        own_urls = {origin + path: name for name, path in BASE_PATHS.items()}
        try:
            if request.method != "POST":
                raise refusals.only_post(request.method)
            name = _tenant_name(request)
            if name in _SHARED_TENANTS:
                raise refusals.tenant_not_usable(name)
            tenant = self._tenant(name, error="invalid_request")
            form = TokenForm.read(await request.body(), request.headers.get("authorization"))
            grant = granted(form, tenant, is_v1=is_v1, own_urls=own_urls)
        except SignInRefused as refusal:
            self._activity.tokens_refused += 1
            return self._refuse(request, refusal)
        token = await asyncio.to_thread(
            self._mint.issue, grant.app, tenant, grant.resource, audience=grant.audience, now=now
        )
        self._activity.tokens_issued += 1
        if is_v1:
            return _uncached(
                {
                    "token_type": "Bearer",
                    "expires_in": str(token.expires_in_s),
                    "ext_expires_in": str(token.expires_in_s),
                    "expires_on": str(token.expires_at),
                    "not_before": str(token.not_before),
                    "resource": grant.audience,
                    "access_token": token.text,
                }
            )
        return _uncached(
            {
                "token_type": "Bearer",
                "expires_in": token.expires_in_s,
                "ext_expires_in": token.expires_in_s,
                "access_token": token.text,
            }
        )

    def _tenant(self, name: str, *, error: str) -> Tenant:
        for tenant in self._tenants:
            if name in (tenant.tenant_id, tenant.domain):
                return tenant
        if _is_guid(name) or _DOMAIN.fullmatch(name):
            raise refusals.tenant_not_found(name, error=error)
        raise refusals.tenant_not_a_name(name)

    def _refuse(self, request: Request, refusal: SignInRefused) -> Response:
        asked = request.headers.get("client-request-id", "")
        correlation_id = asked if _is_guid(asked) else str(uuid.uuid4())
        body = refusal.as_json(now=self._clock.now(), correlation_id=correlation_id)
        return _uncached(body, status=refusal.status)


def _tenant_name(request: Request) -> str:
    """Give the tenant that the path names; case does not count."""
    return str(request.path_params["tenant"]).lower()


def _uncached(body: object, *, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}
    return JSONResponse(body, status_code=status, headers=headers)


def _is_guid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
