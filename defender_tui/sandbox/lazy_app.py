"""An application that is imported and built when it is first called."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send


class LazyApp:
    """Stands for an application that most runs never call, or not at once.

    `build` runs once, in a thread: an import takes long enough to hold up the event loop.
    """

    def __init__(self, build: Callable[[], Starlette]) -> None:
        self._build = build
        self._lock = asyncio.Lock()
        self._app: Starlette | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = await self.app()
        await app(scope, receive, send)

    async def app(self) -> Starlette:
        """Give the application; the first who asks waits until it is built."""
        if self._app is not None:
            return self._app
        async with self._lock:
            if self._app is None:
                self._app = await asyncio.to_thread(self._build)
            return self._app
