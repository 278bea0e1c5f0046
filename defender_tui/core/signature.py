"""What is known of an access token's signature.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-tokens
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .claims import DecodedToken

ENTRA_ALGORITHM = "RS256"


class SignatureVerdict(StrEnum):
    """How a check of a signature came out."""

    VERIFIED = "verified"
    BY_STRANGER = "by_stranger"
    UNSIGNED = "unsigned"
    OTHER_ALGORITHM = "other_algorithm"
    NOT_CHECKABLE = "not_checkable"
    NOT_FETCHED = "not_fetched"


@dataclass(frozen=True, slots=True)
class SignatureState:
    """A verdict with its reason.

    `key_id` is the key that the token names, `None` when it names none. `detail` is a sentence
    without its full stop; it may hold texts out of the token or from a server.
    """

    verdict: SignatureVerdict
    detail: str
    key_id: str | None = None


def told_by_header(token: DecodedToken) -> SignatureState | None:
    """Judge what needs no key; `None` when the tenant's keys have to be asked.

    Graph signs over a hash of the header's nonce, so that nobody else can verify its tokens.
    """
    algorithm = token.header.get("alg")
    if not isinstance(algorithm, str) or algorithm.casefold() in {"", "none"}:
        return SignatureState(SignatureVerdict.UNSIGNED, "the token is not signed", key_id(token))
    if algorithm != ENTRA_ALGORITHM:
        return SignatureState(
            SignatureVerdict.OTHER_ALGORITHM,
            f"signed with {algorithm[:40]}; Entra signs with {ENTRA_ALGORITHM}",
            key_id(token),
        )
    if "nonce" in token.header:
        return SignatureState(
            SignatureVerdict.NOT_CHECKABLE,
            "only Microsoft Graph can check its tokens, by the nonce in the header",
            key_id(token),
        )
    return None


def key_id(token: DecodedToken) -> str | None:
    """Give the id of the key that a token says it was signed with; `None` when it says none."""
    for name in ("kid", "x5t"):
        value = token.header.get(name)
        if isinstance(value, str) and value:
            return value
    return None
