"""The two token endpoints."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from defender_tui.sandbox.entra.answers import answer
from defender_tui.sandbox.entra.client_proof import ProofCheck
from defender_tui.sandbox.entra.discovery import NATIONAL_HOSTS
from defender_tui.sandbox.entra.refusals import SignInRefused, refused
from defender_tui.sandbox.entra.site import SHARED_TENANTS, EntraSite, tenant_name
from defender_tui.sandbox.entra.token_form import TokenForm
from defender_tui.sandbox.entra.token_request import Grant, granted
from defender_tui.sandbox.entra.tokens import IssuedToken
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.origin import BASE_PATHS, host_origin

_LARGEST_FORM_BYTES = 1_000_000


class TokenCalls:
    """Gives tokens to applications that prove who they are."""

    def __init__(self, site: EntraSite) -> None:
        self._site = site

    async def v1(self, request: Request) -> Response:
        """Answer with all numbers as text, and some more fields."""
        grant, token = await self._issued(request, is_v1=True)
        body: JsonObject = {
            "token_type": "Bearer",
            "expires_in": str(token.expires_in_s),
            "ext_expires_in": str(token.expires_in_s),
            "expires_on": str(token.expires_at),
            "not_before": str(token.not_before),
            "resource": grant.audience,
            "access_token": token.text,
        }
        if token.is_long_lived:
            body["refresh_in"] = str(token.expires_in_s // 2)
        return answer(request, body)

    async def v2(self, request: Request) -> Response:
        """Answer with numbers."""
        _, token = await self._issued(request, is_v1=False)
        body: JsonObject = {
            "token_type": "Bearer",
            "expires_in": token.expires_in_s,
            "ext_expires_in": token.expires_in_s,
            "access_token": token.text,
        }
        if token.is_long_lived:
            body["refresh_in"] = token.expires_in_s // 2
        return answer(request, body)

    async def _issued(self, request: Request, *, is_v1: bool) -> tuple[Grant, IssuedToken]:
        site = self._site
        try:
            grant = await self._granted(request, is_v1=is_v1)
        except SignInRefused:
            site.activity.tokens_refused += 1
            raise
        token = await asyncio.to_thread(site.mint.issue, grant, now=site.clock.now())
        site.activity.tokens_issued += 1
        return grant, token

    async def _granted(self, request: Request, *, is_v1: bool) -> Grant:
        site, origin = self._site, host_origin(request)
        if request.method != "POST":
            raise refused(900561, method=request.method)
        if str(request.url.hostname) in NATIONAL_HOSTS:
            raise refused(900382)
        name = tenant_name(request)
        if name in SHARED_TENANTS:
            # The text of the refusal sends people there, but an application is in no tenant there.
            raise refused(50059 if name == "organizations" else 9001023)
        tenant = site.tenant(name)
        form = TokenForm.read(await _body(request), request.headers.get("authorization"))
        check = ProofCheck(
            certificates=site.certificates,
            outside=site.outside,
            keys=site.keys,
            audiences=site.endpoint_names(request, tenant),
            issuers=site.issuers(request),
            now=site.assertion_clock.now(),
        )
        own_urls = {origin + path: resource for resource, path in BASE_PATHS.items()}
        return await asyncio.to_thread(granted, form, tenant, check, is_v1=is_v1, own_urls=own_urls)


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LARGEST_FORM_BYTES:
            raise refused(9002313)
    return bytes(content)
