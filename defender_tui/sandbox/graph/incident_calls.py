"""Graph's calls on incidents."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.data.records import IncidentRecord
from defender_tui.sandbox.estate import Holding
from defender_tui.sandbox.graph import bodies, changes
from defender_tui.sandbox.graph.collection import (
    collection_body,
    collection_options,
    collection_page,
)
from defender_tui.sandbox.graph.envelope import answer
from defender_tui.sandbox.graph.site import METADATA, GraphSite, request_body
from defender_tui.sandbox.incident_store import IncidentChange, app_actor
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.odata.listing import only
from defender_tui.sandbox.refusals import ServiceRefused

_READ = ("SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All")
_WRITE = ("SecurityIncident.ReadWrite.All",)
_PATH = "/v1.0/security/incidents"


class IncidentCalls:
    """List, get, update and comment."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route(_PATH, self._list, methods=["GET"]),
            Route(_PATH + "/{incident_id}", self._get, methods=["GET"]),
            Route(_PATH + "/{incident_id}", self._update, methods=["PATCH"]),
            Route(_PATH + "/{incident_id}/comments", self._comment, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        options = collection_options(request, bodies.INCIDENTS, expandable=("alerts",))
        heads = [_head(incident, holding) for incident in holding.store.incidents()]
        page = collection_page(heads, options, bodies.INCIDENTS)
        values = [only(item, options.select) for item in page.items]
        if options.expand:
            values = [
                value | {"alerts": self._alerts(_found(holding, str(item["id"])), holding)}
                for value, item in zip(values, page.items, strict=True)
            ]
        name = "security/incidents(alerts())" if options.expand else "security/incidents"
        body = collection_body(request, name, page, values, with_count=options.with_count)
        return answer(request, body)

    async def _get(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        options = collection_options(request, bodies.INCIDENTS, expandable=("alerts",))
        incident = _found(holding, request.path_params["incident_id"])
        entity = only(_head(incident, holding), options.select)
        if options.expand:
            entity["alerts"] = self._alerts(incident, holding)
        return self._entity(request, entity, expanded=bool(options.expand))

    async def _update(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        change = changes.incident_change(await request_body(request))
        incident = holding.store.change_incident(
            _found(holding, request.path_params["incident_id"]),
            change,
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return self._entity(request, _head(incident, holding), expanded=False)

    async def _comment(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        text = changes.comment_text(await request_body(request))
        incident = holding.store.change_incident(
            _found(holding, request.path_params["incident_id"]),
            IncidentChange(comment=text),
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        body: JsonObject = {
            "@odata.context": f"{METADATA}#security/incidents('{incident.incident_id}')/comments",
            "value": bodies.comment_bodies(incident.comments),
        }
        return answer(request, body)

    def _alerts(self, incident: IncidentRecord, holding: Holding) -> list[Json]:
        return [
            bodies.alert_body(alert, tenant_id=holding.tenant.tenant_id, now=self._site.data_now)
            for alert in incident.alerts
        ]

    def _entity(self, request: Request, entity: JsonObject, *, expanded: bool) -> Response:
        name = "security/incidents(alerts())" if expanded else "security/incidents"
        context: JsonObject = {"@odata.context": f"{METADATA}#{name}/$entity"}
        return answer(request, context | entity)


def _found(holding: Holding, text: str) -> IncidentRecord:
    incident = holding.store.incident_at(text)
    if incident is None:
        raise ServiceRefused(404, "NotFound", f"Incident with id '{text}' was not found.")
    return incident


def _head(incident: IncidentRecord, holding: Holding) -> JsonObject:
    return bodies.incident_body(incident, tenant_id=holding.tenant.tenant_id)
