"""A TLS server on loopback that gives staged answers and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import trustme

TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee"


@dataclass(frozen=True, slots=True)
class Reply:
    """One staged answer; `cut_after` breaks the connection after that many body bytes."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None

    def raw(self) -> bytes:
        """Give the body's bytes: bytes as they are, anything else as JSON."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path without its query."""
        return urlsplit(self.target).path

    def param(self, name: str) -> str | None:
        """Give one query parameter, decoded."""
        return next(iter(parse_qs(urlsplit(self.target).query).get(name, [])), None)


class StagedServer:
    """Answers `/…/token` and tenant metadata by itself, everything else from its stage."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.staged: dict[str, deque[Reply]] = {}
        self.roles = ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"]
        self.tokens_given = 0
        self.token_life_s = 3599
        self.url = ""

    def stage(self, path: str, *replies: Reply) -> None:
        """Put answers on for a path; the last one stays on."""
        self.staged[path] = deque(replies)

    def api_calls(self, path: str | None = None) -> list[Asked]:
        """Give the requests that were not about tokens, in order."""
        calls = [one for one in self.asked if not one.path.startswith(f"/{TENANT}")]
        return [one for one in calls if path is None or one.path == path]

    def answer(self, asked: Asked) -> Reply:
        """Choose the answer to a request."""
        self.asked.append(asked)
        staged = self.staged.get(asked.path)
        if staged:
            return staged.popleft() if len(staged) > 1 else staged[0]
        if asked.path.endswith("/openid-configuration"):
            return Reply(body=self._metadata())
        if asked.path.endswith("/oauth2/v2.0/token"):
            return Reply(body=self._token())
        return Reply(404, {"error": {"code": "NotFound", "message": "nothing is staged here"}})

    def _metadata(self) -> dict[str, str]:
        base = f"{self.url}/{TENANT}"
        return {
            "issuer": f"https://login.microsoftonline.com/{TENANT}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }

    def _token(self) -> dict[str, object]:
        self.tokens_given += 1
        claims = {"roles": self.roles, "tid": TENANT, "uti": str(self.tokens_given)}
        token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        return {"token_type": "Bearer", "expires_in": self.token_life_s, "access_token": token}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while asked := await _read(reader):
                reply = self.answer(asked)
                writer.write(_head(reply) + reply.raw()[: reply.cut_after])
                await writer.drain()
                if reply.cut_after is not None:
                    break
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ", 2)
    parts = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in parts}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, target, headers, body)


def _head(reply: Reply) -> bytes:
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(reply.raw())),
        **reply.headers,
    }
    lines = [f"HTTP/1.1 {reply.status} Staged", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@contextmanager
def serving(
    server: StagedServer, shown: trustme.CA | ssl.SSLContext | None
) -> Iterator[StagedServer]:
    """Serve on a free loopback port, in a thread with a loop of its own.

    `shown` is the CA that vouches for the server, or the server's own context; `None` is no TLS.
    """
    context = _tls(shown) if isinstance(shown, trustme.CA) else shown
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def run(stop: asyncio.Event) -> None:
        listener = await asyncio.start_server(server._serve, "127.0.0.1", 0, ssl=context)
        scheme = "https" if context else "http"
        server.url = f"{scheme}://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        ready.set()
        await stop.wait()
        listener.close()
        waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(stop),))
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def ca_file(authority: trustme.CA, folder: Path) -> Path:
    """Write the authority's certificate where a profile can name it."""
    file = folder / "ca.pem"
    file.write_bytes(authority.cert_pem.bytes())
    return file
