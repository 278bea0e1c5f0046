"""Faults that need a connection: it breaks, drags or floods."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import socket
import ssl
from collections.abc import Iterator, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.faults.spec import parse_spec
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW
from tests.sandbox.served import announced, running, token, trusting

_INCIDENTS = "/v1.0/security/incidents"
_BROKEN = (httpx.ReadError, httpx.RemoteProtocolError)
_GRAPH = "https://graph.microsoft.com"


@pytest.fixture(scope="module")
def line() -> Iterator[dict[str, Any]]:
    """Give the first line of a sandbox that serves during this module's tests."""
    with running("--exit-with-stdin") as process:
        yield announced(process)


@pytest.fixture
def http(line: dict[str, Any]) -> Iterator[httpx.Client]:
    """Give a client with a token, on a sandbox without faults."""
    with httpx.Client(verify=trusting(line), timeout=20) as client:
        client.delete(f"{line['url']}/sandbox/faults")
        client.headers["Authorization"] = f"Bearer {token(line, client, _GRAPH)}"
        yield client


def _spoil(http: httpx.Client, line: dict[str, Any], spec: str) -> None:
    http.post(f"{line['url']}/sandbox/faults", json={"fault": spec}).raise_for_status()


def _raw_answer(line: dict[str, Any], path: str, bearer: str) -> tuple[bytes, int | None]:
    """Give all bytes of an answer up to its end, and the error number when there was one.

    The socket is read beside TLS, for Python's TLS sockets take a reset for an end.
    """
    address = urlsplit(line["url"])
    assert address.hostname is not None
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = trusting(line).wrap_bio(incoming, outgoing, server_hostname=address.hostname)
    head = f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: {bearer}\r\n\r\n"
    received = bytearray()
    with socket.create_connection((address.hostname, address.port or 443), 20) as plain:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                plain.sendall(outgoing.read())
                incoming.write(plain.recv(65_536))
        tls.write(head.encode())
        plain.sendall(outgoing.read())
        while True:
            try:
                part = plain.recv(65_536)
            except OSError as error:
                return bytes(received), error.errno
            if not part:
                return bytes(received), None
            incoming.write(part)
            with contextlib.suppress(ssl.SSLWantReadError):
                while decoded := tls.read(65_536):
                    received += decoded


def test_a_connection_is_reset_before_the_answer(line: dict[str, Any], http: httpx.Client) -> None:
    _spoil(http, line, "reset:1")
    bearer = http.headers["Authorization"]
    assert (b"", errno.ECONNRESET) == _raw_answer(line, f"/graph{_INCIDENTS}", bearer)
    assert 200 == http.get(line["graph"] + _INCIDENTS).status_code


def test_a_connection_is_reset_inside_the_body(line: dict[str, Any], http: httpx.Client) -> None:
    _spoil(http, line, "reset-body:1")
    bearer = http.headers["Authorization"]
    received, error = _raw_answer(line, f"/graph{_INCIDENTS}?$top=5", bearer)
    assert errno.ECONNRESET == error
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body.startswith(b'{"@odata.context"')
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


@pytest.mark.parametrize("fault", ["reset", "reset-body"])
def test_httpx_sees_a_broken_connection(
    line: dict[str, Any], http: httpx.Client, fault: str
) -> None:
    _spoil(http, line, f"{fault}:1@/graph")
    with pytest.raises(_BROKEN):
        http.get(line["graph"] + _INCIDENTS)


def test_a_write_before_a_reset_is_done(line: dict[str, Any], http: httpx.Client) -> None:
    listed = http.get(f"{line['graph']}{_INCIDENTS}?$top=1").json()
    url = f"{line['graph']}{_INCIDENTS}/{listed['value'][0]['id']}"
    _spoil(http, line, "reset:1")
    with pytest.raises(_BROKEN):
        http.patch(url, json={"customTags": ["written"]})
    assert ["written"] == http.get(url).json()["customTags"]


def test_a_body_is_larger_than_anyone_should_read(line: dict[str, Any], http: httpx.Client) -> None:
    _spoil(http, line, "huge-body:1")
    size = 0
    with http.stream("GET", line["graph"] + _INCIDENTS) as answer:
        assert 200 == answer.status_code
        for part in answer.iter_raw():
            size += len(part)
            if size > 70 * 1024 * 1024:
                break
    assert size > 70 * 1024 * 1024
    assert 200 == http.get(line["graph"] + _INCIDENTS).status_code


def test_resets_leave_the_server_quiet_and_whole() -> None:
    with running("--exit-with-stdin", "--fault", "reset:3@/nowhere") as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), timeout=20) as client:
            for fault in ("reset:1@/graph", "reset-body:1@/graph"):
                _spoil(client, line, fault)
                with pytest.raises(_BROKEN):
                    client.get(line["graph"] + _INCIDENTS)
            state = client.get(f"{line['url']}/sandbox/state").json()
        assert 2 == state["faults_hit"]
        assert process.stdin is not None
        process.stdin.close()
        assert 0 == process.wait(20)
        assert process.stderr is not None
        assert b"" == process.stderr.read()


class _Slept:
    """Time that passes only in a list."""

    def __init__(self) -> None:
        self.log: list[float | str] = []

    async def sleep(self, seconds: float) -> None:
        self.log.append(seconds)


async def _messages(fault: str, keys: KeyRing) -> tuple[list[float | str], bytes]:
    """Give sleeps and message kinds in their order, and the whole body."""
    slept, body = _Slept(), bytearray()
    options = SandboxOptions(seed=3, now=NOW, faults=(parse_spec(fault),), fault_delay_s=5.0)
    sandbox = build_sandbox(options, clock=FixedClock(NOW), keys=keys, sleep=slept.sleep)
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "method": "GET",
        "scheme": "https",
        "path": f"/graph{_INCIDENTS}",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8443")],
    }
    nothing: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()

    async def send(message: MutableMapping[str, Any]) -> None:
        slept.log.append(str(message["type"]).removeprefix("http.response."))
        body.extend(message.get("body", b""))

    await sandbox.app(scope, nothing.get, send)
    return slept.log, bytes(body)


async def test_the_first_byte_comes_late(signing_keys: KeyRing) -> None:
    log, body = await _messages("slow-first-byte", signing_keys)
    assert [5.0, "start", "body"] == log
    assert "InvalidAuthenticationToken" == json.loads(body)["error"]["code"]


async def test_a_body_drips(signing_keys: KeyRing) -> None:
    log, body = await _messages("slow-body", signing_keys)
    assert ["start", *[0.5, "body"] * 10, "body"] == log
    assert "InvalidAuthenticationToken" == json.loads(body)["error"]["code"]


def test_the_delay_of_a_slow_fault_is_the_testers_choice(
    line: dict[str, Any], http: httpx.Client
) -> None:
    fault = {"fault": "slow-first-byte:1@/graph", "delay_s": 0.3}
    http.post(f"{line['url']}/sandbox/faults", json=fault).raise_for_status()
    with pytest.raises(httpx.ReadTimeout):
        http.get(line["graph"] + _INCIDENTS, timeout=0.1)
