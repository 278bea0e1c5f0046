"""Graph's calls on alerts."""

from __future__ import annotations

import asyncio

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
    context_url,
    entity_options,
)
from defender_tui.sandbox.graph.envelope import answer
from defender_tui.sandbox.graph.site import METADATA, GraphSite, entity_routes, request_body
from defender_tui.sandbox.graph.vocabulary import ALERTS, alert_head
from defender_tui.sandbox.incident_store import AlertChange, app_actor
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.odata.selection import only
from defender_tui.sandbox.refusals import ServiceRefused

_WRITE = ("SecurityAlert.ReadWrite.All",)
_READ = (
    *("SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"),
    *("SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"),
)
_PATH = "/v1.0/security/alerts_v2"
# The vendor's samples name the type in lists and after a change, but not in a single alert.
_TYPED: JsonObject = {"@odata.type": "#microsoft.graph.security.alert"}


class AlertCalls:
    """List, get, update and comment."""

    def __init__(self, site: GraphSite) -> None:
        self._site = site

    def routes(self) -> list[BaseRoute]:
        return [
            Route(_PATH, self._list, methods=["GET"]),
            *entity_routes(
                _PATH, "alert_id", get=self._get, update=self._update, comment=self._comment
            ),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        options = collection_options(request, ALERTS)
        # Alerts are made when they are first looked at; all of them at once takes a while.
        alerts = await asyncio.to_thread(holding.store.alerts)
        page = collection_page((alert_head(alert) for alert in alerts), options, ALERTS)
        values = [
            only(_TYPED | self._body(head.record, holding), options.select) for head in page.items
        ]
        context = context_url("security/alerts_v2", select=options.select)
        body = collection_body(request, context, page, values, with_count=options.with_count)
        return answer(request, body)

    async def _get(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_READ)
        holding = self._site.estate.of(caller.tenant)
        options = entity_options(request, ALERTS)
        alert = _found(holding, request.path_params["alert_id"])
        return _entity(request, only(self._body(alert, holding), options.select), options.select)

    async def _update(self, request: Request) -> Response:
        caller = await self._site.bearer.require(request, *_WRITE)
        holding = self._site.estate.of(caller.tenant)
        body = await request_body(request)
        before = _found(holding, request.path_params["alert_id"])
        alert = holding.store.change_alert(
            before,
            changes.alert_change(body, before),
            by=app_actor(caller.app.name),
            at=self._site.clock.now(),
        )
        return _entity(request, _TYPED | self._body(alert, holding))

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


def _entity(request: Request, entity: JsonObject, select: tuple[str, ...] = ()) -> Response:
    context = context_url("security/alerts_v2", select=select, is_entity=True)
    body: JsonObject = {"@odata.context": context}
    return answer(request, body | entity)


def _found(holding: Holding, alert_id: str) -> AlertRecord:
    alert = holding.store.alert(alert_id)
    if alert is None:
        raise ServiceRefused(404, "NotFound", f"Alert with id '{alert_id}' was not found.")
    return alert
