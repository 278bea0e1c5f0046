"""httpx's exceptions as errors of ours."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from ..core.errors import (
    ConfigError,
    ConnectFailed,
    DefenderTuiError,
    NetworkError,
    ProtocolError,
    ProxyFailed,
    TimedOut,
    TlsFailed,
)
from .distrust import distrust


def closed_meanwhile(what: str) -> NetworkError:
    """Say that the client was closed under a request; `what` completes “Could not …”."""
    return NetworkError(
        f"Could not {what}: the connections were closed meanwhile.",
        hint="This happens on a switch of the profile. Try again.",
    )


@contextmanager
def reading_proxy_settings() -> Iterator[None]:
    """Translate what httpx raises when it is made with proxy settings that it cannot use.

    Raises:
        ConfigError: a proxy's address, or a host in NO_PROXY, is not one.
    """
    try:
        yield
    except (httpx.InvalidURL, ValueError, ImportError) as cause:
        # The address stays unsaid: it may hold a password.
        raise ConfigError(
            "The proxy settings of this machine cannot be used.",
            hint="Set HTTPS_PROXY, ALL_PROXY to http://host:port, and NO_PROXY to host names.",
            key="HTTPS_PROXY",
        ) from cause


def network_error(cause: Exception, *, what: str, host: str) -> DefenderTuiError:
    """Translate a failure to get an answer from `host` while trying to do `what`."""
    match cause:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return ConnectFailed(
                f"Could not {what}: {host} did not answer in time.",
                hint="Try again. If it stays, check the network, and HTTPS_PROXY where one is set.",
            )
        case httpx.TimeoutException():
            return TimedOut(
                f"Could not {what}: {host} did not answer in time.",
                hint="Try again. If it stays, check the network or ask for less.",
            )
        case httpx.ProxyError():
            return ProxyFailed(
                f"Could not {what}: the proxy did not let the request through.",
                hint="Check HTTPS_PROXY and NO_PROXY, and the proxy's own log.",
            )
        case httpx.UnsupportedProtocol() | httpx.InvalidURL() | httpx.CookieConflict():
            return ConfigError(
                f"Could not {what}: the address of {host} cannot be used.",
                hint="Check the cloud or the hosts of the profile, and HTTPS_PROXY.",
                key="hosts",
            )
        case httpx.ConnectError() if fault := _tls_fault(cause):
            why = distrust(fault)
            return TlsFailed(
                f"Could not {what}: no trusted connection to {host}: {why.reason}.", hint=why.step
            )
        case httpx.ConnectError() | httpx.ReadError() | httpx.WriteError() | httpx.CloseError():
            return ConnectFailed(
                f"Could not {what}: no connection to {host}.",
                hint="Check the network, and HTTPS_PROXY where one is set. Then try again.",
            )
        case httpx.RemoteProtocolError():
            return ConnectFailed(
                f"Could not {what}: {host} broke off the answer.",
                hint="Try again. If it stays, a proxy or firewall may cut connections.",
            )
        case httpx.DecodingError() | httpx.TooManyRedirects():
            return ProtocolError(
                f"Could not {what}: the answer of {host} cannot be read.",
                hint="A proxy may have changed it. Check the API's address.",
            )
        case _:
            return ConnectFailed(
                f"Could not {what}: the connection to {host} failed.", hint="Try again."
            )


def was_surely_not_sent(cause: Exception) -> bool:
    """Tell whether the request cannot have reached the service, so that a write may be repeated."""
    return isinstance(
        cause,
        httpx.ConnectError
        | httpx.ConnectTimeout
        | httpx.PoolTimeout
        | httpx.ProxyError
        | httpx.UnsupportedProtocol
        | httpx.InvalidURL,
    )


def _tls_fault(cause: BaseException) -> ssl.SSLError | None:
    seen: BaseException | None = cause
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
