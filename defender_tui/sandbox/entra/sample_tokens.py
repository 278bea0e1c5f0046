"""Tokens of kinds that the token endpoints never give here, for those who test a decoder."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.entra.keys import new_rsa_key
from defender_tui.sandbox.entra.metadata import ISSUER_V2
from defender_tui.sandbox.entra.signing import SigningKey
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.entra.tokens import signed_token
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.tenant import GRAPH, INVENTORY, XDR

_LIFETIME_S = 3600


@dataclass(frozen=True, slots=True)
class _Making:
    site: EntraSite
    key: SigningKey

    def delegated(self) -> str:
        """Give a person's token for Graph: it has scopes, and `oid` differs from `sub`."""
        tenant = self.site.tenants[0]
        claims = self._v1_claims(GRAPH.uris[0]) | {
            "acct": 0,
            "acr": "1",
            "amr": ["pwd", "mfa"],
            "appidacr": "0",
            "family_name": "Ellery",
            "given_name": "Ada",
            "idtyp": "user",
            "name": "Ada Ellery",
            "oid": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"ada.{tenant.domain}")),
            "scp": "SecurityIncident.Read.All ThreatHunting.Read.All User.Read",
            "sub": "kq0sQ3fM4uVbT1p8XcZ7wYhEoJ2nLrAiDgFvSxNyBmU",
            "unique_name": f"ada.ellery@{tenant.domain}",
            "upn": f"ada.ellery@{tenant.domain}",
        }
        return signed_token(self.key, claims, nonce=uuid.uuid4().hex)

    def version_2(self) -> str:
        """Give an application's token for an API that takes version 2.0."""
        tenant = self.site.tenants[0]
        app = tenant.apps[0]
        claims = self._moments() | {
            "aud": INVENTORY.app_id,
            "iss": ISSUER_V2.format(tenant=tenant.tenant_id),
            "azp": app.client_id,
            "azpacr": "1",
            "oid": app.principal_id,
            "roles": ["Inventory.Read.All"],
            "sub": app.principal_id,
            "tid": tenant.tenant_id,
            "uti": uuid.uuid4().hex[:22],
            "ver": "2.0",
        }
        return signed_token(self.key, claims)

    def foreign(self) -> str:
        """Give a token whose header names the tenant's key, signed by somebody else's."""
        roles = list(self.site.tenants[0].apps[0].roles["xdr"])
        app = self.site.tenants[0].apps[0]
        claims = self._v1_claims(XDR.uris[0]) | {
            "appidacr": "1",
            "idtyp": "app",
            "oid": app.principal_id,
            "roles": [*roles],
            "sub": app.principal_id,
        }
        stranger = SigningKey(new_rsa_key(), self.key.certificate_der)
        return signed_token(stranger, claims)

    def _v1_claims(self, audience: str) -> JsonObject:
        tenant = self.site.tenants[0]
        issuer = f"https://sts.windows.net/{tenant.tenant_id}/"
        return self._moments() | {
            "aud": audience,
            "iss": issuer,
            "appid": tenant.apps[0].client_id,
            "idp": issuer,
            "tid": tenant.tenant_id,
            "uti": uuid.uuid4().hex[:22],
            "ver": "1.0",
        }

    def _moments(self) -> JsonObject:
        now = int(self.site.clock.now().timestamp())
        return {"iat": now, "nbf": now, "exp": now + _LIFETIME_S}


_KINDS: dict[str, Callable[[_Making], str]] = {
    "delegated": _Making.delegated,
    "v2": _Making.version_2,
    "foreign": _Making.foreign,
}


class SampleTokenCalls:
    """Answers those who test how a client shows tokens."""

    def __init__(self, site: EntraSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Give the one route, which stands beside the sandbox's other controls."""
        return [Route("/sandbox/sample-token", self._token, methods=["POST"])]

    async def _token(self, request: Request) -> Response:
        """Give a token as text; `kind` is one of `_KINDS`."""
        make = _KINDS.get(request.query_params.get("kind", ""))
        if make is None:
            message = f"The parameter kind is not one of {', '.join(_KINDS)}."
            return JSONResponse({"error": {"message": message}}, status_code=400)
        key = await asyncio.to_thread(self._site.keys.key)
        token = await asyncio.to_thread(make, _Making(self._site, key))
        return PlainTextResponse(token, headers={"Cache-Control": "no-store"})
