"""The shape of Graph's answers and errors, with the ids that tie them to a request."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.tokens import TokenFault
from defender_tui.sandbox.graph import words
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import GRAPH

_CHALLENGE = (
    'Bearer realm="", '
    'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
    f'client_id="{GRAPH.app_id}"'
)


# Which machine answered. Support asks for it; clients only hand it on.
_DIAGNOSTIC = json.dumps(
    {
        "ServerInfo": {
            "DataCenter": "Loopback",
            "Slice": "E",
            "Ring": "5",
            "ScaleUnit": "001",
            "RoleInstance": "SANDBOX0001",
        }
    },
    separators=(",", ":"),
)


def answer(request: Request, body: JsonObject) -> Response:
    """Give a body as a 200; later enum members only for those who ask for them."""
    headers = answer_headers(request)
    if words.INCLUDE_UNKNOWN in request.headers.get("prefer", "").lower():
        headers["Preference-Applied"] = words.INCLUDE_UNKNOWN
        return JSONResponse(body, headers=headers)
    return JSONResponse(words.without_later_members(body), headers=headers)


def refusal_answer(request: Request, refusal: ServiceRefused, clock: Clock) -> Response:
    """Give a refusal.

    Source: https://learn.microsoft.com/graph/errors (2026-11-23)
    """
    ids = request_ids(request)
    inner = {"date": clock.now().strftime("%Y-%m-%dT%H:%M:%S")} | ids
    if refusal.status == 429:
        # As on the page on throttling, where the client's own id is a header alone.
        del inner["client-request-id"]
        inner |= {"code": "429", "message": "Please retry after", "status": "429"}
    body = {"error": {"code": refusal.code, "message": refusal.message, "innerError": inner}}
    return JSONResponse(
        body, status_code=refusal.status, headers=answer_headers(request) | refusal.headers
    )


def unauthorized(fault: TokenFault) -> ServiceRefused:
    """Word a 401."""
    return ServiceRefused(
        401,
        "InvalidAuthenticationToken",
        fault.message,
        headers={"WWW-Authenticate": _CHALLENGE},
    )


def answer_headers(request: Request) -> dict[str, str]:
    """Give the headers that every answer carries."""
    return request_ids(request) | {"x-ms-ags-diagnostic": _DIAGNOSTIC}


def request_ids(request: Request) -> dict[str, str]:
    """Give the request's own id, and the client's; the same ones each time for one request."""
    known: Mapping[str, str] | None = getattr(request.state, "graph_ids", None)
    if known is None:
        own = str(uuid.uuid4())
        known = {
            "request-id": own,
            "client-request-id": request.headers.get("client-request-id") or own,
        }
        request.state.graph_ids = known
    return dict(known)
