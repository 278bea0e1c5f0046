"""MSAL at work: one application object per request for a token, over our own HTTP client.

A new object each time is on purpose: MSAL's token cache is not keyed on the secret, and its HTTP
cache replays errors, so an old object would let a wrong secret pass and keep a repaired tenant
broken. Tokens are kept by `client.tokens` instead.
"""

from __future__ import annotations

import importlib
import logging
import ssl
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from ..core.errors import DefenderTuiError, ProtocolError
from ..core.portal import Asker
from ..core.profiles import Profile
from ..core.resources import Resource
from .daemon_thread import in_daemon_thread
from .failures import network_error, reading_proxy_settings
from .grants import (
    GETTING,
    Grant,
    RefusedAnswer,
    granted,
    json_members,
    refused,
    without_token,
)
from .proofs import ApplicationProof, MachineProof, Proof, msal_credential
from .provider_http import PinnedHttp
from .timing import Timing

if TYPE_CHECKING:
    from ..core.custom_resource import CustomResource

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
# What runs on this machine, such as the sandbox, is never asked for through a proxy.
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")
# Tokens of clients that say so can be ended early, and live longer in return.
CAPABILITIES = ("CP1",)
# Given JSON of another form than it expects, MSAL raises whatever its own code meets.
MSAL_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
# MSAL logs answers that it cannot read; without a handler Python prints them to the terminal.
logging.getLogger("msal").addHandler(logging.NullHandler())


def load_msal() -> None:
    """Import MSAL ahead of its first use; takes about as long as reading the certificates."""
    importlib.import_module("msal")


class Identity:
    """Gets tokens for one profile.

    `clock_skew_s` is how far the identity provider's clock was ahead of this machine's at its last
    answer, to the second; `None` until one said.
    """

    def __init__(self, profile: Profile, context: ssl.SSLContext, timing: Timing) -> None:
        self._profile = profile
        self._context = context
        self._timing = timing
        self._asker = Asker.of(profile)
        self.clock_skew_s: float | None = None

    async def find_tenant(self) -> str:
        """Ask the public metadata for the tenant and give its issuer; no credential is sent.

        Raises:
            AuthError: there is no such tenant.
            NetworkError, ProtocolError: no readable answer.
        """
        return await in_daemon_thread(self._find_tenant, name="find the tenant")

    async def acquire(
        self, resource: Resource | CustomResource, proof: Proof, claims: str | None = None
    ) -> Grant:
        """Get a token for one API; `claims` is the JSON text of that API's challenge.

        Raises:
            AuthError: the identity provider refused; its AADSTS code says why.
            NetworkError, ProtocolError, ServerFault, Throttled: no token for another reason.
            ConfigError: the cloud lacks the API, or the machine has no managed identity.
        """
        if isinstance(resource, Resource):
            scope = self._profile.cloud.scope(resource)
        else:
            scope = resource.scope
        if isinstance(proof, MachineProof):
            from .machine_identity import acquire_on_machine

            audience = scope.removesuffix("/.default")
            return await acquire_on_machine(proof, audience, self._context, self._timing)
        return await in_daemon_thread(partial(self._acquire, scope, proof, claims), name=GETTING)

    def _find_tenant(self) -> str:
        authority = self._profile.cloud.authority
        url = f"{authority}/{self._profile.tenant_id}/v2.0/.well-known/openid-configuration"
        with self._http() as client:
            http = PinnedHttp(client, authority, self._timing.now)
            try:
                answer = http.get(url)
            except (httpx.HTTPError, httpx.InvalidURL) as cause:
                raise self._network_error(cause, "find the tenant") from cause
            finally:
                self._note_clock(http)
        if answer.status_code != 200:
            raise refused(answer, "find the tenant", self._asker)
        issuer = json_members(answer.text).get("issuer")
        if not isinstance(issuer, str):
            raise ProtocolError(
                "Could not find the tenant: its metadata names no issuer.",
                hint="Check the authority of the profile's cloud.",
            )
        return issuer

    def _acquire(self, scope: str, proof: ApplicationProof, claims: str | None) -> Grant:
        import msal
        from msal.exceptions import MsalError

        authority = self._profile.cloud.authority
        with self._http() as client:
            http = PinnedHttp(client, authority, self._timing.now)
            try:
                application = msal.ConfidentialClientApplication(
                    self._profile.client_id,
                    authority=f"{authority}/{self._profile.tenant_id}",
                    client_credential=msal_credential(proof),
                    client_capabilities=list(CAPABILITIES),
                    instance_discovery=False,
                    http_client=http,
                )
                result = application.acquire_token_for_client([scope], claims_challenge=claims)
            except (httpx.HTTPError, httpx.InvalidURL) as cause:
                raise self._network_error(cause, GETTING) from cause
            except (*MSAL_FAULTS, RefusedAnswer, MsalError) as cause:
                raise without_token(http.refusal, self._asker) from cause
            finally:
                self._note_clock(http)
        return granted(result, http.refusal, self._asker)

    def _note_clock(self, http: PinnedHttp) -> None:
        if http.clock_skew_s is not None:
            self.clock_skew_s = http.clock_skew_s

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
