"""A proxy as companies have it: it opens every TLS connection and closes it again with its own CA.

Whatever host is asked for, one server answers; only the name in the request tells it which.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme

_LOST = (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, OSError)


class InspectingProxy:
    """Remembers which hosts were asked for, and the first line of each request that it read."""

    def __init__(self, behind: tuple[str, int], trusted: Path) -> None:
        self.authority = trustme.CA()
        self.url = ""
        self.hosts: list[str] = []
        self.read: list[str] = []
        self._behind = behind
        self._onwards = ssl.create_default_context(cafile=str(trusted))
        self._contexts: dict[str, ssl.SSLContext] = {}

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            context = self._contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.authority.issue_cert(host).configure_cert(context)
        return self._contexts[host]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one CONNECT, and pass on what is said through it."""
        with suppress(*_LOST):
            first = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[0]
            method, target, _ = first.split(" ", 2)
            host = target.rpartition(":")[0]
            if method != "CONNECT":
                writer.write(b"HTTP/1.1 405 Not Allowed\r\nContent-Length: 0\r\n\r\n")
                return
            self.hosts.append(host)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._context(host))
            onwards = await asyncio.open_connection(
                *self._behind, ssl=self._onwards, server_hostname=host
            )
            await asyncio.gather(
                self._pass_on(reader, onwards[1], is_asking=True),
                self._pass_on(onwards[0], writer, is_asking=False),
            )
        writer.transport.abort()

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_asking: bool
    ) -> None:
        with suppress(*_LOST):
            while data := await source.read(65536):
                line = data.partition(b"\r\n")[0].decode("latin-1")
                if is_asking and line.endswith("HTTP/1.1"):
                    self.read.append(line)
                sink.write(data)
                await sink.drain()
        sink.transport.abort()


@contextmanager
def inspecting(behind: tuple[str, int], trusted: Path) -> Iterator[InspectingProxy]:
    """Run a proxy in front of a server, in a thread with a loop of its own."""
    proxy = InspectingProxy(behind, trusted)
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    stop = asyncio.Event()

    async def run() -> None:
        listener = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        proxy.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        ready.set()
        await stop.wait()
        listener.close()
        waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    ready.wait(10)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
