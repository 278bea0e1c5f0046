"""The shape of Entra's answers, with the ids that tie them to a request."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.refusals import SignInRefused, new_trace_id
from defender_tui.sandbox.json_value import JsonObject

_UNCACHED = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1"}


def answer(request: Request, body: JsonObject) -> Response:
    """Give a body as a 200 that nobody keeps."""
    return JSONResponse(body, headers=_headers(request, new_trace_id()))


def refusal_answer(request: Request, refusal: SignInRefused, clock: Clock) -> Response:
    """Give a refusal; the correlation id is the client's when it sent a GUID."""
    trace_id = new_trace_id()
    body = refusal.as_json(
        now=clock.now(),
        trace_id=trace_id,
        correlation_id=_asked_id(request) or str(uuid.uuid4()),
    )
    headers = _headers(request, trace_id) | refusal.headers
    return JSONResponse(body, status_code=refusal.status, headers=headers)


def is_guid(text: str) -> bool:
    """Tell whether a text is a GUID in its usual spelling, in either case."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _headers(request: Request, trace_id: str) -> dict[str, str]:
    """Give the headers; the client's own id comes back to a client that wants it."""
    headers = {**_UNCACHED, "x-ms-request-id": trace_id, "x-ms-ests-server": "2.1 - sandbox"}
    asked = _asked_id(request)
    wants_it = request.headers.get("return-client-request-id", "").lower() == "true"
    if asked and wants_it:
        headers["client-request-id"] = asked
    return headers


def _asked_id(request: Request) -> str:
    """Give the id that the client sent, in a header or in the address, empty when it is no GUID."""
    sources: tuple[Mapping[str, str], ...] = (request.headers, request.query_params)
    for source in sources:
        asked = source.get("client-request-id", "")
        if is_guid(asked):
            return asked
    return ""
