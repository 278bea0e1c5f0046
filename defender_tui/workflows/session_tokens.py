"""What a session does with tokens."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ..client import DefenderClient
    from ..core.custom_resource import CustomResource, CustomToken
    from ..core.resources import Resource
    from ..core.secret import Secret
    from ..core.signature import SignatureState
    from ..core.tokens import AccessToken


class SessionTokens(ABC):
    """The tokens of whoever is signed in; `_client` is the open client, if there is one."""

    _client: DefenderClient | None

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    def known_token(self, resource: Resource) -> AccessToken | None:
        """Give the token in hand for an API without asking for one."""
        return self._client.tokens.known(resource) if self._client else None

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        """Give a token; `fresh` drops the one in hand first."""
        client = await self.client()
        if fresh:
            return await client.tokens.acquire(resource)
        return await client.tokens.get(resource)

    async def acquire_custom(self, resource: CustomResource) -> CustomToken:
        """Get a token for an API that is not one of ours; the session does not keep it."""
        return await (await self.client()).tokens.acquire_custom(resource)

    def forget_tokens(self) -> None:
        """Drop every token in hand: the next request gets a new one, with newly granted roles."""
        if self._client is not None:
            self._client.tokens.forget()

    async def check_signature(self, token: Secret) -> SignatureState:
        """Say who signed a token; only the keys of its tenant are asked for."""
        return await (await self.client()).tokens.check_signature(token)

    @property
    def clock_skew_s(self) -> float | None:
        """How far the identity provider's clock was ahead of this one; `None` until it said."""
        return self._client.tokens.clock_skew_s if self._client else None

    async def granted_roles(self, resource: Resource) -> tuple[str, ...] | None:
        """Give the roles that are granted on an API in Entra.

        `None` when the Graph token in hand may not read that, or there is none.
        """
        client = await self.client()
        from .token_facts import granted_roles

        return await granted_roles(client, resource)

    async def save_token(self, file: Path, token: Secret) -> None:
        """Write a token to a file that only this user can read; an older file is replaced.

        Raises:
            StoreError: the name is a link, or the file cannot be written.
        """
        from ..store.token_file import save_token

        await asyncio.to_thread(save_token, file, token)
