"""Graph's call that runs a hunting query."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.graph.envelope import request_ids
from defender_tui.sandbox.graph.site import METADATA, GraphSite, request_body
from defender_tui.sandbox.json_value import JsonObject

_ROLES = ("ThreatHunting.Read.All",)


class HuntingCalls:
    """Runs KQL under both names of the action."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route(f"/v1.0/security/{name}", self._run, methods=["POST"])
            for name in ("runHuntingQuery", "microsoft.graph.security.runHuntingQuery")
        ]

    async def _run(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_ROLES)
        holding = self._site.estate.of(caller.tenant)
        body = await request_body(request)
        query = _parameter(body, "query")
        if query is None or not query.strip():
            raise bad_request("Missing or empty parameter: Query.")
        found = await holding.gate.run(request, query, timespan=_parameter(body, "timespan"))
        head = json.dumps(
            {
                "@odata.context": f"{METADATA}#microsoft.graph.security.huntingQueryResults",
                "schema": [{"name": name, "type": type_name} for name, type_name in found.schema],
            }
        )
        content = head[:-1].encode() + b', "results": ' + found.rows_json + b"}"
        return Response(content, media_type="application/json", headers=request_ids(request))


def _parameter(body: JsonObject, name: str) -> str | None:
    """Give a parameter of the action, whose names count in lower case and capitalised."""
    for known, value in body.items():
        if known in (name, name.capitalize()) and value is not None:
            if isinstance(value, str):
                return value
            raise bad_request(f"Invalid value for parameter: {known}.")
    return None
