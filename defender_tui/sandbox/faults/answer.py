"""An answer held back whole, so that it can be changed before it goes out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from defender_tui.sandbox.json_value import Json, JsonObject

_LENGTH = b"content-length"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers without the length, and body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> Answer:
        return cls(response.status_code, _unmeasured(response.raw_headers), bytes(response.body))

    @classmethod
    async def collected(cls, app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
        """Have the application answer, and keep what it sends."""
        status, headers, body = 500, list[tuple[bytes, bytes]](), bytearray()

        async def keep(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], list(message.get("headers", []))
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await app(scope, receive, keep)
        return cls(status, _unmeasured(headers), bytes(body))

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json_object(self) -> JsonObject | None:
        """Give the body as an object; `None` when it is something else, or a refusal."""
        if not self.is_success:
            return None
        try:
            value: Json = json.loads(self.body)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def with_json(self, value: Json) -> Answer:
        # Escaped, so that half a surrogate pair can go out too.
        return replace(self, body=json.dumps(value, ensure_ascii=True).encode())

    def with_header(self, name: bytes, value: bytes) -> Answer:
        """Give the answer with one header set in place of those of that name."""
        kept = tuple(header for header in self.headers if header[0].lower() != name)
        return replace(self, headers=(*kept, (name, value)))

    def start(self, *, length: int | None) -> Message:
        """Give the message that opens the answer; without a length the body comes in chunks."""
        measure = [] if length is None else [(_LENGTH, str(length).encode())]
        return {
            "type": "http.response.start",
            "status": self.status,
            "headers": [*self.headers, *measure],
        }

    async def send(self, send: Send) -> None:
        await send(self.start(length=len(self.body)))
        await send(body_part(self.body, is_last=True))


def body_part(content: bytes, *, is_last: bool) -> Message:
    """Give a message that carries a piece of a body."""
    return {"type": "http.response.body", "body": content, "more_body": not is_last}


def _unmeasured(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(header for header in headers if header[0].lower() != _LENGTH)
