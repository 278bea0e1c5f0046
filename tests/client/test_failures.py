"""Every way httpx can fail is translated, and none is left out."""

from __future__ import annotations

import inspect
import ssl
from pathlib import Path

import httpx
import pytest
import trustme

from defender_tui.client.failures import network_error, was_surely_not_sent
from defender_tui.core.errors import (
    ConfigError,
    ConnectFailed,
    DefenderTuiError,
    ProtocolError,
    ProxyFailed,
    TimedOut,
    TlsFailed,
)
from tests.client.hosts import client_context, lax_authority, server_context, tls_host

EXPECTED: dict[type[Exception], type[DefenderTuiError]] = {
    httpx.CloseError: ConnectFailed,
    httpx.ConnectError: ConnectFailed,
    httpx.ConnectTimeout: ConnectFailed,
    httpx.CookieConflict: ConfigError,
    httpx.DecodingError: ProtocolError,
    httpx.InvalidURL: ConfigError,
    httpx.LocalProtocolError: ConnectFailed,
    httpx.PoolTimeout: ConnectFailed,
    httpx.ProxyError: ProxyFailed,
    httpx.ReadError: ConnectFailed,
    httpx.ReadTimeout: TimedOut,
    httpx.RemoteProtocolError: ConnectFailed,
    httpx.TooManyRedirects: ProtocolError,
    httpx.UnsupportedProtocol: ConfigError,
    httpx.WriteError: ConnectFailed,
    httpx.WriteTimeout: TimedOut,
}
# Raised only by calls that the client does not make.
NEVER_RAISED = {httpx.HTTPStatusError}


def _leaves() -> list[type[Exception]]:
    kinds = [
        kind
        for _, kind in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(kind, httpx.HTTPError | httpx.InvalidURL | httpx.CookieConflict)
    ]
    return [kind for kind in kinds if not any(kind in other.__bases__ for other in kinds)]


def test_every_exception_of_httpx_has_an_expected_translation() -> None:
    assert set(_leaves()) - NEVER_RAISED == set(EXPECTED)


@pytest.mark.parametrize("kind", list(EXPECTED), ids=lambda kind: kind.__name__)
def test_a_failure_says_what_failed_where_and_what_to_do(kind: type[Exception]) -> None:
    error = network_error(kind("raw words"), what="list incidents", host="graph.example")
    assert type(error) is EXPECTED[kind]
    assert "Could not list incidents" in error.message
    assert error.hint
    assert "raw words" not in error.message


def test_a_certificate_failure_deep_in_the_chain_is_a_tls_failure() -> None:
    outer = httpx.ConnectError("failed")
    outer.__cause__ = OSError("wrapped")
    outer.__cause__.__cause__ = ssl.SSLCertVerificationError("bad")
    assert isinstance(network_error(outer, what="x", host="h"), TlsFailed)


@pytest.mark.parametrize(
    ("kind", "not_sent"),
    [
        (httpx.ConnectError, True),
        (httpx.ConnectTimeout, True),
        (httpx.ReadTimeout, False),
        (httpx.ReadError, False),
        (httpx.RemoteProtocolError, False),
        (httpx.WriteError, False),
    ],
)
def test_only_a_failed_connection_proves_that_nothing_was_sent(
    kind: type[Exception], not_sent: bool
) -> None:
    assert not_sent == was_surely_not_sent(kind("x"))


async def test_a_foreign_ca_is_explained_where_it_bites() -> None:
    async with tls_host(server_context(trustme.CA(), "127.0.0.1")) as url:
        with pytest.raises(httpx.ConnectError) as caught:
            async with httpx.AsyncClient(verify=client_context(trustme.CA())) as http:
                await http.get(url)
    error = network_error(caught.value, what="get a token", host="h.example")
    assert isinstance(error, TlsFailed)
    assert "h.example: the certificate is not trusted" in error.message
    assert "SSL_CERT_FILE" in error.hint


async def test_a_strict_rule_of_newer_pythons_is_explained_where_it_bites(tmp_path: Path) -> None:
    serving_side, strict = lax_authority(tmp_path)
    async with tls_host(serving_side) as url:
        with pytest.raises(httpx.ConnectError) as caught:
            async with httpx.AsyncClient(verify=strict) as http:
                await http.get(url)
    error = network_error(caught.value, what="get a token", host="h.example")
    assert "strict rule" in error.message
    assert "Python 3.13" in error.hint
