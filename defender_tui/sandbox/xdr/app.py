"""The Defender XDR API as an ASGI application, to be mounted under a base path or a host."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.tokens import TokenFault
from defender_tui.sandbox.estate import Estate
from defender_tui.sandbox.hunting_gate import ClientGone
from defender_tui.sandbox.incoming import UnreadableBody, json_object
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.limits.guard import QuotaGuard
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.xdr.changes import invalid_body


@dataclass(frozen=True, slots=True)
class XdrSite:
    """What the calls work with; `data_now` is when the data was generated."""

    estate: Estate
    bearer: BearerCheck
    endpoint_bearer: BearerCheck
    """For the calls of Defender for Endpoint, whose tokens are for another resource."""
    clock: Clock
    activity: Activity
    quotas: QuotaGuard
    data_now: datetime


def xdr_app(routes: list[BaseRoute]) -> Starlette:
    """Give an application that answers its calls' refusals in this API's shape."""
    app = Starlette(
        routes=routes,
        exception_handlers={
            ServiceRefused: _refused,
            HTTPException: _unroutable,
            ClientGone: _gone,
        },
    )
    app.router.redirect_slashes = False
    return app


def unauthorized(fault: TokenFault) -> ServiceRefused:
    """Word a 401."""
    return ServiceRefused(
        401,
        "Unauthorized",
        f"Unauthorized request - reason of failure: {fault.message}",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


async def request_body(request: Request) -> JsonObject:
    """Give the JSON object that was sent.

    Raises:
        ServiceRefused: there is none.
    """
    try:
        return await json_object(request)
    except UnreadableBody as error:
        raise invalid_body() from error


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ServiceRefused):
        raise error
    body = {"error": {"code": error.code, "message": error.message, "target": str(uuid.uuid4())}}
    return JSONResponse(body, status_code=error.status, headers=error.headers)


async def _unroutable(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        message = f"The requested resource does not support http method '{request.method}'."
        return await _refused(request, ServiceRefused(405, "BadRequest", message))
    message = f"No resource was found at {request.url.path}"
    return await _refused(request, ServiceRefused(404, "NotFound", message))


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)
