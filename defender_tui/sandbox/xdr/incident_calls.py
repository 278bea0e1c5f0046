"""The Defender XDR API's calls on incidents.

Source: https://learn.microsoft.com/defender-xdr/api-list-incidents, api-get-incident,
api-update-incidents (2026-11-23)
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.data.records import IncidentRecord
from defender_tui.sandbox.estate import Holding
from defender_tui.sandbox.incident_store import app_actor
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.limits.terms import GET_INCIDENT, LIST_INCIDENTS, UPDATE_INCIDENT
from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.listing import page_of
from defender_tui.sandbox.odata.options import Limits, read_options
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr import bodies, changes
from defender_tui.sandbox.xdr.app import XdrSite, request_body

_METADATA = "https://api.security.microsoft.com/api/$metadata"
_READ = ("Incident.Read.All", "Incident.ReadWrite.All")
_WRITE = ("Incident.ReadWrite.All",)
_LIMITS = Limits(
    default_top=100,
    most_top=100,
    most_skip=None,
    options=frozenset({"$filter", "$top", "$skip"}),
)


class IncidentCalls:
    """List, get and update."""

    def __init__(self, site: XdrSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/incidents", self._list, methods=["GET"]),
            Route("/api/incidents/{incident_id}", self._get, methods=["GET"]),
            Route("/api/incidents/{incident_id}", self._update, methods=["PATCH"]),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        self._site.quotas.count_call("list incidents", caller, LIST_INCIDENTS)
        self._site.activity.incident_calls += 1
        store = self._site.estate.of(caller.tenant).store
        heads = [bodies.incident_head(incident) for incident in store.incidents()]
        try:
            options = read_options(request.query_params.multi_items(), bodies.INCIDENTS, _LIMITS)
            page = page_of(heads, options, bodies.INCIDENTS, id_name="incidentId")
        except QueryRefused as refusal:
            raise ServiceRefused(400, "ODataError", str(refusal)) from refusal
        listed = (store.incident_at(str(head["incidentId"])) for head in page.items)
        values = [self._body(incident) for incident in listed if incident is not None]
        return JSONResponse({"@odata.context": f"{_METADATA}#Incidents", "value": values})

    async def _get(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        self._site.quotas.count_call("get incident", caller, GET_INCIDENT)
        self._site.activity.incident_calls += 1
        return self._entity(_found(self._site.estate.of(caller.tenant), request))

    async def _update(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        self._site.quotas.count_call("update incident", caller, UPDATE_INCIDENT)
        self._site.activity.incident_calls += 1
        holding = self._site.estate.of(caller.tenant)
        change = changes.incident_change(await request_body(request))
        incident = holding.store.change_incident(
            _found(holding, request),
            change,
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return self._entity(incident)

    def _body(self, incident: IncidentRecord) -> JsonObject:
        return bodies.incident_body(incident, now=self._site.data_now)

    def _entity(self, incident: IncidentRecord) -> Response:
        context: JsonObject = {"@odata.context": f"{_METADATA}#Incidents/$entity"}
        return JSONResponse(context | self._body(incident))


def _found(holding: Holding, request: Request) -> IncidentRecord:
    text = request.path_params["incident_id"]
    incident = holding.store.incident_at(text)
    if incident is None:
        raise ServiceRefused(404, "ResourceNotFound", f"Incident {text} was not found")
    return incident
