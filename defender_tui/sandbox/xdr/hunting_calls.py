"""The two older calls that run a hunting query: that of Defender XDR and its endpoint twin."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.limits.cut_header import cut_headers
from defender_tui.sandbox.limits.terms import MDE_HUNTING, XDR_HUNTING, HuntingTerms
from defender_tui.sandbox.xdr.app import XdrSite, request_body
from defender_tui.sandbox.xdr.changes import invalid_body
from defender_tui.sandbox.xdr.statistics import run_statistics


class HuntingCall:
    """One of the calls, with the role that it needs and what it grants."""

    def __init__(
        self, site: XdrSite, bearer: BearerCheck, role: str, terms: HuntingTerms, *, has_stats: bool
    ) -> None:
        self._site = site
        self._bearer = bearer
        self._role = role
        self._terms = terms
        self._has_stats = has_stats

    async def run(self, request: Request) -> Response:
        caller = await self._bearer.require(request, self._role)
        holding = self._site.estate.of(caller.tenant)
        query = (await request_body(request)).get("Query")
        if not isinstance(query, str) or not query.strip():
            raise invalid_body()
        found = await holding.gate.run(request, query, timespan=None, terms=self._terms)
        # Loaded with the engine.
        from defender_tui.sandbox.hunting.adaptation_header import adapted_headers

        head: JsonObject = {}
        if self._has_stats:
            head["Stats"] = run_statistics(found.elapsed_s, found.row_count, len(found.rows_json))
        head["Schema"] = [{"Name": name, "Type": type_name} for name, type_name in found.schema]
        content = json.dumps(head)[:-1].encode() + b', "Results": ' + found.rows_json + b"}"
        headers = adapted_headers(found.adapted) | cut_headers(found)
        return Response(content, media_type="application/json", headers=headers)


def hunting_routes(site: XdrSite) -> list[BaseRoute]:
    """Give the route to hunting over all tables.

    Source: https://learn.microsoft.com/defender-xdr/api-advanced-hunting (2026-11-23)
    """
    call = HuntingCall(site, site.bearer, "AdvancedHunting.Read.All", XDR_HUNTING, has_stats=True)
    return [Route("/api/advancedhunting/run", call.run, methods=["POST"])]


def endpoint_hunting_routes(site: XdrSite) -> list[BaseRoute]:
    """Give the routes to hunting over the endpoint tables, for a token of Defender for Endpoint.

    Both the endpoint API's own host and that of Defender XDR have them.

    Source: https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api (2026-11-23)
    """
    call = HuntingCall(
        site, site.endpoint_bearer, "AdvancedQuery.Read.All", MDE_HUNTING, has_stats=False
    )
    paths = ("/api/advancedqueries/run", "/api/v1.0/advancedqueries/run")
    return [Route(path, call.run, methods=["POST"]) for path in paths]
