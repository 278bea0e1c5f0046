"""One secret's value out of Azure Key Vault.

Source: https://learn.microsoft.com/en-us/rest/api/keyvault/secrets/get-secret/get-secret
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from ..core.credentials import VaultValue
from ..core.errors import (
    AuthError,
    ConnectFailed,
    DefenderTuiError,
    ProtocolError,
    ServerFault,
    Throttled,
)
from ..core.profiles import Profile
from ..core.resources import Resource
from ..core.secret import Secret
from ..core.throttle import retry_after_s, wait_s
from ..core.vaults import secret_path, vault_url
from .failures import closed_meanwhile, network_error
from .grants import json_members
from .identity import Identity
from .proofs import Proof
from .timing import Timing
from .vault_refusals import refused

API_VERSION = "2025-07-01"
TRIES = 3
MAX_ANSWER_BYTES = 1024 * 1024
_READING = "read the secret in Key Vault"


@dataclass(frozen=True, slots=True)
class VaultSecret:
    """A secret's value; `content_type` is the label that it was stored with, empty without one."""

    value: Secret
    content_type: str


class KeyVault:
    """Reads secrets of one profile's cloud, each time anew."""

    def __init__(
        self, http: httpx.AsyncClient, profile: Profile, identity: Identity, timing: Timing
    ) -> None:
        self._http = http
        self._profile = profile
        self._identity = identity
        self._timing = timing

    async def read(self, wanted: VaultValue, proof: Proof) -> VaultSecret:
        """Read a value with the token that `proof` gets for it.

        Raises:
            ConfigError: the vault is none of this cloud; neither proof nor token was sent.
            AuthError: no token for the vault.
            NotPermitted, NotFound, ApiError: the vault refused.
            NetworkError, ProtocolError: no readable answer.
        """
        base = vault_url(self._profile.cloud, wanted.vault)
        url = base + secret_path(wanted.secret, wanted.version)
        tries = 1
        while True:
            try:
                grant = await self._identity.acquire(Resource.KEYVAULT, proof)
                return await self._ask(url, grant.token, wanted)
            except AuthError as refused_opener:
                # Else it would read as if the value in the vault had been refused.
                refused_opener.say_first(f"The vault “{wanted.vault}” was not opened.")
                raise
            except (Throttled, ServerFault) as busy:
                pause = wait_s(busy.retry_after_s, tries, self._timing.chance())
                if tries >= TRIES or pause is None:
                    raise
            tries += 1
            await self._timing.sleep(pause)

    async def _ask(self, url: str, token: Secret, wanted: VaultValue) -> VaultSecret:
        if self._http.is_closed:
            raise closed_meanwhile(_READING)
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token.reveal()}"}
        request = self._http.build_request(
            "GET", url, params={"api-version": API_VERSION}, headers=headers
        )
        try:
            response = await self._http.send(request, stream=True, follow_redirects=False)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            raise _no_answer(cause, url) from cause
        if response.is_success:
            return _read_secret(body)
        asked_s = retry_after_s(response.headers.get("retry-after"), self._timing.now())
        request_id = response.headers.get("x-ms-request-id")
        raise refused(response.status_code, body, wanted, request_id=request_id, asked_s=asked_s)


async def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    async for part in response.aiter_bytes():
        content += part
        if len(content) > MAX_ANSWER_BYTES:
            raise ProtocolError(
                f"Key Vault's answer is larger than {MAX_ANSWER_BYTES >> 20} MiB.",
                hint="Check the vault's address, and any proxy in between.",
            )
    return bytes(content)


def _read_secret(body: bytes) -> VaultSecret:
    members = json_members(body.decode("utf-8", "replace"))
    value, content_type = members.get("value"), members.get("contentType")
    if not isinstance(value, str) or not value.strip():
        raise ProtocolError(
            f"Could not {_READING}: the answer holds no value.",
            hint="Check the vault's address, and any proxy in between.",
        )
    return VaultSecret(Secret(value), content_type if isinstance(content_type, str) else "")


def _no_answer(cause: Exception, url: str) -> DefenderTuiError:
    host = urlsplit(url).netloc
    if _is_unknown_name(cause):
        return ConnectFailed(
            f"Could not {_READING}: there is no host {host}.",
            hint="Check the vault's name in Credentials; behind a private endpoint, the DNS too.",
        )
    return network_error(cause, what=_READING, host=host)


def _is_unknown_name(cause: BaseException) -> bool:
    seen: BaseException | None = cause
    while seen is not None:
        if isinstance(seen, socket.gaierror):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
