"""The addresses of the outside issuer, and of the tokens that it hands to workloads."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.directory import WORKLOAD
from defender_tui.sandbox.entra.outside_issuer import ISSUER_PATH
from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.origin import host_origin
from defender_tui.sandbox.tenant import FederatedCredential

_LIFETIME = timedelta(hours=1)
_LONGEST_LIFETIME_S = 30 * 24 * 60 * 60


class OutsideCalls:
    """Answers for the identity provider of a cluster."""

    def __init__(self, site: EntraSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Give the routes of the issuer, and the one that stands for a workload's token file."""
        return [
            Route(f"{ISSUER_PATH}/.well-known/openid-configuration", self._metadata),
            Route(f"{ISSUER_PATH}/keys", self._keys),
            Route("/sandbox/federated-token", self._token),
        ]

    async def _metadata(self, request: Request) -> Response:
        return JSONResponse(self._site.outside.metadata(host_origin(request) + ISSUER_PATH))

    async def _keys(self, _request: Request) -> Response:
        key = await asyncio.to_thread(self._site.outside.key)
        return JSONResponse({"keys": [key.as_jwk()]})

    async def _token(self, request: Request) -> Response:
        """Give a token as text; `subject`, `audience`, `issuer` and `lifetime_s` may be asked for.

        With other than the usual ones, a client meets the refusals of federation.
        """
        asked = request.query_params
        token = await asyncio.to_thread(
            self._site.outside.token,
            issuer=asked.get("issuer", host_origin(request) + ISSUER_PATH),
            subject=asked.get("subject", WORKLOAD),
            audience=asked.get("audience", FederatedCredential(WORKLOAD).audience),
            now=self._site.assertion_clock.now(),
            lifetime=_lifetime(asked.get("lifetime_s", "")),
        )
        return PlainTextResponse(token, headers={"Cache-Control": "no-store"})


def _lifetime(text: str) -> timedelta:
    """Give the lifetime that was asked for, the usual one when it is no number of seconds."""
    seconds = text.removeprefix("-")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 9):
        return _LIFETIME
    return timedelta(seconds=min(int(text), _LONGEST_LIFETIME_S))
