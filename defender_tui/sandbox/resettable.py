"""The server's side of a connection, with a way to reset it from inside the application."""

from __future__ import annotations

import socket
import struct
from asyncio import AbstractEventLoop
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from defender_tui.sandbox.faults.delivery import RESET_EXTENSION

# On, for no time at all: closing then sends a reset in place of an orderly end.
_NO_LINGER = struct.pack("hh" if hasattr(socket, "SIO_RCVALL") else "ii", 1, 0)


class ResettableProtocol(H11Protocol):
    """Hands each request a function that resets its connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        application = self.app

        async def with_reset(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), RESET_EXTENSION: self._reset}
            await application({**scope, "extensions": extensions}, receive, send)

        self.app = with_reset

    def _reset(self) -> None:
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()
