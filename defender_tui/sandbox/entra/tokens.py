"""Access tokens: made for an application, and read again by the APIs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.entra.signing import KeyRing, SigningKey, base64url
from defender_tui.sandbox.json_value import Json, JsonObject
from defender_tui.sandbox.tenant import GRAPH, App, Resource, Tenant

_SHORTEST_LIFE_S = 60 * 60
_LONGEST_LIFE_S = 90 * 60
_BACKDATED = timedelta(minutes=5)
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token with what the token answer says beside it."""

    text: str
    not_before: int
    expires_at: int
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class TokenFault:
    """Why a token is not good here, in the words of the library that the services use."""

    message: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as far as a checked token says."""

    app: App
    tenant: Tenant
    roles: tuple[str, ...]


class TokenMint:
    """Issues tokens and checks them; the time comes with each call."""

    def __init__(self, tenants: Sequence[Tenant], keys: KeyRing, *, seed: int) -> None:
        self._tenants = {tenant.tenant_id: tenant for tenant in tenants}
        self._keys = keys
        self._random = Random(f"tokens/{seed}")

    def issue(
        self, app: App, tenant: Tenant, resource: Resource, *, audience: str, now: datetime
    ) -> IssuedToken:
        """Give a signed token that lives between 60 and 90 minutes.

        Tokens of these resources have version 1.0 whichever endpoint was asked.

        Source: https://learn.microsoft.com/entra/identity-platform/access-tokens (2026-11-23)
        """
        lifetime_s = self._random.randint(_SHORTEST_LIFE_S, _LONGEST_LIFE_S)
        issued_at = int((now - _BACKDATED).timestamp())
        expires_at = int(now.timestamp()) + lifetime_s
        issuer = f"https://sts.windows.net/{tenant.tenant_id}/"
        claims: JsonObject = {
            "aud": audience,
            "iss": issuer,
            "iat": issued_at,
            "nbf": issued_at,
            "exp": expires_at,
            "aio": base64.b64encode(self._bytes(36)).decode(),
            "app_displayname": app.name,
            "appid": app.client_id,
            "appidacr": "1",
            "idp": issuer,
            "idtyp": "app",
            "oid": app.principal_id,
            "rh": f"1.{base64url(self._bytes(38))}.",
            "roles": list(app.roles.get(resource.name, ())),
            "sub": app.principal_id,
            "tid": tenant.tenant_id,
            "uti": base64url(self._bytes(16)),
            "ver": "1.0",
            "xms_idrel": "7 16",
            "xms_tcdt": 1_700_000_000,
        }
        if not claims["roles"]:
            del claims["roles"]
        nonce = base64url(self._bytes(32)) if resource is GRAPH else None
        text = _sign(self._keys.key(), claims, nonce=nonce)
        return IssuedToken(text, issued_at, expires_at, lifetime_s - 1)

    def check(
        self, text: str, resource: Resource, *, own_url: str, now: datetime
    ) -> Caller | TokenFault:
        """Give the caller that a token proves, or what is wrong with the token.

        `own_url` is the address of the API as the client wrote it; it is a good audience too.
        """
        try:
            header, claims, signature, signed = _taken_apart(text)
        except (ValueError, RecursionError):
            return TokenFault("JWT is not well formed.")
        key = self._keys.key()
        if header.get("alg") != "RS256" or header.get("kid") != key.key_id:
            return TokenFault("Signature validation failed: key not found.")
        if not key.is_signature(signature, signed):
            return TokenFault("Signature validation failed.")
        expires_at, not_before = claims.get("exp"), claims.get("nbf")
        if not isinstance(expires_at, int) or not isinstance(not_before, int):
            return TokenFault("JWT is not well formed.")
        if now.timestamp() >= expires_at:
            return TokenFault("Lifetime validation failed, the token is expired.")
        if (now + _CLOCK_SKEW).timestamp() < not_before:
            return TokenFault("Lifetime validation failed, the token is not yet valid.")
        audience = str(claims.get("aud"))
        if not resource.is_named_by(audience) and audience.rstrip("/") != own_url:
            return TokenFault("Access token validation failure. Invalid audience.")
        tenant = self._tenants.get(str(claims.get("tid")))
        app = tenant.app(str(claims.get("appid"))) if tenant else None
        if tenant is None or app is None:
            return TokenFault("Access token validation failure. Invalid tenant.")
        roles = claims.get("roles")
        held = tuple(str(role) for role in roles) if isinstance(roles, list) else ()
        return Caller(app, tenant, held)

    def _bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


def _sign(key: SigningKey, claims: JsonObject, *, nonce: str | None) -> str:
    """Give the token; with a nonce, the signature covers a header in which the nonce is hashed.

    Graph's tokens are made so: who does not know it finds that the signature does not fit.
    """
    header: JsonObject = {"typ": "JWT", "alg": "RS256", "x5t": key.key_id, "kid": key.key_id}
    shown, signed = dict(header), dict(header)
    if nonce is not None:
        shown["nonce"] = nonce
        signed["nonce"] = _hashed(nonce)
    body = _segment(claims)
    signature = key.sign(f"{_segment(signed)}.{body}".encode())
    return f"{_segment(shown)}.{body}.{base64url(signature)}"


def _taken_apart(text: str) -> tuple[JsonObject, JsonObject, bytes, bytes]:
    head, body, tail = text.split(".")
    header, claims = _object(head), _object(body)
    nonce = header.get("nonce")
    signed_head = head
    if isinstance(nonce, str):
        signed_head = _segment(header | {"nonce": _hashed(nonce)})
    return header, claims, _bytes_of(tail), f"{signed_head}.{body}".encode()


def _object(segment: str) -> JsonObject:
    value: Json = json.loads(_bytes_of(segment))
    if not isinstance(value, dict):
        raise ValueError(segment)
    return value


def _bytes_of(segment: str) -> bytes:
    try:
        return base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(segment) from error


def _hashed(nonce: str) -> str:
    return base64url(hashlib.sha256(nonce.encode()).digest())


def _segment(value: JsonObject) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())
