"""What Graph's calls work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.estate import Estate
from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.incoming import UnreadableBody, json_object
from defender_tui.sandbox.json_value import JsonObject

METADATA = "https://graph.microsoft.com/v1.0/$metadata"
Call = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class GraphSite:
    """The data behind Graph and its surroundings; `data_now` is when the data was generated."""

    estate: Estate
    bearer: BearerCheck
    clock: Clock
    activity: Activity
    data_now: datetime


def entity_routes(
    path: str, id_name: str, *, get: Call, update: Call, comment: Call
) -> list[BaseRoute]:
    """Give the routes to one object, whose key stands behind a slash or in parentheses.

    Source: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
    (2026-11-23)
    """

    async def entity(request: Request) -> Response:
        return await (update if request.method == "PATCH" else get)(request)

    # One route for both methods, so that a refusal of a third one can name them.
    return [
        route
        for one in (f"{path}/{{{id_name}}}", f"{path}('{{{id_name}}}')")
        for route in (
            Route(one, entity, methods=["GET", "PATCH"]),
            Route(one + "/comments", comment, methods=["POST"]),
        )
    ]


async def request_body(request: Request) -> JsonObject:
    """Give the JSON object that was sent.

    Raises:
        ServiceRefused: there is none.
    """
    try:
        return await json_object(request)
    except UnreadableBody as error:
        raise bad_request(
            "Unable to read JSON request payload. Please ensure Content-Type header is set and "
            "payload is of valid JSON format."
        ) from error
