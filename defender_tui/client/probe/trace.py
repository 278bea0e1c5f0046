"""What httpx goes through on its way to a host, noted as it happens."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpcore import AsyncNetworkStream


class ArrivedError(Exception):
    """Ends a try after the handshake, before anything is sent."""


class WayTrace:
    """Notes each step of a connection, and stops it once the handshake with `host` is done.

    Given to httpx as the request's `trace`.

    Source: https://www.encode.io/httpcore/extensions/#trace
    """

    def __init__(self, host: str, port: int) -> None:
        self._aim = (host, port)
        self._connected_to: tuple[str, int] | None = None
        self.address = ""
        self.is_connected = False
        self.is_at_tls = False
        self.stream: AsyncNetworkStream | None = None

    @property
    def via(self) -> str | None:
        """The proxy's host and port; `None` for a direct way, or while nothing was tried."""
        if self._connected_to is None or self._connected_to == self._aim:
            return None
        host, port = self._connected_to
        return f"{host}:{port}"

    async def __call__(self, event: str, info: Mapping[str, object]) -> None:
        """Take one event; `info` holds its arguments or what came of it.

        Raises:
            ArrivedError: the handshake with the host is done.
        """
        match event.split("."):
            case ["connection", "connect_tcp", "started"]:
                host, port = info.get("host"), info.get("port")
                if isinstance(host, str) and isinstance(port, int):
                    self._connected_to = (host, port)
            case ["connection", "connect_tcp", "complete"]:
                self.is_connected = True
                self.address = _peer(info)
            case [layer, "start_tls", "started"]:
                self.is_at_tls = self._is_with_host(layer)
            case [layer, "start_tls", "complete"] if self._is_with_host(layer):
                self.stream = _stream(info)
                raise ArrivedError

    def _is_with_host(self, layer: str) -> bool:
        # With an https proxy there is a handshake with the proxy before.
        return layer == "proxy" or self.via is None

    def tls(self) -> tuple[str, bytes]:
        """Give the TLS version agreed on and the host's certificate (DER); empty before."""
        handshake = self.stream.get_extra_info("ssl_object") if self.stream else None
        if not isinstance(handshake, ssl.SSLObject | ssl.SSLSocket):
            return "", b""
        return handshake.version() or "", handshake.getpeercert(binary_form=True) or b""

    async def close(self) -> None:
        """Close the connection that was stopped; none is fine."""
        if self.stream is not None:
            await self.stream.aclose()


def _stream(info: Mapping[str, object]) -> AsyncNetworkStream | None:
    import httpcore

    stream = info.get("return_value")
    return stream if isinstance(stream, httpcore.AsyncNetworkStream) else None


def _peer(info: Mapping[str, object]) -> str:
    stream = _stream(info)
    address = stream.get_extra_info("server_addr") if stream else None
    return str(address[0]) if isinstance(address, tuple) and address else ""
