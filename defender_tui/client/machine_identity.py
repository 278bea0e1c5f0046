"""The managed identity of the machine or service that this runs on, asked for through MSAL.

Source: https://learn.microsoft.com/en-us/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
Source: https://learn.microsoft.com/en-us/azure/app-service/overview-managed-identity
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from functools import partial
from urllib.parse import urlsplit

import httpx

from ..core.credentials import ManagedIdentity
from ..core.errors import AuthError, ConfigError, DefenderTuiError, TlsFailed
from ..core.throttle import wait_s
from .daemon_thread import in_daemon_thread
from .failures import network_error
from .grants import GETTING, Grant, ProviderAnswer, granted, json_members
from .identity import MSAL_FAULTS
from .proofs import MachineProof
from .provider_http import read_answer
from .timing import Timing

# Where there is no such service, nobody answers: that is to be known soon.
TIMEOUT = httpx.Timeout(10.0, connect=2.0)
TRIES = 5
_VM_HOST = "http://169.254.169.254"
_OTHER_HINT = (
    "Run this on an Azure machine or service that was given an identity, or choose another "
    "credential in Credentials."
)
# The service says 404 and 410 while it is starting or being updated, which passes.
_PASSING_STATUSES = frozenset({404, 410, 429})


class _Busy(Exception):
    """The service asked to be asked again; `error` is what to say when it goes on so."""

    def __init__(self, error: DefenderTuiError, asked_s: float | None) -> None:
        super().__init__(error.message)
        self.error = error
        self.asked_s = asked_s


class _DirectHttp:
    """MSAL's HTTP client for the machine itself: no proxy, no redirects; keeps the last answer."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.answer: ProviderAnswer | None = None

    def get(self, url: str, **options: object) -> ProviderAnswer:
        self.answer = read_answer(self._client, "GET", url, options)
        return self.answer

    def post(self, url: str, **options: object) -> ProviderAnswer:
        self.answer = read_answer(self._client, "POST", url, options)
        return self.answer

    def close(self) -> None:
        """Nothing to close: the client belongs to the caller."""


async def acquire_on_machine(
    proof: MachineProof, audience: str, context: ssl.SSLContext, timing: Timing
) -> Grant:
    """Get a token for an API, by its audience; a service that is being updated is asked again.

    Raises:
        ConfigError: the machine has no managed identity, or not the one that is named.
        AuthError: the identity was given no token.
        NetworkError, ProtocolError: no readable answer.
    """
    tries = 1
    while True:
        try:
            return await in_daemon_thread(
                partial(_acquire, proof.identity, audience, context), name=GETTING
            )
        except _Busy as busy:
            pause = wait_s(busy.asked_s, tries, timing.chance())
            if tries >= TRIES or pause is None:
                raise busy.error from None
        tries += 1
        await timing.sleep(pause)


def _acquire(identity: ManagedIdentity, audience: str, context: ssl.SSLContext) -> Grant:
    import msal

    if "IDENTITY_SERVER_THUMBPRINT" in os.environ:
        raise ConfigError(
            "Managed identities of Service Fabric are not supported.",
            hint="Choose another credential in Credentials.",
            key="credential",
        )
    with httpx.Client(
        verify=context, timeout=TIMEOUT, follow_redirects=False, trust_env=False
    ) as client:
        http = _DirectHttp(client)
        try:
            application = msal.ManagedIdentityClient(_msal_identity(identity), http_client=http)
            result = application.acquire_token_for_client(resource=audience)
        except (httpx.ConnectError, httpx.ConnectTimeout) as cause:
            told = network_error(cause, what=GETTING, host=_host())
            raise (told if isinstance(told, TlsFailed) else _nobody_there()) from cause
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            raise network_error(cause, what=GETTING, host=_host()) from cause
        except MSAL_FAULTS as cause:
            raise _refused(http.answer, identity) from cause
    if "error" in result or not result.get("access_token"):
        raise _refused(http.answer, identity)
    return granted(result, None)


def _msal_identity(identity: ManagedIdentity) -> Mapping[str, object]:
    import msal

    if identity == ManagedIdentity():
        system: Mapping[str, object] = msal.SystemAssignedManagedIdentity()
        return system
    assigned: Mapping[str, object] = msal.UserAssignedManagedIdentity(
        client_id=identity.client_id,
        object_id=identity.object_id,
        resource_id=identity.resource_id,
    )
    return assigned


def _host() -> str:
    address = os.environ.get("IDENTITY_ENDPOINT") or os.environ.get(
        "AZURE_POD_IDENTITY_AUTHORITY_HOST", _VM_HOST
    )
    try:
        return urlsplit(address).netloc or address
    except ValueError:
        return address


def _nobody_there() -> ConfigError:
    return ConfigError(
        f"This machine has no managed identity: nobody answered at {_host()}.",
        hint=_OTHER_HINT,
        key="credential",
    )


def _refused(answer: ProviderAnswer | None, identity: ManagedIdentity) -> Exception:
    """Give what to raise for an answer without a token, in the words of either form."""
    if answer is None:
        return _nobody_there()
    body = json_members(answer.text)
    said = _said(body)
    if answer.status_code in _PASSING_STATUSES or answer.status_code >= 500:
        return _Busy(_still_busy(answer, said), _asked_s(answer))
    if not body:
        return ConfigError(
            "This machine has no managed identity: "
            f"what answered at {_host()} is not Azure's service.",
            hint=_OTHER_HINT,
            key="credential",
        )
    if "not found" in said.lower() or "no user assigned" in said.lower():
        return _not_assigned(identity)
    return AuthError(
        f"No token: the managed identity service refused. {said}".rstrip(),
        hint="Check that the identity is assigned to this machine, and the cloud of the profile.",
    )


def _not_assigned(identity: ManagedIdentity) -> ConfigError:
    named = identity.client_id or identity.object_id or identity.resource_id
    if named is None:
        return ConfigError(
            "This machine has no system-assigned managed identity.",
            hint="Turn it on under the machine's Identity, or name a user-assigned one in "
            "Credentials.",
            key="credential",
        )
    return ConfigError(
        f"This machine has no managed identity {named}.",
        hint="Assign it under the machine's Identity, or correct its id in Credentials.",
        key="credential",
    )


def _still_busy(answer: ProviderAnswer, said: str) -> AuthError:
    return AuthError(
        "No token: the managed identity service of this machine answered "
        f"{answer.status_code} again and again. {said}".rstrip(),
        hint="It may be starting or being updated: try again in a minute or two.",
    )


def _asked_s(answer: ProviderAnswer) -> float | None:
    header = answer.headers.get("retry-after")
    # A date would need a clock to be read; this service sends seconds.
    return float(header) if header and header.isdecimal() and len(header) < 6 else None


def _said(body: Mapping[str, object]) -> str:
    texts = (body.get("error_description"), body.get("message"), body.get("error"))
    return next((text for text in texts if isinstance(text, str) and text), "")
