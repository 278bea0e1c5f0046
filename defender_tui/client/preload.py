"""Loading ahead what the first request would otherwise wait for."""

from __future__ import annotations


def preload() -> None:
    """Import the client with the libraries that it uses later. Blocks; safe in a thread.

    The HTTP library puts most of its imports off to the first connection, where they would hold up
    the event loop.
    """
    import anyio
    import httpcore  # noqa: F401

    from . import client  # noqa: F401
    from .identity import load_msal

    # Running anything is the public way to have the library load what it runs on.
    anyio.run(anyio.sleep, 0)
    load_msal()
