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
    context_url,
    entity_options,
)
from defender_tui.sandbox.graph.envelope import answer
from defender_tui.sandbox.graph.merge import merge_request
from defender_tui.sandbox.graph.site import METADATA, GraphSite, entity_routes, request_body
from defender_tui.sandbox.graph.vocabulary import EXPANDABLE, INCIDENTS, incident_head
from defender_tui.sandbox.incident_store import IncidentChange, app_actor
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.odata.expansion import Expansion
from defender_tui.sandbox.odata.selection import only
from defender_tui.sandbox.refusals import ServiceRefused

_READ = ("SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All")
_WRITE = ("SecurityIncident.ReadWrite.All",)
_PATH = "/v1.0/security/incidents"
_MERGE_NAMES = ("mergeIncidents", "microsoft.graph.security.mergeIncidents")


class IncidentCalls:
    """List, get, update and comment."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route(_PATH, self._list, methods=["GET"]),
            *(Route(f"{_PATH}/{name}", self._merge, methods=["POST"]) for name in _MERGE_NAMES),
            *entity_routes(
                _PATH, "incident_id", get=self._get, update=self._update, comment=self._comment
            ),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        options = collection_options(request, INCIDENTS, expandable=EXPANDABLE)
        heads = (incident_head(incident) for incident in holding.store.incidents())
        page = collection_page(heads, options, INCIDENTS)
        values = [
            self._shown(head.record, holding, options.select, options.expand) for head in page.items
        ]
        context = context_url("security/incidents", select=options.select, expand=options.expand)
        body = collection_body(request, context, page, values, with_count=options.with_count)
        return answer(request, body)

    async def _get(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        options = entity_options(request, INCIDENTS, expandable=EXPANDABLE)
        incident = _found(holding, request.path_params["incident_id"])
        entity = self._shown(incident, holding, options.select, options.expand)
        return _entity(request, entity, select=options.select, expand=options.expand)

    async def _update(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        body = await request_body(request)
        before = _found(holding, request.path_params["incident_id"])
        incident = holding.store.change_incident(
            before,
            changes.incident_change(body, before),
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return _entity(request, bodies.incident_body(incident, tenant_id=holding.tenant.tenant_id))

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

    async def _merge(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        self._site.activity.incident_calls += 1
        wanted = merge_request(await request_body(request))
        incidents = [_found(holding, incident_id) for incident_id in wanted.incident_ids]
        for incident in incidents:
            if incident.redirect_incident_id is not None:
                raise changes.bad_request(
                    f"Invalid request: incident '{incident.incident_id}' was merged before."
                )
        target = holding.store.merge(
            incidents,
            comment=wanted.comment,
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return answer(request, {"targetIncidentId": str(target.incident_id)})

    def _shown(
        self,
        incident: IncidentRecord,
        holding: Holding,
        select: tuple[str, ...],
        expand: tuple[Expansion, ...],
    ) -> JsonObject:
        tenant_id = holding.tenant.tenant_id
        shown = only(bodies.incident_body(incident, tenant_id=tenant_id), select)
        for expansion in expand:
            alerts: list[Json] = [
                only(
                    bodies.alert_body(alert, tenant_id=tenant_id, now=self._site.data_now),
                    expansion.select,
                )
                for alert in incident.alerts
            ]
            shown = shown | {expansion.name: alerts}
        return shown


def _entity(
    request: Request,
    entity: JsonObject,
    *,
    select: tuple[str, ...] = (),
    expand: tuple[Expansion, ...] = (),
) -> Response:
    context = context_url("security/incidents", select=select, expand=expand, is_entity=True)
    body: JsonObject = {"@odata.context": context}
    return answer(request, body | entity)


def _found(holding: Holding, text: str) -> IncidentRecord:
    incident = holding.store.incident_at(text)
    if incident is None:
        raise ServiceRefused(404, "NotFound", f"Incident with id '{text}' was not found.")
    return incident
