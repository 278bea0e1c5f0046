"""What Graph's calls work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.bearer import BearerCheck
from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.estate import Estate
from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.incoming import UnreadableBody, json_object
from defender_tui.sandbox.json_value import JsonObject

METADATA = "https://graph.microsoft.com/v1.0/$metadata"


@dataclass(frozen=True, slots=True)
class GraphSite:
    """The data behind Graph and its surroundings; `data_now` is when the data was generated."""

    estate: Estate
    bearer: BearerCheck
    clock: Clock
    activity: Activity
    data_now: datetime


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
