"""The socket on which the sandbox listens, and the address to call it by."""

from __future__ import annotations

import socket
import sys
from ipaddress import ip_address

from defender_tui.sandbox.options import LOOPBACK


def listening_socket(host: str, port: int) -> socket.socket:
    """Give a bound socket.

    Raises:
        OSError: the port is taken, or the address is not one of this machine.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    # asyncio switches Nagle's delay off only where the protocol is named; else an answer that goes
    # out in two parts waits 40 ms for the client's acknowledgement.
    listener = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def address_to_call(host: str) -> str:
    """Give the address as it stands in a URL; loopback where the sandbox listens everywhere."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return LOOPBACK if address.version == 4 else f"[{ip_address('::1')}]"
    return host if address.version == 4 else f"[{host}]"
