"""Checking who signed a token, by the keys that the tenant publishes.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-signature
Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from ..core.claims import DecodedToken, decode_token
from ..core.errors import DefenderTuiError, ProtocolError
from ..core.links import pinned
from ..core.pasted_token import bare_token
from ..core.profiles import Profile
from ..core.secret import Secret
from ..core.signature import (
    ENTRA_ALGORITHM,
    SignatureState,
    SignatureVerdict,
    key_id,
    told_by_header,
)
from .failures import closed_meanwhile, network_error
from .grants import json_members

_FETCHING = "fetch the tenant's keys"
_TENANT = re.compile(r"[0-9A-Za-z.-]{1,253}")
_MAX_ANSWER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _TenantKeys:
    """What a tenant published: who issues its tokens, and each key as JWK by its id."""

    issuer: str
    keys: Mapping[str, Mapping[str, object]]


class SignatureCheck:
    """Checks signatures for one profile's authority; keys are kept for as long as the client is."""

    def __init__(self, http: httpx.AsyncClient, profile: Profile) -> None:
        self._http = http
        self._authority = profile.cloud.authority
        self._known: dict[str, _TenantKeys] = {}
        self._fetching = asyncio.Lock()

    async def check(self, token: Secret) -> SignatureState:
        """Say who signed a token. What keeps the keys from being fetched is part of the answer.

        Raises:
            ProtocolError: it is no token that can be read.
        """
        decoded = decode_token(token)
        told = told_by_header(decoded)
        if told is not None:
            return told
        named, tenant = key_id(decoded), decoded.text("tid")
        if named is None:
            return SignatureState(SignatureVerdict.BY_STRANGER, "the token names no key")
        if tenant is None or not _TENANT.fullmatch(tenant):
            return SignatureState(
                SignatureVerdict.BY_STRANGER, "the token names no tenant", key_id=named
            )
        try:
            published = await self._published(decoded, tenant, named)
        except DefenderTuiError as error:
            return SignatureState(
                SignatureVerdict.NOT_FETCHED, error.message.rstrip("."), key_id=named
            )
        return await asyncio.to_thread(_judge, token, decoded, published, named)

    async def _published(self, token: DecodedToken, tenant: str, named: str) -> _TenantKeys:
        """Give a tenant's keys, asked for again when the one that is named is not among them."""
        version = "/v2.0" if token.text("ver") == "2.0" else ""
        address = f"{self._authority}/{tenant}{version}/.well-known/openid-configuration"
        async with self._fetching:
            known = self._known.get(address)
            if known is None or named not in known.keys:
                known = self._known[address] = await self._fetch(address)
            return known

    async def _fetch(self, address: str) -> _TenantKeys:
        metadata = await self._get(address)
        issuer, link = metadata.get("issuer"), metadata.get("jwks_uri")
        if not isinstance(issuer, str) or not isinstance(link, str):
            raise _unreadable()
        keys = (await self._get(pinned(link, self._authority, what="address of the keys"))).get(
            "keys"
        )
        if not isinstance(keys, list):
            raise _unreadable()
        found: dict[str, Mapping[str, object]] = {}
        for key in keys:
            name = key.get("kid") if isinstance(key, dict) else None
            if isinstance(name, str):
                found[name] = key
        return _TenantKeys(issuer, found)

    async def _get(self, url: str) -> Mapping[str, object]:
        if self._http.is_closed:
            raise closed_meanwhile(_FETCHING)
        content = bytearray()
        try:
            async with self._http.stream("GET", url, follow_redirects=False) as response:
                async for part in response.aiter_bytes():
                    content += part
                    if len(content) > _MAX_ANSWER_BYTES:
                        raise _unreadable()
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            host = urlsplit(self._authority).netloc
            raise network_error(cause, what=_FETCHING, host=host) from cause
        if response.status_code != httpx.codes.OK:
            raise ProtocolError(
                f"Could not {_FETCHING}: the identity provider answered {response.status_code}.",
                hint="Check the tenant in the token, and the authority of the profile's cloud.",
            )
        return json_members(content.decode("utf-8", "replace"))


def _unreadable() -> ProtocolError:
    return ProtocolError(
        f"Could not {_FETCHING}: the identity provider's answer cannot be read.",
        hint="A proxy may have answered in its place; check the authority of the profile's cloud.",
    )


def _judge(
    token: Secret, decoded: DecodedToken, published: _TenantKeys, named: str
) -> SignatureState:
    """Compare a token with what its tenant published. Blocks."""
    key = published.keys.get(named)
    if key is None:
        return SignatureState(
            SignatureVerdict.BY_STRANGER, "its key is not among the tenant's", key_id=named
        )
    if not _fits(token, key):
        return SignatureState(
            SignatureVerdict.BY_STRANGER,
            "the signature does not fit the tenant's key of that name",
            key_id=named,
        )
    if decoded.text("iss") != published.issuer:
        return SignatureState(
            SignatureVerdict.BY_STRANGER, "its issuer is not the tenant's", key_id=named
        )
    return SignatureState(
        SignatureVerdict.VERIFIED, "signed with a key of the tenant", key_id=named
    )


def _fits(token: Secret, key: Mapping[str, object]) -> bool:
    import jwt

    try:
        public = jwt.PyJWK(dict(key), algorithm=ENTRA_ALGORITHM).key
        text = bare_token(token.reveal())
        jwt.PyJWS().decode_complete(text, public, algorithms=[ENTRA_ALGORITHM])
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return True
