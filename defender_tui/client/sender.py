"""Requests sent and repeated: the only place where bytes leave for an API."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx

from ..core.errors import (
    ApiError,
    AuthError,
    ConfigError,
    ConnectFailed,
    DefenderTuiError,
    NetworkError,
    OutcomeUnknown,
    ProtocolError,
    ServerFault,
    Throttled,
    TokenExpired,
)
from ..core.links import pinned
from ..core.portal import Asker
from ..core.profiles import Profile
from ..core.throttle import wait_s
from ..core.wire.reading import json_object
from ..core.wire.request import ApiRequest
from .auth import BearerAuth
from .call_gate import CallGate
from .failures import closed_meanwhile, network_error, was_surely_not_sent
from .tokens import Tokens
from .waits import Waits

READ_TRIES = 4
# A connection that went stale in the pool is worth one more try; a dead host is not worth waiting.
NETWORK_TRIES = 2
# What failed only after so long failed for its size, and would do so again.
SLOW_TRY_S = 30.0
MAX_ERROR_BYTES = 256 * 1024
MAX_BODY_BYTES = 64 * 1024 * 1024
# Of a write, these say nothing about whether it was carried out before the gateway gave up.
_UNCLEAR_STATUSES = frozenset({500, 502, 504})


_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer, read whole. `headers` has lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Sending:
    """A request with the address it goes to; a page link already holds its parameters."""

    request: ApiRequest
    url: str
    is_link: bool
    timeout: httpx.Timeout | None = None

    @property
    def host(self) -> str:
        return httpx.URL(self.url).netloc.decode("ascii", "replace")


class Sender:
    """Sends requests with the right token, repeats what may be repeated, maps every failure."""

    def __init__(
        self, http: httpx.AsyncClient, profile: Profile, tokens: Tokens, waits: Waits
    ) -> None:
        self._http = http
        self._profile = profile
        self._tokens = tokens
        self._timing = waits.timing
        self._waits = waits

    async def send(self, request: ApiRequest, *, link: str | None = None) -> Answer:
        """Send and read the answer whole; `link` is a page link, followed in place of the path.

        Raises:
            DefenderTuiError: any failure, translated; `OutcomeUnknown` for a write that may have
                been carried out.
        """
        sending = _Sending(request, self._url(request, link), link is not None)

        async def read_whole() -> Answer:
            response = await self._try(sending)
            try:
                body = await self._read(response, request, MAX_BODY_BYTES)
                if request.is_write and body:
                    # A proxy's page says nothing about whether the service got the request.
                    json_object(body, what=request.what)
            except httpx.HTTPError as cause:
                raise self._lost(cause, sending) from cause
            except ProtocolError as unreadable:
                if request.is_write:
                    raise _unknown(request, unreadable) from unreadable
                raise
            finally:
                await response.aclose()
            return Answer(response.status_code, dict(response.headers), body)

        return await self._repeated(request, read_whole)

    @asynccontextmanager
    async def stream(
        self,
        request: ApiRequest,
        *,
        timeout: httpx.Timeout | None = None,
        gate: CallGate | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """Send and give the response with its body unread, once it is a success.

        Every call passes the `gate`, which also owns the wait after a 429.

        Raises:
            DefenderTuiError: as `send`; also when the body breaks off while it is being read.
        """
        sending = _Sending(request, self._url(request, None), False, timeout)
        response = await self._repeated(request, lambda: self._try(sending), gate)
        try:
            yield response
        except httpx.HTTPError as cause:
            raise self._lost(cause, sending) from cause
        finally:
            await response.aclose()

    def _url(self, request: ApiRequest, link: str | None) -> str:
        base = self._profile.cloud.base_url(request.resource)
        if link is None:
            return base + request.path
        return pinned(link, base, what="link to the next page")

    async def _repeated(
        self,
        request: ApiRequest,
        attempt: Callable[[], Awaitable[_Result]],
        gate: CallGate | None = None,
    ) -> _Result:
        tries = 1
        while True:
            if gate is not None:
                await gate.turn()
            began = self._timing.now()
            try:
                return await attempt()
            except (AuthError, ConfigError) as failure:
                if gate is not None and not isinstance(failure, TokenExpired):
                    gate.take_back()
                raise
            except (Throttled, ServerFault, ConnectFailed) as failure:
                if gate is not None and isinstance(failure, Throttled):
                    if not gate.was_refused(failure.retry_after_s):
                        raise
                    continue
                pause = self._pause(failure, request, tries)
                why = _why(failure)
                took_s = (self._timing.now() - began).total_seconds()
                if pause is None or took_s > SLOW_TRY_S:
                    raise
            tries += 1
            await self._waits.sleep(pause, request.what, why)

    def _pause(self, failure: DefenderTuiError, request: ApiRequest, tries: int) -> float | None:
        is_network = isinstance(failure, NetworkError)
        if tries >= (NETWORK_TRIES if is_network else READ_TRIES):
            return None
        if request.is_write and not isinstance(failure, Throttled):
            return None
        asked_s = failure.retry_after_s if isinstance(failure, Throttled | ServerFault) else None
        return wait_s(asked_s, tries, self._timing.chance())

    async def _try(self, sending: _Sending) -> httpx.Response:
        if self._http.is_closed:
            raise closed_meanwhile(sending.request.what)
        built = self._build(sending)
        try:
            response = await self._http.send(
                built,
                auth=BearerAuth(self._tokens, sending.request.resource),
                stream=True,
                follow_redirects=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            raise self._lost(cause, sending) from cause
        if response.is_success:
            return response
        try:
            await self._refuse(response, sending)
        finally:
            await response.aclose()
        raise AssertionError("a refusal always raises")

    def _build(self, sending: _Sending) -> httpx.Request:
        request = sending.request
        params = None if sending.is_link or not request.params else dict(request.params)
        headers = {
            "Accept": "application/json",
            "client-request-id": str(uuid.uuid4()),
            **request.headers,
        }
        content = None
        if request.body is not None:
            # Without the charset a query that is not ASCII gives other results than the portal.
            headers["Content-Type"] = "application/json; charset=utf-8"
            content = json.dumps(request.body, ensure_ascii=False).encode("utf-8", "replace")
        return self._http.build_request(
            request.method,
            sending.url,
            params=params,
            headers=headers,
            content=content,
            timeout=sending.timeout if sending.timeout is not None else self._http.timeout,
        )

    async def _refuse(self, response: httpx.Response, sending: _Sending) -> None:
        request = sending.request
        if response.is_redirect:
            raise ProtocolError(
                f"Could not {request.what}: {sending.host} sent the request elsewhere.",
                hint="The token was not taken along. Check the API's address in Credentials.",
            )
        try:
            body = await self._read(response, request, MAX_ERROR_BYTES)
        except httpx.HTTPError as cause:
            raise self._lost(cause, sending) from cause
        from ..core.wire.refusal import error_for, read_refusal

        headers = dict(response.headers)
        refusal = read_refusal(response.status_code, headers, body, now=self._timing.now())
        held = self._tokens.known(request.resource)
        roles = held.roles if held else ()
        error = error_for(refusal, request, roles, Asker.of(self._profile))
        if request.is_write and refusal.status in _UNCLEAR_STATUSES:
            raise _unknown(request, error)
        raise error

    async def _read(self, response: httpx.Response, request: ApiRequest, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > limit:
                raise ProtocolError(
                    f"Could not {request.what}: the answer is larger than {limit >> 20 or 1} MiB.",
                    hint="Check the API's address; a service of this kind never sends so much.",
                )
            parts.append(part)
        return b"".join(parts)

    def _lost(self, cause: Exception, sending: _Sending) -> DefenderTuiError:
        error = network_error(cause, what=sending.request.what, host=sending.host)
        if sending.request.is_write and not was_surely_not_sent(cause):
            return _unknown(sending.request, error)
        return error


def _why(failure: DefenderTuiError) -> str:
    """Say why a call is made again only after a while."""
    if isinstance(failure, Throttled | ServerFault) and failure.retry_after_s is not None:
        return "the service asked for it"
    return "it failed, and is tried again"


def _unknown(request: ApiRequest, error: DefenderTuiError) -> OutcomeUnknown:
    asked = error.request_id if isinstance(error, ApiError) else None
    trailer = f" (request {asked})" if asked else ""
    return OutcomeUnknown(
        f"It is not known whether this was done: {request.what}{trailer}. {error.message}",
        hint="It was not sent again. Open the incident anew and look before repeating it.",
    )
