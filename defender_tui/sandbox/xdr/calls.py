"""The Defender XDR API's calls: incidents and hunting."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.data.records import IncidentRecord
from defender_tui.sandbox.estate import Holding
from defender_tui.sandbox.incident_store import app_actor
from defender_tui.sandbox.incoming import UnreadableBody, json_object
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.listing import Limits, page_of, read_options
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr import bodies, changes
from defender_tui.sandbox.xdr.app import XdrSite
from defender_tui.sandbox.xdr.statistics import run_statistics

_METADATA = "https://api.security.microsoft.com/api/$metadata"
_READ = ("Incident.Read.All", "Incident.ReadWrite.All")
_WRITE = ("Incident.ReadWrite.All",)
_HUNT = ("AdvancedHunting.Read.All",)
_LIMITS = Limits(
    default_top=100,
    most_top=100,
    most_skip=None,
    options=frozenset({"$filter", "$top", "$skip"}),
)


class XdrCalls:
    """List, get and update incidents; run a query."""

    def __init__(self, site: XdrSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/incidents", self._list, methods=["GET"]),
            Route("/api/incidents/{incident_id}", self._get, methods=["GET"]),
            Route("/api/incidents/{incident_id}", self._update, methods=["PATCH"]),
            Route("/api/advancedhunting/run", self._hunt, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        heads = [bodies.incident_body(incident) for incident in holding.store.incidents()]
        try:
            options = read_options(request.query_params.multi_items(), bodies.INCIDENTS, _LIMITS)
            page = page_of(heads, options, bodies.INCIDENTS, id_name="incidentId")
        except QueryRefused as refusal:
            raise ServiceRefused(400, "ODataError", str(refusal)) from refusal
        values = [self._with_alerts(head, holding) for head in page.items]
        return JSONResponse({"@odata.context": f"{_METADATA}#Incidents", "value": values})

    async def _get(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        return self._entity(_found(holding, request), holding)

    async def _update(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        change = changes.incident_change(await _body(request))
        incident = holding.store.change_incident(
            _found(holding, request),
            change,
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return self._entity(incident, holding)

    async def _hunt(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_HUNT)
        holding = self._site.estate.of(caller.tenant)
        query = (await _body(request)).get("Query")
        if not isinstance(query, str) or not query.strip():
            raise changes.invalid_body()
        found = await holding.gate.run(request, query, timespan=None)
        head = json.dumps(
            {
                "Stats": run_statistics(found.elapsed_s, found.row_count, len(found.rows_json)),
                "Schema": [{"Name": name, "Type": type_name} for name, type_name in found.schema],
            }
        )
        content = head[:-1].encode() + b', "Results": ' + found.rows_json + b"}"
        return Response(content, media_type="application/json")

    def _with_alerts(self, head: JsonObject, holding: Holding) -> JsonObject:
        incident_id = head["incidentId"]
        incident = holding.store.incident(incident_id) if isinstance(incident_id, int) else None
        alerts = incident.alerts if incident else ()
        return head | {
            "alerts": [bodies.alert_body(alert, now=self._site.data_now) for alert in alerts]
        }

    def _entity(self, incident: IncidentRecord, holding: Holding) -> Response:
        context: JsonObject = {"@odata.context": f"{_METADATA}#Incidents/$entity"}
        return JSONResponse(context | self._with_alerts(bodies.incident_body(incident), holding))


def _found(holding: Holding, request: Request) -> IncidentRecord:
    text = request.path_params["incident_id"]
    incident = holding.store.incident_at(text)
    if incident is None:
        raise ServiceRefused(404, "ResourceNotFound", f"Incident {text} was not found")
    return incident


async def _body(request: Request) -> JsonObject:
    try:
        return await json_object(request)
    except UnreadableBody as error:
        raise changes.invalid_body() from error
