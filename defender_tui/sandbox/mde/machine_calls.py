"""Looking machines up, and ordering actions on them.

Source: https://learn.microsoft.com/defender-endpoint/api/get-machines, get-machine-by-id,
isolate-machine (2026-11-23)
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.limits.terms import MACHINES
from defender_tui.sandbox.mde.bodies import MACHINES as VOCABULARY
from defender_tui.sandbox.mde.bodies import action_body, machine_body
from defender_tui.sandbox.mde.fleets import Fleets
from defender_tui.sandbox.mde.kinds import kind_at
from defender_tui.sandbox.mde.orders import insist_on_possible, read_order
from defender_tui.sandbox.mde.reading import METADATA, READ, list_limits, read_page
from defender_tui.sandbox.odata.comparison import QueryRefused
from defender_tui.sandbox.odata.options import read_entity_options
from defender_tui.sandbox.odata.selection import only
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr.app import XdrSite, request_body

_LIMITS = list_limits("$select")


class MachineCalls:
    """List and get machines, and order actions."""

    def __init__(self, site: XdrSite, fleets: Fleets) -> None:
        self._site = site
        self._fleets = fleets

    def routes(self, base: str) -> list[BaseRoute]:
        """Give the routes under a path, e.g. `/api`."""
        return [
            Route(f"{base}/machines", self._list, methods=["GET"]),
            Route(f"{base}/machines/{{machine}}", self._get, methods=["GET"]),
            Route(f"{base}/machines/{{machine}}/{{action}}", self._order, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.endpoint_bearer.require(request, *READ)
        self._site.quotas.count_call("list machines", caller, MACHINES)
        bodies = [machine_body(machine) for machine in self._fleets.of(caller.tenant).machines()]
        options, page = read_page(request, bodies, VOCABULARY, _LIMITS)
        return JSONResponse(
            {
                "@odata.context": f"{METADATA}#Machines",
                "value": [only(body, options.select) for body in page],
            }
        )

    async def _get(self, request: Request) -> Response:
        caller = await self._site.endpoint_bearer.require(request, *READ)
        self._site.quotas.count_call("get machine", caller, MACHINES)
        segment = request.path_params["machine"]
        machine = self._fleets.of(caller.tenant).machine_at(segment)
        if machine is None:
            raise _unknown(segment)
        try:
            options = read_entity_options(request.query_params.multi_items(), VOCABULARY)
        except QueryRefused as refusal:
            raise ServiceRefused(400, "ODataError", str(refusal)) from refusal
        context = {"@odata.context": f"{METADATA}#Machine"}
        return JSONResponse(context | only(machine_body(machine), options.select))

    async def _order(self, request: Request) -> Response:
        kind = kind_at(request.path_params["action"])
        if kind is None:
            raise HTTPException(404)
        caller = await self._site.endpoint_bearer.require(request, kind.role)
        self._site.quotas.count_call(kind.segment, caller, MACHINES)
        order = read_order(kind, await request_body(request))
        fleet = self._fleets.of(caller.tenant)
        machine = fleet.machine(request.path_params["machine"])
        if machine is None:
            raise _unknown(request.path_params["machine"])
        now = self._site.clock.now()
        insist_on_possible(fleet, machine, order, now)
        action = fleet.start(machine, order, by=caller.app.name, at=now)
        context = {"@odata.context": f"{METADATA}#MachineActions/$entity"}
        return JSONResponse(context | action_body(action, now), status_code=201)


def _unknown(segment: str) -> ServiceRefused:
    return ServiceRefused(404, "ResourceNotFound", f"Machine {segment} was not found")
