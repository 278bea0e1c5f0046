"""Tokens in hand: one per API, renewed before they end, one request for a token at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from ..core.claims import DecodedToken, decode_token
from ..core.errors import CredentialsRejected, ProtocolError
from ..core.resources import Resource
from ..core.secret import Secret
from ..core.signature import SignatureState
from ..core.tokens import AccessToken
from .failures import closed_meanwhile
from .grants import Grant
from .identity import Identity
from .proving import Prover
from .signature import SignatureCheck
from .timing import Timing

if TYPE_CHECKING:
    from ..core.custom_resource import CustomResource, CustomToken

# A token with less left may end on the way or during a long query.
RENEW_BEFORE_S = 300.0


class Tokens:
    """The profile's tokens. Nothing is written to disk."""

    def __init__(
        self, identity: Identity, prover: Prover, signatures: SignatureCheck, timing: Timing
    ) -> None:
        self._identity = identity
        self._prover = prover
        self._signatures = signatures
        self._timing = timing
        self._is_closed = False
        self._drops = 0
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

        A secret in a vault is read again, so that one which is wrong by now does not pass.

        Raises:
            AuthError, NetworkError, ProtocolError, ConfigError, StoreError: no token; it says why.
                The token in hand stays.
        """
        async with self._locks.setdefault(resource, asyncio.Lock()):
            return await self._ask(resource, anew=True)

    async def acquire_custom(self, resource: CustomResource) -> CustomToken:
        """Ask for a token for an API that is not one of ours; whoever asked keeps it.

        Raises:
            AuthError, NetworkError, ProtocolError, ConfigError, StoreError: no token; it says why.
        """
        from ..core.custom_resource import CustomToken

        self._check_open()
        asked_at = self._timing.now()
        grant = await self._grant(resource, None, anew=True)
        self._check_open()
        expires_at = asked_at + timedelta(seconds=grant.expires_in_s)
        return CustomToken(resource, grant.token, expires_at, _decoded(grant.token))

    def forget(self) -> None:
        """Drop every token in hand: whoever needs one next gets a new one.

        One that is being asked for serves those who wait for it, and is not kept.
        """
        self._held.clear()
        self._drops += 1
        self._prover.forget()

    async def find_tenant(self) -> str:
        """Check that the tenant exists, and give its issuer; no credential is sent.

        Raises:
            AuthError: there is no such tenant.
            NetworkError, ProtocolError: no readable answer.
        """
        return await self._identity.find_tenant()

    async def check_signature(self, token: Secret) -> SignatureState:
        """Say who signed a token, by the keys of its tenant at this profile's authority.

        Raises:
            ProtocolError: it is no token that can be read.
        """
        return await self._signatures.check(token)

    @property
    def clock_skew_s(self) -> float | None:
        """How far the identity provider's clock was ahead of this machine's at its last answer.

        To the second, negative when it was behind; `None` until it said.
        """
        return self._identity.clock_skew_s

    def close(self) -> None:
        """Forget every token and give no more, not even to those who wait for one now."""
        self._is_closed = True
        self._held.clear()

    async def _ask(
        self, resource: Resource, claims: str | None = None, *, anew: bool = False
    ) -> AccessToken:
        self._check_open()
        asked_at, drops = self._timing.now(), self._drops
        grant = await self._grant(resource, claims, anew=anew)
        self._check_open()
        expires_at = asked_at + timedelta(seconds=grant.expires_in_s)
        token = AccessToken(resource, grant.token, expires_at, _decoded(grant.token))
        if drops == self._drops:
            self._held[resource] = token
        return token

    async def _grant(
        self, resource: Resource | CustomResource, claims: str | None, *, anew: bool
    ) -> Grant:
        proof = await self._prover.prove(anew=anew)
        try:
            return await self._identity.acquire(resource, proof, claims)
        except CredentialsRejected:
            newer = None if anew else await self._prover.newer_than(proof)
            if newer is None:
                raise
        return await self._identity.acquire(resource, newer, claims)

    def _check_open(self) -> None:
        if self._is_closed:
            raise closed_meanwhile("get a token")


def _decoded(token: Secret) -> DecodedToken | None:
    try:
        return decode_token(token)
    except ProtocolError:
        # Access tokens are opaque to clients; one that cannot be read still works.
        return None
