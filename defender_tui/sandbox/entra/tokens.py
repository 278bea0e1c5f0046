"""Access tokens: made for an application, and read again by the APIs."""

from __future__ import annotations

import base64
import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.entra.jwt_parts import JwtParts, segment, taken_apart
from defender_tui.sandbox.entra.keys import base64url
from defender_tui.sandbox.entra.metadata import ISSUER_V2
from defender_tui.sandbox.entra.signing import KeyRing, SigningKey
from defender_tui.sandbox.entra.token_request import Grant
from defender_tui.sandbox.json_value import JsonObject
from defender_tui.sandbox.register import Register
from defender_tui.sandbox.tenant import GRAPH, TOKEN_EXCHANGE, App, Resource, Tenant

_SHORTEST_LIFE_S = 60 * 60
_LONGEST_LIFE_S = 90 * 60
_SHORTEST_LONG_LIFE_S = 20 * 60 * 60
_LONGEST_LONG_LIFE_S = 28 * 60 * 60
_MANAGED_LIFE_S = 24 * 60 * 60
_BACKDATED = timedelta(minutes=5)
_CLOCK_SKEW = timedelta(minutes=5)

CHALLENGED = (
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
    "TokenIssuedBeforeRevocationTimestamp"
)
"""What an API says of a token that ended before its time."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token with what the token answer says beside it."""

    text: str
    not_before: int
    expires_at: int
    expires_in_s: int
    is_long_lived: bool


