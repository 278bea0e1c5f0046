"""Graph's call that runs a hunting query.

Source: https://learn.microsoft.com/graph/api/security-security-runhuntingquery (2026-11-23)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.graph.envelope import answer_headers
from defender_tui.sandbox.graph.site import METADATA, GraphSite, request_body
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.limits.cut_header import cut_headers
from defender_tui.sandbox.limits.terms import GRAPH_HUNTING

_ROLES = ("ThreatHunting.Read.All",)
_NAMES = ("runHuntingQuery", "microsoft.graph.security.runHuntingQuery")
# The workspace is a parameter of the beta version alone.
_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "v1.0": ("query", "timespan"),
    "beta": ("query", "timespan", "workspaceId"),
}
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class HuntingCalls:
    """Runs KQL under both names of the action."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route(f"/{version}/security/{name}", run, methods=["POST"])
            for version, run in (("v1.0", self._run), ("beta", self._run_beta))
            for name in _NAMES
        ]

    async def _run(self, request: Request) -> Response:
        return await self._answered(request, "v1.0")

    async def _run_beta(self, request: Request) -> Response:
        return await self._answered(request, "beta")

    async def _answered(self, request: Request, version: str) -> Response:
        caller = await self._site.bearer.require(request, *_ROLES)
        holding = self._site.estate.of(caller.tenant)
        given = _parameters(await request_body(request), _PARAMETERS[version])
        query = given.get("query")
        if query is None or not query.strip():
            raise bad_request("Missing or empty parameter: Query.")
        workspace_id = given.get("workspaceId")
        if workspace_id is not None and not _GUID.fullmatch(workspace_id):
            raise bad_request("Invalid value for parameter: workspaceId.")
        found = await holding.gate.run(
            request, query, timespan=given.get("timespan"), terms=GRAPH_HUNTING
        )
        # Loaded with the engine.
        from defender_tui.sandbox.hunting.adaptation_header import adapted_headers

        metadata = METADATA.replace("v1.0", version)
        head = json.dumps(
            {
                "@odata.context": f"{metadata}#microsoft.graph.security.huntingQueryResults",
                "schema": [{"name": name, "type": type_name} for name, type_name in found.schema],
            }
        )
        content = head[:-1].encode() + b', "results": ' + found.rows_json + b"}"
        headers = answer_headers(request) | adapted_headers(found.adapted) | cut_headers(found)
        return Response(content, media_type="application/json", headers=headers)


def _parameters(body: JsonObject, names: tuple[str, ...]) -> Mapping[str, str]:
    """Give the parameters of the action, whose names count as they are and capitalised.

    Null stands for a parameter that was not sent.
    """
    known = {spelling: name for name in names for spelling in (name, _capitalised(name))}
    given: dict[str, str] = {}
    for spelling, value in body.items():
        if spelling.startswith("@odata."):
            continue
        name = known.get(spelling)
        if name is None:
            raise bad_request(
                f"The parameter '{spelling}' in the request payload is not a valid parameter for "
                "the operation 'runHuntingQuery'."
            )
        if name in given:
            raise bad_request(f"Multiple parameters with the name '{name}' were found.")
        text = _text(spelling, value)
        if text is not None:
            given[name] = text
    return given


def _capitalised(name: str) -> str:
    return name[0].upper() + name[1:]


def _text(spelling: str, value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise bad_request(f"Invalid value for parameter: {spelling}.")
