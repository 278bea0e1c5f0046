"""Loading ahead what the first request would otherwise wait for."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

# Not a public name: running a loop to have it loaded would be, but imports inside a loop.
_NETWORK_BACKEND = "anyio._backends._asyncio"


def preload() -> None:
    """Import the client with the libraries that it uses later. Blocks; safe in a thread.

    The HTTP library puts most of its imports off to the first connection, where they would hold up
    the event loop.
    """
    import httpcore  # noqa: F401

    from . import client  # noqa: F401
    from .identity import load_msal

    with suppress(ModuleNotFoundError):
        import_module(_NETWORK_BACKEND)
    load_msal()
