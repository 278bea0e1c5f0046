"""MSAL at work: one application object per request for a token, over our own HTTP client.

A new object each time is on purpose: MSAL's token cache is not keyed on the secret, and its HTTP
cache replays errors, so an old object would let a wrong secret pass and keep a repaired tenant
broken. Tokens are kept by `client.tokens` instead.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from ..core.aadsts import auth_error
from ..core.errors import (
    AuthError,
    ConfigError,
    DefenderTuiError,
    ProtocolError,
    ServerFault,
    Throttled,
)
from ..core.links import pinned
from ..core.profiles import Profile
from ..core.resources import Resource
from ..core.secret import Secret
from .failures import network_error, reading_proxy_settings

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
# What runs on this machine, such as the sandbox, is never asked for through a proxy.
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")
_WHAT = "get a token"
# No tenant's policy lets a token live longer.
_MAX_LIFE_S = 7 * 24 * 3600
_SENDABLE = re.compile(r"[\x21-\x7e]+")
# Given JSON of another form than it expects, MSAL raises whatever its own code meets.
_MSAL_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
# MSAL logs answers that it cannot read; without a handler Python prints them to the terminal.
logging.getLogger("msal").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Grant:
    """A token as it was granted, with its life in seconds."""

    token: Secret
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """The part of a response that MSAL reads."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise _RefusedAnswer


class _RefusedAnswer(Exception):
    """The provider answered MSAL's own request with an error; the answer is kept beside."""


class _PinnedHttp:
    """MSAL's HTTP client on httpx: it never leaves the authority, and keeps the last refusal."""

    def __init__(self, client: httpx.Client, authority: str) -> None:
        self._client = client
        self._authority = authority
        self.refusal: _Answer | None = None

    def get(self, url: str, **options: object) -> _Answer:
        return self._send("GET", url, options)

    def post(self, url: str, **options: object) -> _Answer:
        return self._send("POST", url, options)

    def close(self) -> None:
        """Nothing to close: the client belongs to the caller."""

    def _send(self, method: str, url: str, options: Mapping[str, object]) -> _Answer:
        pinned(url, self._authority, what="address of the token endpoint")
        given = {name: options.get(name) for name in ("params", "data", "headers")}
        response = self._client.request(method, url, **given)  # type: ignore[arg-type]
        answer = _Answer(response.status_code, response.text, response.headers)
        if answer.status_code >= 300:
            self.refusal = answer
        return answer


def load_msal() -> None:
    """Import MSAL ahead of its first use; takes about as long as reading the certificates."""
    importlib.import_module("msal")


