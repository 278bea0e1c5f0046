"""The sandbox as a process: loopback TLS, one line that tells where, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import trustme
import uvicorn
from starlette.types import ASGIApp

from defender_tui.sandbox.announcement import announcement
from defender_tui.sandbox.app import Sandbox, build_sandbox
from defender_tui.sandbox.credential_files import CredentialFiles
from defender_tui.sandbox.entra.keys import LazyRsaKey
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.listening import address_to_call, listening_socket
from defender_tui.sandbox.options import LOOPBACK, SandboxOptions
from defender_tui.sandbox.origin import REAL_HOSTS
from defender_tui.sandbox.resettable import ResettableProtocol

_SIGN_IN_HOSTS = ("login.microsoftonline.com", "login.windows.net", "login.microsoftonline.us")
_LONGEST_FAREWELL_S = 2


def serve(options: SandboxOptions, client_key: LazyRsaKey | None = None) -> None:
    """Serve until SIGINT or SIGTERM, or until standard input ends when so told.

    The first line on standard output is one JSON object that says where everything is; it is
    printed when connections are accepted and the files that it names are there. Without a
    `client_key` for those, one is made.

    Raises:
        OSError: the port is taken, or the address is not one of this machine.
    """
    with (
        listening_socket(options.host, options.port) as listener,
        # A machine's identities are for that machine, whoever else may reach the sandbox.
        listening_socket(LOOPBACK, 0) as identity_listener,
        _private_folder() as folder,
    ):
        client_key, files = client_key or LazyRsaKey.made_ahead(), CredentialFiles(folder)
        url = f"https://{address_to_call(options.host)}:{listener.getsockname()[1]}"
        sandbox = build_sandbox(options, client_key=client_key, url=url)
        files.start(sandbox.entra, url)
        ca_file = _write_certificates(folder, options.host)
        config = _config(sandbox.app, certificate=folder / "server.pem")
        identity_url = f"http://{LOOPBACK}:{identity_listener.getsockname()[1]}"
        line = announcement(sandbox, files, url=url, identity_url=identity_url, ca_file=ca_file)
        server = _Server(
            config,
            sandbox,
            files,
            line,
            identity_listener,
            is_for_hunting=bool(options.first_tables),
        )
        server.end_with_signals()
        if options.exit_when_stdin_closes:
            server.end_with_stdin()
        server.run(sockets=[listener])


def _config(app: ASGIApp, *, certificate: Path | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=ResettableProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # The sandbox dates its answers itself, by its own clock.
        date_header=False,
        ssl_certfile=certificate,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=_LONGEST_FAREWELL_S,
    )


class _Server(uvicorn.Server):
    """Announces itself once it listens, and ends without raising the signal again."""

    def __init__(
        self,
        config: uvicorn.Config,
        sandbox: Sandbox,
        files: CredentialFiles,
        line: JsonObject,
        identity_listener: socket.socket,
        *,
        is_for_hunting: bool,
    ) -> None:
        super().__init__(config)
        self._identity_listener = identity_listener
        self._sandbox = sandbox
        self._files = files
        self._line = line
        self._loop: asyncio.AbstractEventLoop | None = None
        self._left = asyncio.Event()
        self._is_for_hunting = is_for_hunting
        self._opening: asyncio.Task[None] | None = None

    def end_with_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)

    def end_with_stdin(self) -> None:
        threading.Thread(target=self._wait_for_end_of_stdin, daemon=True).start()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._files.wait()
        # Who calls before we serve there waits; nobody is turned away.
        self._identity_listener.listen(self.config.backlog)
        sys.stdout.write(json.dumps(self._line) + "\n")
        sys.stdout.flush()
        # What the first calls need is done while the client that was just told is on its way.
        threading.Thread(target=self._sandbox.keys.key, daemon=True).start()
        threading.Thread(
            target=_load_first_calls, args=[not self._is_for_hunting], daemon=True
        ).start()
        # On the loop, which alone makes what a tenant holds.
        holding = self._sandbox.estate.of(self._sandbox.tenants[0])
        if self._is_for_hunting:
            self._opening = asyncio.create_task(holding.gate.open())
        await self._serve_identities()

    async def main_loop(self) -> None:
        # What uvicorn looks after ten times a second, the date and a limit of calls, is not used.
        await self._left.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Not uvicorn's own, which looks every tenth of a second whether all is over.
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        self._sandbox.estate.close()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_LONGEST_FAREWELL_S)
        # Whoever keeps a connection for later does not answer the end of TLS, which asyncio would
        # wait for.
        for connection in self.server_state.connections:
            connection.transport.abort()
        await asyncio.sleep(0)

    async def _serve_identities(self) -> None:
        """Answer for managed identities too, on connections that end with all others."""
        config = _config(self._sandbox.make_identity_app(), certificate=None)
        config.load()

        def connection() -> ResettableProtocol:
            return ResettableProtocol(config, self.server_state, {})

        loop = asyncio.get_running_loop()
        self.servers.append(await loop.create_server(connection, sock=self._identity_listener))

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        self._end()

    def _end(self) -> None:
        self.should_exit = True
        if self._loop is not None:
            # It is closed when another reason to end came first.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._left.set)

    def _wait_for_end_of_stdin(self) -> None:
        # Not sys.stdin: its lock would still be held by this thread when the interpreter ends.
        while os.read(0, 4096):
            pass
        self._end()


def _load_first_calls(with_filters: bool) -> None:
    importlib.import_module("defender_tui.sandbox.graph.app")
    if with_filters:
        importlib.import_module("defender_tui.sandbox.odata.filter")


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(
        prefix="defender-tui-sandbox-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _write_certificates(folder: Path, host: str) -> Path:
    """Write the CA's certificate and the server's key and chain; give the former's path."""
    authority = trustme.CA(organization_name="defender-tui sandbox")
    real_hosts = [host for hosts in REAL_HOSTS.values() for host in hosts]
    names = [name.replace("{vault}", "*") for name in (*_SIGN_IN_HOSTS, *real_hosts)]
    own = dict.fromkeys((LOOPBACK, "localhost", "::1", host))
    server = authority.issue_cert(*own, *names)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    server.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    return ca_file
