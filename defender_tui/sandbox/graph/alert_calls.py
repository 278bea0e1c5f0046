"""Graph's calls on alerts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.data.records import AlertRecord
from defender_tui.sandbox.estate import Holding
from defender_tui.sandbox.graph import bodies, changes
from defender_tui.sandbox.graph.collection import (
    collection_body,
    collection_options,
    collection_page,
)
from defender_tui.sandbox.graph.envelope import answer
from defender_tui.sandbox.graph.site import METADATA, GraphSite, request_body
from defender_tui.sandbox.incident_store import AlertChange, app_actor
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.listing import only
from defender_tui.sandbox.refusals import ServiceRefused

_WRITE = ("SecurityAlert.ReadWrite.All", "SecurityIncident.ReadWrite.All")
_READ = ("SecurityAlert.Read.All", "SecurityIncident.Read.All", *_WRITE)
_PATH = "/v1.0/security/alerts_v2"


class AlertCalls:
    """List, get, update and comment."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route(_PATH, self._list, methods=["GET"]),
            Route(_PATH + "/{alert_id}", self._get, methods=["GET"]),
            Route(_PATH + "/{alert_id}", self._update, methods=["PATCH"]),
            Route(_PATH + "/{alert_id}/comments", self._comment, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        options = collection_options(request, bodies.ALERTS)
        every = [self._body(alert, holding) for alert in holding.store.alerts()]
        page = collection_page(every, options, bodies.ALERTS)
        values = [only(item, options.select) for item in page.items]
        body = collection_body(
            request, "security/alerts_v2", page, values, with_count=options.with_count
        )
        return answer(request, body)

    async def _get(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        options = collection_options(request, bodies.ALERTS)
        alert = _found(holding, request.path_params["alert_id"])
        return self._entity(request, only(self._body(alert, holding), options.select))

    async def _update(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        change = changes.alert_change(await request_body(request))
        alert = holding.store.change_alert(
            _found(holding, request.path_params["alert_id"]),
            change,
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return self._entity(request, self._body(alert, holding))

    async def _comment(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        text = changes.comment_text(await request_body(request))
        alert = holding.store.change_alert(
            _found(holding, request.path_params["alert_id"]),
            AlertChange(comment=text),
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        body: JsonObject = {
            "@odata.context": f"{METADATA}#security/alerts_v2('{alert.alert_id}')/comments",
            "value": bodies.comment_bodies(alert.comments),
        }
        return answer(request, body)

    def _body(self, alert: AlertRecord, holding: Holding) -> JsonObject:
        return bodies.alert_body(alert, tenant_id=holding.tenant.tenant_id, now=self._site.data_now)

    def _entity(self, request: Request, entity: JsonObject) -> Response:
        context: JsonObject = {"@odata.context": f"{METADATA}#security/alerts_v2/$entity"}
        return answer(request, context | entity)


def _found(holding: Holding, alert_id: str) -> AlertRecord:
    alert = holding.store.alert(alert_id)
    if alert is None:
        raise ServiceRefused(404, "NotFound", f"Alert with id '{alert_id}' was not found.")
    return alert
