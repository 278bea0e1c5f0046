"""Tokens in hand: one per API, renewed before they end, one request for a token at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from ..core.claims import decode_token
from ..core.errors import ConfigError, ProtocolError
from ..core.profiles import Profile, SecretPlace
from ..core.resources import Resource
from ..core.secret import Secret, SecretName, SecretSource
from ..core.tokens import AccessToken
from .failures import closed_meanwhile
from .identity import Identity
from .timing import Timing

# A token with less left may end on the way or during a long query.
RENEW_BEFORE_S = 300.0

_ENVIRONMENT_HINT = "Set AZURE_CLIENT_SECRET."
_OTHER_HINT = (
    "Type it in Credentials (F2), or choose the environment as its place there and set "
    "AZURE_CLIENT_SECRET."
)


class Tokens:
    """The profile's tokens. Nothing is written to disk."""

    def __init__(
        self, profile: Profile, secrets: SecretSource, identity: Identity, timing: Timing
    ) -> None:
        self._profile = profile
        self._secrets = secrets
        self._identity = identity
        self._timing = timing
        self._is_closed = False
        self._held: dict[Resource, AccessToken] = {}
        self._locks: dict[Resource, asyncio.Lock] = {}

    def known(self, resource: Resource) -> AccessToken | None:
        """Give the token in hand, ended or not, without asking for one."""
        return self._held.get(resource)

    async def get(
        self, resource: Resource, *, instead_of: Secret | None = None, claims: str | None = None
    ) -> AccessToken:
        """Give a token with enough life left, asking for one when needed.

        `instead_of` is a token that an API just refused: it is not given again. `claims` is the
        JSON text that the API wants to see answered in the next one.

        Raises:
            AuthError, NetworkError, ProtocolError, ConfigError, StoreError: no token; it says why.
        """
        async with self._locks.setdefault(resource, asyncio.Lock()):
            held = self._held.get(resource)
            if held is not None and held.value != instead_of and self._lasts(held):
                return held
            return await self._ask(resource, claims)

    def _lasts(self, token: AccessToken) -> bool:
        return token.seconds_left(self._timing.now()) >= RENEW_BEFORE_S

    async def acquire(self, resource: Resource) -> AccessToken:
        """Drop the token in hand and ask for a new one, which shows roles granted since.

        Raises:
            AuthError, NetworkError, ProtocolError, ConfigError, StoreError: no token; it says why.
                The token in hand stays.
        """
        async with self._locks.setdefault(resource, asyncio.Lock()):
            return await self._ask(resource)

    async def find_tenant(self) -> str:
        """Check that the tenant exists, and give its issuer; no credential is sent.

        Raises:
            AuthError: there is no such tenant.
            NetworkError, ProtocolError: no readable answer.
        """
        return await asyncio.to_thread(self._identity.find_tenant)

    def close(self) -> None:
        """Forget every token and give no more, not even to those who wait for one now."""
        self._is_closed = True
        self._held.clear()

    async def _ask(self, resource: Resource, claims: str | None = None) -> AccessToken:
        self._check_open()
        secret = await self._secrets.read(SecretName(self._profile.name))
        if not secret:
            place = self._profile.credential.place
            is_from_environment = place is SecretPlace.ENVIRONMENT
            raise ConfigError(
                f"Profile “{self._profile.name}” has no client secret at hand.",
                hint=_ENVIRONMENT_HINT if is_from_environment else _OTHER_HINT,
                key="credential",
            )
        asked_at = self._timing.now()
        grant = await asyncio.to_thread(self._identity.acquire, resource, secret, claims)
        self._check_open()
        try:
            decoded = decode_token(grant.token)
        except ProtocolError:
            # Access tokens are opaque to clients; one that cannot be read still works.
            decoded = None
        expires_at = asked_at + timedelta(seconds=grant.expires_in_s)
        token = AccessToken(resource, grant.token, expires_at, decoded)
        self._held[resource] = token
        return token

    def _check_open(self) -> None:
        if self._is_closed:
            raise closed_meanwhile("get a token")