@dataclass(frozen=True, slots=True)
class TokenFault:
    """Why a token is not good here, in the words of the library that the services use.

    `claims` is what a new token must be asked with, None where a new one would not help.
    """

    message: str
    claims: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as far as a checked token says."""

    app: App
    tenant: Tenant
    roles: tuple[str, ...]


class TokenMint:
    """Issues tokens and checks them; the time comes with each call."""

    def __init__(self, register: Register, keys: KeyRing, *, seed: int) -> None:
        self._register = register
        self._keys = keys
        self._random = Random(f"tokens/{seed}")
        self._revoked_before: int | None = None

    def revoke_issued_before(self, moment: datetime) -> None:
        """Let tokens issued before a moment count no more, as when an application is at risk.

        It reaches the tokens of clients that said they handle challenges; the others go on until
        they expire. A new token counts when it was asked for with the claims of the challenge; one
        that is asked for without is backdated and may not.

        Source: https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation-workload
        (2026-11-23)
        """
        self._revoked_before = math.ceil(moment.timestamp())

    def issue(self, grant: Grant, *, now: datetime) -> IssuedToken:
        """Give a signed token.

        It lives between 60 and 90 minutes; for Graph, and a client that handles challenges, between
        20 and 28 hours; that of a managed identity a day. Tokens of the APIs have version 1.0
        whichever endpoint was asked.

        Source: https://learn.microsoft.com/entra/identity-platform/access-tokens (2026-11-23)
        """
        app, tenant = grant.app, grant.tenant
        is_long_lived = (
            grant.claims.handles_challenges and grant.resource is GRAPH and not app.is_multi_tenant
        )
        is_managed = bool(app.resource_id)
        lifetime_s = (
            _MANAGED_LIFE_S if is_managed else self._lifetime_s(is_long_lived=is_long_lived)
        )
        issued_at = int((now - _BACKDATED).timestamp())
        if grant.claims.not_before is not None:
            issued_at = max(issued_at, min(grant.claims.not_before, math.ceil(now.timestamp())))
        expires_at = int(now.timestamp()) + lifetime_s
        issuer = f"https://sts.windows.net/{tenant.tenant_id}/"
        claims: JsonObject = {
            "aud": grant.audience,
            "iss": issuer,
            "iat": issued_at,
            "nbf": issued_at,
            "exp": expires_at,
            "aio": base64.b64encode(self._bytes(36)).decode(),
            "app_displayname": app.name,
            "appid": app.client_id,
            "appidacr": grant.proof.value,
            "idp": issuer,
            "idtyp": "app",
            "oid": app.principal_id,
            "rh": f"1.{base64url(self._bytes(38))}.",
            "roles": list(app.roles.get(grant.resource.name, ())),
            "sub": app.principal_id,
            "tid": tenant.tenant_id,
            "uti": base64url(self._bytes(16)),
            "ver": "1.0",
            "xms_idrel": "7 16",
            "xms_tcdt": 1_700_000_000,
        }
        if not claims["roles"]:
            del claims["roles"]
        if is_long_lived:
            claims["xms_cc"] = ["CP1"]
        if is_managed:
            claims["xms_mirid"] = app.resource_id
        if grant.resource is TOKEN_EXCHANGE:
            claims = _as_version_2(claims, grant)
        nonce = base64url(self._bytes(32)) if grant.resource is GRAPH else None
        text = signed_token(self._keys.key(), claims, nonce=nonce)
        return IssuedToken(text, issued_at, expires_at, lifetime_s - 1, is_long_lived)

    def check(
        self, text: str, resource: Resource, *, own_url: str, now: datetime
    ) -> Caller | TokenFault:
        """Give the caller that a token proves, or what is wrong with the token.

        `own_url` is the address of the API as the client wrote it; it is a good audience too.
        """
        try:
            token = taken_apart(text)
        except ValueError:
            return TokenFault("JWT is not well formed.")
        fault = self._fault_of_signature(token) or self._fault_of_time(token, now)
        if fault is not None:
            return fault
        audience = str(token.claims.get("aud"))
        if not resource.is_named_by(audience) and audience.rstrip("/") != own_url:
            return TokenFault("Access token validation failure. Invalid audience.")
        tenant = self._register.tenant(token.text("tid"))
        app = tenant.principal(token.text("appid")) if tenant else None
        if tenant is None or app is None:
            return TokenFault("Access token validation failure. Invalid tenant.")
        roles = token.claims.get("roles")
        held = tuple(str(role) for role in roles) if isinstance(roles, list) else ()
        return Caller(app, tenant, held)

    def _fault_of_signature(self, token: JwtParts) -> TokenFault | None:
        key = self._keys.find(token.header_text("kid"))
        if token.header.get("alg") != "RS256" or key is None:
            return TokenFault("Signature validation failed: key not found.")
        if not key.is_signature(token.signature, _signed_bytes(token)):
            return TokenFault("Signature validation failed.")
        return None

    def _fault_of_time(self, token: JwtParts, now: datetime) -> TokenFault | None:
        expires_at, not_before = token.claims.get("exp"), token.claims.get("nbf")
        if not isinstance(expires_at, int) or not isinstance(not_before, int):
            return TokenFault("JWT is not well formed.")
        if now.timestamp() >= expires_at:
            return TokenFault("Lifetime validation failed, the token is expired.")
        if (now + _CLOCK_SKEW).timestamp() < not_before:
            return TokenFault("Lifetime validation failed, the token is not yet valid.")
        ended = self._revoked_before
        if ended is None or not_before >= ended or "xms_cc" not in token.claims:
            return None
        return TokenFault(
            CHALLENGED,
            {"access_token": {"nbf": {"essential": True, "value": str(ended)}}},
        )

    def _lifetime_s(self, *, is_long_lived: bool) -> int:
        if is_long_lived:
            return self._random.randint(_SHORTEST_LONG_LIFE_S, _LONGEST_LONG_LIFE_S)
        return self._random.randint(_SHORTEST_LIFE_S, _LONGEST_LIFE_S)

    def _bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


def _as_version_2(claims: JsonObject, grant: Grant) -> JsonObject:
    """Give the claims as those resources get them that want version 2.0.

    Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
    (2026-11-23)
    """
    renamed = {"appid": "azp", "appidacr": "azpacr"}
    kept: JsonObject = {
        renamed.get(name, name): value
        for name, value in claims.items()
        if name not in ("app_displayname", "idp")
    }
    issuer = ISSUER_V2.format(tenant=grant.tenant.tenant_id)
    return kept | {"aud": grant.resource.app_id, "iss": issuer, "ver": "2.0"}


def signed_token(key: SigningKey, claims: JsonObject, *, nonce: str | None = None) -> str:
    """Give the token; with a nonce, the signature covers a header in which the nonce is hashed.

    Graph's tokens are made so: who does not know it finds that the signature does not fit.
    """
    header: JsonObject = {"typ": "JWT", "alg": "RS256"}
    if claims["ver"] == "1.0":
        header["x5t"] = key.key_id
    header["kid"] = key.key_id
    shown, signed = dict(header), dict(header)
    if nonce is not None:
        shown["nonce"] = nonce
        signed["nonce"] = _hashed(nonce)
    body = segment(claims)
    signature = key.sign(f"{segment(signed)}.{body}".encode())
    return f"{segment(shown)}.{body}.{base64url(signature)}"


def _signed_bytes(token: JwtParts) -> bytes:
    """Give what the signature covers: with a nonce, a header other than the one that was sent."""
    nonce = token.header.get("nonce")
    if not isinstance(nonce, str):
        return token.signed
    head = segment(token.header | {"nonce": _hashed(nonce)})
    return head.encode() + b"." + token.signed.partition(b".")[2]


def _hashed(nonce: str) -> str:
    return base64url(hashlib.sha256(nonce.encode()).digest())
