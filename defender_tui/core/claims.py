"""Access tokens taken apart for reading. Decoding never checks a signature and never trusts.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from .errors import ProtocolError
from .secret import Secret

MAX_TOKEN_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class DecodedToken:
    """A JWT's header and claims as they stand in it, in their order."""

    header: Mapping[str, object]
    claims: Mapping[str, object]

    def text(self, claim: str) -> str | None:
        """Give a claim that is text; `None` when absent or of another kind."""
        value = self.claims.get(claim)
        return value if isinstance(value, str) else None

    def time(self, claim: str) -> datetime | None:
        """Give a claim in epoch seconds as UTC; `None` when absent or out of range."""
        value = self.claims.get(claim)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, ValueError, OSError):
            return None

    @property
    def audience(self) -> str | None:
        """The API that accepts this token."""
        return self.text("aud")

    @property
    def client_id(self) -> str | None:
        """The application: `appid` in v1 tokens, `azp` in v2 ones."""
        return self.text("appid") or self.text("azp")

    @property
    def roles(self) -> tuple[str, ...]:
        """The app roles granted on the audience; empty when there are none."""
        value = self.claims.get("roles")
        if not isinstance(value, list):
            return ()
        return tuple(role for role in value if isinstance(role, str))

    @property
    def expires_at(self) -> datetime | None:
        """When it ends, UTC."""
        return self.time("exp")

    @property
    def is_app_only(self) -> bool:
        """Whether it speaks for an application and no user.

        `idtyp` is optional, so its absence proves nothing: what tells then is that no user claim
        and no delegated scope is there, and that subject and object are one.
        """
        if self.text("idtyp") not in {None, "app"}:
            return False
        user_claims = ("scp", "upn", "unique_name", "preferred_username")
        if any(name in self.claims for name in user_claims):
            return False
        object_id, subject = self.text("oid"), self.text("sub")
        return object_id is None or subject is None or object_id == subject

    @property
    def authenticated_by(self) -> str:
        """How the application proved itself, in words."""
        value = self.text("appidacr") or self.text("azpacr")
        return _PROOFS.get(value or "", "not stated")


_PROOFS = {
    "0": "public client",
    "1": "by client secret",
    "2": "by certificate or assertion",
}


def decode_token(token: Secret) -> DecodedToken:
    """Decode a pasted or acquired token, tolerating `Bearer `, quotes and line breaks around it.

    Raises:
        ProtocolError: it is not a JWT with a readable header and claims.
    """
    text = _bare(token.reveal())
    if len(text) > MAX_TOKEN_CHARS:
        raise ProtocolError(
            "This is too long to be an access token.", hint="Paste the token alone."
        )
    parts = text.split(".")
    if len(parts) == 5:
        raise ProtocolError(
            "This token is encrypted (JWE); only the API it is for can read it.",
            hint="Nothing is wrong with it: try it against the API.",
        )
    if len(parts) != 3:
        raise ProtocolError(
            "This is not an access token: a JWT has three parts with dots between them.",
            hint="Paste the value of access_token, without the JSON around it.",
        )
    try:
        header, claims = (json.loads(_octets(part)) for part in parts[:2])
        _octets(parts[2])
    except (ValueError, RecursionError) as cause:
        raise _unreadable() from cause
    if not isinstance(header, dict):
        raise _unreadable()
    if not isinstance(claims, dict):
        raise ProtocolError("This token holds no claims.", hint="Copy it again, whole.")
    return DecodedToken(header, claims)


def _octets(part: str) -> bytes:
    """Undo base64url without padding, which is all there is to reading a token unchecked.

    A library for tokens would do it too, but brings the cryptography to check one along, and that
    costs a start a quarter of its time.

    Source: https://www.rfc-editor.org/rfc/rfc7515#section-2
    """
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _unreadable() -> ProtocolError:
    return ProtocolError(
        "This token cannot be decoded: it was cut or changed on the way.",
        hint="Copy it again, whole.",
    )


def _bare(text: str) -> str:
    stripped = "".join(text.split()).strip("\"'")
    if stripped[:6].lower() == "bearer":
        stripped = stripped[6:]
    return stripped.strip("\"'")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim for reading: its name, its value as text, a readable time, what it means."""

    name: str
    value: str
    meaning: str
    time: datetime | None = None


def claim_rows(token: DecodedToken) -> tuple[ClaimRow, ...]:
    """Give every claim, the telling ones first, the rest in the token's own order."""
    known = [name for name in _MEANINGS if name in token.claims]
    rest = [name for name in token.claims if name not in _MEANINGS]
    return tuple(
        ClaimRow(
            name,
            _as_text(token.claims[name]),
            _MEANINGS.get(name, "not documented" if name.startswith("xms_") else ""),
            token.time(name) if name in _TIMES else None,
        )
        for name in known + rest
    )


def header_rows(token: DecodedToken) -> tuple[ClaimRow, ...]:
    """Give every header field in the token's own order."""
    return tuple(
        ClaimRow(name, _as_text(value), _HEADER_MEANINGS.get(name, ""))
        for name, value in token.header.items()
    )


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


_TIMES = frozenset({"exp", "iat", "nbf"})
_MEANINGS = {
    "aud": "the API that accepts this token",
    "roles": "app roles granted on that API",
    "appid": "the application (client) id",
    "azp": "the application (client) id",
    "tid": "the tenant that issued it",
    "exp": "not accepted after this time",
    "nbf": "not accepted before this time",
    "iat": "issued at this time",
    "idtyp": "kind of identity: app means no user",
    "appidacr": "how the app proved itself: 0 not at all, 1 secret, 2 certificate or assertion",
    "azpacr": "how the app proved itself: 0 not at all, 1 secret, 2 certificate or assertion",
    "iss": "the issuer",
    "idp": "the identity provider that checked the app",
    "oid": "the app's service principal in this tenant",
    "sub": "the subject; the same as oid for an app",
    "scp": "delegated scopes: this is a user's token",
    "upn": "the signed-in user: this is a user's token",
    "wids": "directory roles",
    "ver": "token version, chosen by the API",
    "uti": "unique id, to be found in the sign-in logs",
    "xms_cc": "client capabilities; CP1 means continuous access evaluation",
    "aio": "internal",
    "rh": "internal",
}
_HEADER_MEANINGS = {
    "typ": "the kind of token",
    "alg": "the signature algorithm",
    "kid": "the key that signed it",
    "x5t": "the signing certificate's thumbprint",
    "nonce": "Graph's own check: others cannot verify this signature",
}
