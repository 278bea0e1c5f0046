"""Following actions, calling them off, and fetching what they collected.

Source: https://learn.microsoft.com/defender-endpoint/api/get-machineaction-object,
get-machineactions-collection, get-package-sas-uri, cancel-machine-action (2026-11-23)
"""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.entra.tokens import Caller
from defender_tui.sandbox.limits.terms import MACHINES, PACKAGE_URI
from defender_tui.sandbox.mde.action import Action
from defender_tui.sandbox.mde.bodies import ACTIONS, action_body, action_head
from defender_tui.sandbox.mde.fleets import Fleets
from defender_tui.sandbox.mde.kinds import COLLECT
from defender_tui.sandbox.mde.orders import required_comment
from defender_tui.sandbox.mde.package_calls import PACKAGE_PATH
from defender_tui.sandbox.mde.reading import METADATA, READ, list_limits, read_page
from defender_tui.sandbox.origin import service_url
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr.app import XdrSite, request_body

_LIMITS = list_limits()


class ActionCalls:
    """List, get and cancel actions; give the link to a package."""

    def __init__(self, site: XdrSite, fleets: Fleets) -> None:
        self._site = site
        self._fleets = fleets

    def routes(self, base: str) -> list[BaseRoute]:
        """Give the routes under a path, e.g. `/api`."""
        one = f"{base}/machineactions/{{action_id}}"
        return [
            Route(f"{base}/machineactions", self._list, methods=["GET"]),
            Route(one, self._get, methods=["GET"]),
            Route(f"{one}/getPackageUri", self._package_uri, methods=["GET"]),
            Route(f"{one}/cancel", self._cancel, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        caller = await self._site.endpoint_bearer.require(request, *READ)
        self._site.quotas.count_call("list machine actions", caller, MACHINES)
        now = self._site.clock.now()
        fleet = self._fleets.of(caller.tenant)
        heads = [action_head(action, now) for action in fleet.actions()]
        _, page = read_page(request, heads, ACTIONS, _LIMITS)
        found = (fleet.action(str(head["id"])) for head in page)
        values = [action_body(action, now, in_list=True) for action in found if action]
        return JSONResponse({"@odata.context": f"{METADATA}#MachineActions", "value": values})

    async def _get(self, request: Request) -> Response:
        caller = await self._site.endpoint_bearer.require(request, *READ)
        self._site.quotas.count_call("get machine action", caller, MACHINES)
        return _entity(self._found(request, caller), self._site.clock.now())

    async def _package_uri(self, request: Request) -> Response:
        caller = await self._site.endpoint_bearer.require(request, COLLECT.role)
        self._site.quotas.count_call("get package uri", caller, PACKAGE_URI)
        action = self._found(request, caller)
        if action.kind is not COLLECT:
            raise _refused(f"Machine action {action.action_id} collected no package")
        status = action.status(self._site.clock.now())
        if status != "Succeeded":
            raise _refused(f"The package is not available: the status of the action is {status}")
        link = f"{service_url(request)}{PACKAGE_PATH}?token={action.package_token}"
        # The service puts the link in quotes of its own, inside the text.
        body = {"@odata.context": f"{METADATA}#Edm.String", "value": f'"{link}"'}
        return JSONResponse(body)

    async def _cancel(self, request: Request) -> Response:
        caller = await self._site.endpoint_bearer.require(request)
        action = self._found(request, caller)
        await self._site.endpoint_bearer.require(request, action.kind.role)
        self._site.quotas.count_call("cancel machine action", caller, MACHINES)
        comment = required_comment(await request_body(request))
        now = self._site.clock.now()
        if not action.is_open(now):
            raise _refused(
                f"Machine action {action.action_id} has ended with status {action.status(now)}"
            )
        fleet = self._fleets.of(caller.tenant)
        return _entity(fleet.cancel(action, comment=comment, by=caller.app.name, at=now), now)

    def _found(self, request: Request, caller: Caller) -> Action:
        action_id = request.path_params["action_id"]
        action = self._fleets.of(caller.tenant).action(action_id)
        if action is None:
            raise ServiceRefused(
                404, "ResourceNotFound", f"Machine action {action_id} was not found"
            )
        return action


def _entity(action: Action, now: datetime) -> Response:
    context = {"@odata.context": f"{METADATA}#MachineActions/$entity"}
    return JSONResponse(context | action_body(action, now))


def _refused(message: str) -> ServiceRefused:
    return ServiceRefused(400, "BadRequest", message)
