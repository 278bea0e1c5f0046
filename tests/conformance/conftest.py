"""One served sandbox for all clients, under its own address and under the services' names."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .served import Served, serving

REAL_HOSTS = (
    "login.microsoftonline.com",
    "graph.microsoft.com",
    "api.security.microsoft.com",
    "contoso.vault.azure.net",
)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a sandbox without quotas, for all clients together call often."""
    with serving("--seed", "3", "--no-quota", home=tmp_path_factory.mktemp("served")) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def no_foreign_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop the variables by which requests, curl and Node overrule their certificates."""
    for name in ("CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def trusted(served: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Have this process trust the sandbox as a user's shell would: by the usual variables."""
    monkeypatch.setenv("SSL_CERT_FILE", str(served.ca_file))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(served.ca_file))
    return served


@pytest.fixture
def under_real_names(trusted: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Let the services' own names lead to the sandbox, for clients whose hosts are fixed."""
    resolve, connect = socket.getaddrinfo, socket.socket.connect

    def resolved(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return resolve("127.0.0.1" if name in REAL_HOSTS else host, *rest, **more)

    def connected(self: socket.socket, address: Any) -> None:
        is_forwarded = address[:2] == ("127.0.0.1", 443)
        connect(self, ("127.0.0.1", trusted.port) if is_forwarded else address)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket.socket, "connect", connected)
    return trusted


@pytest.fixture(scope="session")
def curl() -> str:
    """Give curl's path; skip without it."""
    return _program("curl")


@pytest.fixture(scope="session")
def node() -> str:
    """Give Node's path; skip without it."""
    return _program("node")


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return str(Path(path))
