"""Microsoft Graph as an ASGI application, to be mounted under a base path or a host."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from defender_tui.sandbox.entra.site import EntraSite
from defender_tui.sandbox.graph.alert_calls import AlertCalls
from defender_tui.sandbox.graph.directory_calls import DirectoryCalls
from defender_tui.sandbox.graph.envelope import refusal_answer
from defender_tui.sandbox.graph.hunting_calls import HuntingCalls
from defender_tui.sandbox.graph.hunting_schema_call import HuntingSchemaCall
from defender_tui.sandbox.graph.incident_calls import IncidentCalls
from defender_tui.sandbox.graph.registration_calls import RegistrationCalls
from defender_tui.sandbox.graph.site import GraphSite
from defender_tui.sandbox.graph.slashes import OneSlash
from defender_tui.sandbox.hunting_gate import ClientGone
from defender_tui.sandbox.refusals import ServiceRefused


def graph_app(site: GraphSite, entra: EntraSite) -> Starlette:
    """Give the application."""

    async def refused(request: Request, error: Exception) -> Response:
        if not isinstance(error, ServiceRefused):
            raise error
        return refusal_answer(request, error, site.clock)

    async def unroutable(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if error.status_code == 405:
            refusal = ServiceRefused(
                405,
                "Request_BadRequest",
                "Specified HTTP method is not allowed for the request target.",
                headers=error.headers,
            )
        else:
            segment = request.url.path.rstrip("/").rpartition("/")[2]
            message = f"Resource not found for the segment '{segment}'."
            refusal = ServiceRefused(400, "BadRequest", message)
        return refusal_answer(request, refusal, site.clock)

    async def gone(_request: Request, _error: Exception) -> Response:
        return Response(status_code=499)

    calls = (
        IncidentCalls(site),
        AlertCalls(site),
        HuntingCalls(site),
        HuntingSchemaCall(site),
        DirectoryCalls(site, entra),
        RegistrationCalls(site, entra),
    )
    app = Starlette(
        routes=[route for one in calls for route in one.routes()],
        middleware=[Middleware(OneSlash)],
        exception_handlers={ServiceRefused: refused, HTTPException: unroutable, ClientGone: gone},
    )
    app.router.redirect_slashes = False
    return app
