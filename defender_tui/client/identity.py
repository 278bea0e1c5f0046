"""MSAL at work: one application object per request for a token, over our own HTTP client.

A new object each time is on purpose: MSAL's token cache is not keyed on the secret, and its HTTP
cache replays errors, so an old object would let a wrong secret pass and keep a repaired tenant
broken. Tokens are kept by `client.tokens` instead.
"""

from __future__ import annotations

import importlib
import logging
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from ..core.errors import ConfigError, DefenderTuiError, ProtocolError
from ..core.links import pinned
from ..core.profiles import Profile
from ..core.resources import Resource
from ..core.secret import Secret
from .failures import network_error, reading_proxy_settings
from .grants import (
    GETTING,
    Grant,
    ProviderAnswer,
    RefusedAnswer,
    granted,
    json_members,
    refused,
    without_token,
)

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
MAX_ANSWER_BYTES = 1024 * 1024
# What runs on this machine, such as the sandbox, is never asked for through a proxy.
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")
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


class _PinnedHttp:
    """MSAL's HTTP client on httpx: it never leaves the authority, and keeps the last refusal."""

    def __init__(self, client: httpx.Client, authority: str) -> None:
        self._client = client
        self._authority = authority
        self.refusal: ProviderAnswer | None = None

    def get(self, url: str, **options: object) -> ProviderAnswer:
        return self._send("GET", url, options)

    def post(self, url: str, **options: object) -> ProviderAnswer:
        return self._send("POST", url, options)

    def close(self) -> None:
        """Nothing to close: the client belongs to the caller."""

    def _send(self, method: str, url: str, options: Mapping[str, object]) -> ProviderAnswer:
        pinned(url, self._authority, what="address of the token endpoint")
        given = {name: options.get(name) for name in ("params", "data", "headers")}
        with self._client.stream(method, url, **given) as response:  # type: ignore[arg-type]
            content = _read(response)
        text = content.decode("utf-8", "replace")
        answer = ProviderAnswer(response.status_code, text, response.headers)
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
            raise refused(answer, "find the tenant")
        issuer = json_members(answer.text).get("issuer")
        if not isinstance(issuer, str):
            raise ProtocolError(
                "Could not find the tenant: its metadata names no issuer.",
                hint="Check the authority of the profile's cloud.",
            )
        return issuer

    def acquire(self, resource: Resource, secret: Secret, claims: str | None = None) -> Grant:
        """Get a token for one API; `claims` is the JSON text of that API's challenge.

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
                result = application.acquire_token_for_client([scope], claims_challenge=claims)
            except (httpx.HTTPError, httpx.InvalidURL) as cause:
                raise self._network_error(cause, GETTING) from cause
            except (*_MSAL_FAULTS, RefusedAnswer, MsalError) as cause:
                raise without_token(http.refusal) from cause
        return granted(result, http.refusal)

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


def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > MAX_ANSWER_BYTES:
            raise ProtocolError(
                f"The identity provider's answer is larger than {MAX_ANSWER_BYTES >> 20} MiB.",
                hint="Check the authority of the profile's cloud, and any proxy in between.",
            )
    return bytes(content)


def _check_sendable(secret: Secret) -> None:
    try:
        secret.reveal().encode()
    except UnicodeEncodeError:
        raise ConfigError(
            "The client secret holds a character that cannot be sent.",
            hint="Type it again in Credentials (F2), or set AZURE_CLIENT_SECRET anew.",
            key="credential",
        ) from None