class Identity:
    """Gets tokens for one profile. Its methods block: call them in a thread."""

    def __init__(self, profile: Profile, context: ssl.SSLContext) -> None:
        self._profile = profile
        self._context = context

    def find_tenant(self) -> str:
        """Ask the public metadata for the tenant and give its issuer; no credential is sent.

        Raises:
            AuthError: there is no such tenant.
            NetworkError, ProtocolError: no readable answer.
        """
        authority = self._profile.cloud.authority
        url = f"{authority}/{self._profile.tenant_id}/v2.0/.well-known/openid-configuration"
        with self._http() as client:
            http = _PinnedHttp(client, authority)
            try:
                answer = http.get(url)
            except (httpx.HTTPError, httpx.InvalidURL) as cause:
                raise self._network_error(cause, "find the tenant") from cause
        if answer.status_code != 200:
            raise _refused(answer, "find the tenant")
        issuer = _json(answer.text).get("issuer")
        if not isinstance(issuer, str):
            raise ProtocolError(
                "Could not find the tenant: its metadata names no issuer.",
                hint="Check the authority of the profile's cloud.",
            )
        return issuer

    def acquire(self, resource: Resource, secret: Secret) -> Grant:
        """Get a token for one API.

        Raises:
            AuthError: the identity provider refused; its AADSTS code says why.
            NetworkError, ProtocolError, ServerFault, Throttled: no token for another reason.
            ConfigError: the cloud lacks the API, or the secret is no text that can be sent.
        """
        import msal
        from msal.exceptions import MsalError

        _check_sendable(secret)
        scope = self._profile.cloud.scope(resource)
        authority = self._profile.cloud.authority
        with self._http() as client:
            http = _PinnedHttp(client, authority)
            try:
                application = msal.ConfidentialClientApplication(
                    self._profile.client_id,
                    authority=f"{authority}/{self._profile.tenant_id}",
                    client_credential=secret.reveal(),
                    instance_discovery=False,
                    http_client=http,
                )
                result = application.acquire_token_for_client([scope])
            except (httpx.HTTPError, httpx.InvalidURL) as cause:
                raise self._network_error(cause, _WHAT) from cause
            except (*_MSAL_FAULTS, _RefusedAnswer, MsalError) as cause:
                raise _without_token(http.refusal) from cause
        return _grant(result, http.refusal)

    def _http(self) -> httpx.Client:
        with reading_proxy_settings():
            return httpx.Client(
                verify=self._context,
                timeout=TIMEOUT,
                follow_redirects=False,
                mounts=dict.fromkeys(LOOPBACK),
            )

    def _network_error(self, cause: Exception, what: str) -> DefenderTuiError:
        host = urlsplit(self._profile.cloud.authority).netloc
        return network_error(cause, what=what, host=host)


def _check_sendable(secret: Secret) -> None:
    try:
        secret.reveal().encode()
    except UnicodeEncodeError:
        raise ConfigError(
            "The client secret holds a character that cannot be sent.",
            hint="Type it again in Credentials (F2), or set AZURE_CLIENT_SECRET anew.",
            key="credential",
        ) from None


def _grant(result: Mapping[str, object], refusal: _Answer | None) -> Grant:
    token, life_s = result.get("access_token"), _life_s(result.get("expires_in"))
    if isinstance(token, str) and _SENDABLE.fullmatch(token) and life_s is not None:
        return Grant(Secret(token), life_s)
    if refusal is None and "error" in result:
        raise _denied(result)
    raise _without_token(refusal)


def _life_s(value: object) -> int | None:
    if not isinstance(value, int | float | str):
        return None
    try:
        return min(max(0, int(value)), _MAX_LIFE_S)
    except (ValueError, OverflowError):
        return None


def _without_token(refusal: _Answer | None) -> DefenderTuiError:
    if refusal is not None:
        return _refused(refusal, _WHAT)
    return ProtocolError(
        "Could not get a token: the identity provider's answer cannot be read.",
        hint="A proxy may have answered in its place; check the authority of the profile's cloud.",
    )


def _refused(answer: _Answer, what: str) -> DefenderTuiError:
    body = _json(answer.text)
    if "error" in body:
        return _denied(body)
    if answer.status_code == 429:
        return Throttled(f"Could not {what}: too many requests.", hint="Wait a minute.")
    if answer.status_code >= 500:
        return ServerFault(
            f"Could not {what}: the identity provider failed.",
            hint="Try again in a minute.",
            status=answer.status_code,
        )
    return ProtocolError(
        f"Could not {what}: the identity provider answered {answer.status_code} and no reason.",
        hint="Check the authority of the profile's cloud, and any proxy in between.",
    )


def _denied(body: Mapping[str, object]) -> AuthError:
    codes = body.get("error_codes")
    return auth_error(
        error=_text(body, "error") or "",
        description=_text(body, "error_description") or "",
        codes=tuple(c for c in codes if isinstance(c, int)) if isinstance(codes, list) else (),
        trace_id=_text(body, "trace_id"),
        correlation_id=_text(body, "correlation_id"),
    )


def _text(body: Mapping[str, object], key: str) -> str | None:
    value = body.get(key)
    return value if isinstance(value, str) and value else None


def _json(text: str) -> Mapping[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
