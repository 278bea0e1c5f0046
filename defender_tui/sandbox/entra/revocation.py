"""The address by which a tester lets tokens end before their time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.json_value import moment_text


class RevocationCalls:
    """Does what an administrator does to an application at risk."""

    def __init__(self, site: EntraSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        """Give the one route, which stands beside the sandbox's other controls."""
        return [Route("/sandbox/revoke", self._revoke, methods=["POST"])]

    async def _revoke(self, _request: Request) -> Response:
        """End the tokens issued until now to clients that handle challenges."""
        now = self._site.clock.now()
        self._site.mint.revoke_issued_before(now)
        return JSONResponse({"revoked_before": moment_text(now)})
