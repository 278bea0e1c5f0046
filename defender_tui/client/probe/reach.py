"""One host tried out as the client would reach it, up to the TLS handshake."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

import httpx

from ..distrust import Distrust, distrust
from ..failures import reading_proxy_settings
from ..identity import LOOPBACK
from .certificate import SeenCertificate, read_certificate
from .trace import ArrivedError, WayTrace

TIMEOUT_S = 10.0


class Stage(IntEnum):
    """How far one gets on the way to a host, in the order of the way."""

    NAME = 1
    PROXY = 2
    CONNECTION = 3
    TLS = 4
    THERE = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """What was found on the way to `host` (with its port where that is not 443).

    `stage` is where it ended: `THERE`, or the stage that failed for the reason in `problem`.
    `via` is the proxy's host and port, `None` for a direct way. `address` is what was connected
    to. `certificate` is what the host showed, also when it was not accepted: then `distrust` is
    set.
    """

    host: str
    stage: Stage
    problem: str = ""
    via: str | None = None
    address: str = ""
    tls_version: str = ""
    certificate: SeenCertificate | None = None
    distrust: Distrust | None = None


async def reach(url: str, context: ssl.SSLContext) -> Reach:
    """Go to a URL's host with the proxies and certificates in force. Nothing is sent to it.

    Raises:
        ConfigError: the proxy settings of this machine cannot be used.
    """
    found = await _go(url, context)
    if found.distrust is None:
        return found
    # Once more without belief, up to the handshake only, to see whose certificate it is.
    shown = await _go(url, _believing_anyone())
    return replace(found, certificate=shown.certificate)


async def _go(url: str, context: ssl.SSLContext) -> Reach:
    aim = httpx.URL(url)
    host, port = aim.raw_host.decode("ascii"), aim.port or 443
    trace = WayTrace(host, port)
    title = aim.netloc.decode("ascii")
    with reading_proxy_settings():
        http = httpx.AsyncClient(verify=context, timeout=TIMEOUT_S, mounts=dict.fromkeys(LOOPBACK))
    async with http:
        try:
            await http.head(aim, extensions={"trace": trace})
        except ArrivedError:
            version, der = trace.tls()
            await trace.close()
            return Reach(
                title,
                Stage.THERE,
                via=trace.via,
                address=trace.address,
                tls_version=version,
                certificate=read_certificate(der),
            )
        except httpx.HTTPError as cause:
            return _ended(title, trace, cause)
    raise AssertionError("an https request goes through a handshake")


def _ended(title: str, trace: WayTrace, cause: httpx.HTTPError) -> Reach:
    stage = _stage(trace, cause)
    fault = next((one for one in _chain(cause) if isinstance(one, ssl.SSLError)), None)
    why = distrust(fault) if fault is not None and stage is Stage.TLS else None
    problem = why.reason if why is not None else _problem(cause)
    return Reach(title, stage, problem, trace.via, trace.address, distrust=why)


def _stage(trace: WayTrace, cause: httpx.HTTPError) -> Stage:
    if trace.is_at_tls:
        return Stage.TLS
    if trace.via is not None:
        return Stage.PROXY
    is_unknown = any(isinstance(one, socket.gaierror) for one in _chain(cause))
    return Stage.NAME if is_unknown else Stage.CONNECTION


def _problem(cause: httpx.HTTPError) -> str:
    if isinstance(cause, httpx.TimeoutException):
        return f"no answer within {TIMEOUT_S:.0f} s"
    if isinstance(cause, httpx.ProxyError):
        return f"the proxy answered {cause}"
    faults = [one for one in _chain(cause) if isinstance(one, OSError) and one.errno is not None]
    if not faults:
        return "the connection broke off"
    last = faults[-1]
    # asyncio puts words of its own, with the address, where the system's would be.
    told = last.strerror if isinstance(last, socket.gaierror) else os.strerror(last.errno or 0)
    return told or "the connection failed"


def _chain(cause: BaseException) -> Iterator[BaseException]:
    """Give an exception and what it came from, also out of groups, each one once."""
    waiting: list[BaseException] = [cause]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [each for each in (one.__cause__, one.__context__) if each is not None]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions


def _believing_anyone() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
