"""Loading ahead what the first request would otherwise wait for."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import DefenderClient

# Not a public name: running a loop to have it loaded would be, but imports inside a loop.
_NETWORK_BACKEND = "anyio._backends._asyncio"


def preload() -> None:
    """Import the client with the libraries that it uses later. Blocks; safe in a thread."""
    from .identity import load_msal

    load_client()
    load_msal()


def load_client() -> type[DefenderClient]:
    """Give the client, with what it connects by imported. Blocks; safe in a thread.

    The HTTP library puts most of its imports off to the first connection, where they would hold up
    the event loop, be it only to wait for a thread that is at them.
    """
    import httpcore  # noqa: F401

    from .client import DefenderClient

    with suppress(ModuleNotFoundError):
        import_module(_NETWORK_BACKEND)
    return DefenderClient
