"""Bodies of requests, read with a limit."""

from __future__ import annotations

import json

from starlette.requests import Request

from defender_tui.sandbox.json_value import Json, JsonObject

_LARGEST_BODY_BYTES = 1_000_000


class UnreadableBody(Exception):
    """The body is no JSON object, is too large, or holds text that no answer can carry."""


async def json_object(request: Request) -> JsonObject:
    """Give the body, whatever content type it came with.

    Raises:
        UnreadableBody: it is not a JSON object of reasonable size, or not Unicode.
    """
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LARGEST_BODY_BYTES:
            raise UnreadableBody
    try:
        value: Json = json.loads(bytes(content), parse_constant=_no_constant)
        # Half of a surrogate pair can be escaped in JSON but never be written in UTF-8 again.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise UnreadableBody from error
    if not isinstance(value, dict):
        raise UnreadableBody
    return value


def _no_constant(name: str) -> Json:
    """Refuse `NaN` and the like, which Python reads and JSON does not know."""
    raise ValueError(name)
