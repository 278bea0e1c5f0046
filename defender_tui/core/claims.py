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
from .pasted_token import bare_token, check_form
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
    """Decode a pasted or acquired token, whatever of a header or of JSON came along with it.

    Raises:
        ProtocolError: it is not a JWT with a readable header and claims.
    """
    pasted = token.reveal()
    text = bare_token(pasted) if len(pasted) <= 2 * MAX_TOKEN_CHARS else pasted
    if len(text) > MAX_TOKEN_CHARS:
        raise ProtocolError(
            "This is too long to be an access token.", hint="Paste the token alone."
        )
    check_form(text)
    head, body, signature = text.split(".")
    header = _members(head, "header")
    claims = _members(body, "claims")
    try:
        _octets(signature)
    except ValueError as cause:
        raise _unreadable("signature is not base64url") from cause
    return DecodedToken(header, claims)


def _members(part: str, name: str) -> Mapping[str, object]:
    try:
        octets = _octets(part)
    except ValueError as cause:
        raise _unreadable(f"{name} part is not base64url") from cause
    try:
        value = json.loads(octets)
    except (ValueError, RecursionError) as cause:
        raise _unreadable(f"{name} part is not JSON") from cause
    if not isinstance(value, dict):
        raise ProtocolError(f"This token holds no {name}.", hint="Copy it again, whole.")
    return value


def _octets(part: str) -> bytes:
    """Undo base64url without padding, which is all there is to reading a token unchecked.

    A library for tokens would do it too, but brings the cryptography to check one along, and that
    costs a start a quarter of its time.

    Source: https://www.rfc-editor.org/rfc/rfc7515#section-2
    """
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _unreadable(why: str) -> ProtocolError:
    return ProtocolError(
        f"This token cannot be decoded: it was cut or changed on the way, for its {why}.",
        hint="Copy it again, whole.",
    )
