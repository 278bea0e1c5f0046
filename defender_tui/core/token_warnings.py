"""What is wrong with a token, or will be, and what to do about each.

Nothing here judges a signature or asks anybody: a warning follows from the token, from what it is
used for, and from the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .claims import DecodedToken
from .resources import Resource
from .token_facts import is_audience_of, resource_of

EXPIRING_BELOW_S = 300.0
# A clock that is off by less is no trouble for anybody: services allow for five minutes.
SKEW_WORTH_TELLING_S = 60.0
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NEW_TOKEN = "Get a new token."


class WarningKind(StrEnum):
    """What a warning is about, for programs."""

    EXPIRED = "expired"
    EXPIRING = "expiring"
    NOT_YET_VALID = "not-yet-valid"
    CLOCK_DIFFERS = "clock-differs"
    WRONG_AUDIENCE = "wrong-audience"
    MDE_FOR_XDR = "mde-audience"
    NO_ROLES = "no-roles"
    USER_TOKEN = "user-token"
    OTHER_TENANT = "other-tenant"
    OTHER_APP = "other-app"
    UNUSUAL_VERSION = "unusual-version"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class TokenWarning:
    """One thing to know about a token: what it is, and what to do."""

    kind: WarningKind
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TokenUse:
    """What a token is looked at for; `None` and empty mean that nothing is known of it.

    `held_for` is the API that the token was asked for, `audience` the audience that was asked with.
    `expires_at` is from the answer. `skew_s` says how far this clock is ahead of the server's.
    """

    now: datetime
    held_for: Resource | None = None
    audience: str | None = None
    tenant_id: str | None = None
    client_id: str | None = None
    expires_at: datetime | None = None
    skew_s: float | None = None


def warnings_for(token: DecodedToken, use: TokenUse) -> tuple[TokenWarning, ...]:
    """Give what is to be known, the most pressing first; empty when all is well."""
    return (
        *_of_time(token, use),
        *_of_audience(token, use),
        *_of_identity(token, use),
        *_of_roles(token, use),
        *_of_form(token),
    )


def _of_time(token: DecodedToken, use: TokenUse) -> list[TokenWarning]:
    found = []
    ends_at, begins_at = use.expires_at or token.expires_at, token.time("nbf")
    left_s = (ends_at - use.now).total_seconds() if ends_at else None
    if left_s is not None and left_s <= 0:
        text = "It has expired: every API refuses it."
        found.append(TokenWarning(WarningKind.EXPIRED, text, _NEW_TOKEN))
    elif left_s is not None and left_s < EXPIRING_BELOW_S:
        text = "It ends in less than five minutes: it is not used any more for new requests."
        found.append(TokenWarning(WarningKind.EXPIRING, text, _NEW_TOKEN))
    if begins_at is not None and begins_at > use.now:
        wait_s = int((begins_at - use.now).total_seconds())
        text = f"It is not valid yet: it begins in {_span(wait_s)} by this machine's clock."
        remedy = "Set the clock of this machine; a new token begins at once."
        found.append(TokenWarning(WarningKind.NOT_YET_VALID, text, remedy))
    if use.skew_s is not None and abs(use.skew_s) >= SKEW_WORTH_TELLING_S:
        side = "ahead of" if use.skew_s > 0 else "behind"
        text = f"This machine's clock is {_span(abs(int(use.skew_s)))} {side} the server's."
        remedy = "Set it by a time server: signed requests fail beyond five minutes."
        found.append(TokenWarning(WarningKind.CLOCK_DIFFERS, text, remedy))
    return found


def _of_audience(token: DecodedToken, use: TokenUse) -> list[TokenWarning]:
    named = resource_of(token.audience)
    is_right = use.held_for is None or named is use.held_for
    if not is_right and not is_audience_of(token.audience, use.audience):
        wanted = use.held_for.label if use.held_for else ""
        whose = named.label if named else token.audience or "nobody"
        if use.held_for is Resource.XDR and named is Resource.MDE:
            return [_mde_for_xdr(f"{wanted} refuses it: it is for {whose}.")]
        text = f"{wanted} refuses it: it is for {whose}."
        remedy = f"Ask for a token with the audience {use.audience or 'of that API'}."
        return [TokenWarning(WarningKind.WRONG_AUDIENCE, text, remedy)]
    if use.held_for is None and use.audience is None and named is Resource.MDE:
        return [_mde_for_xdr("It is for Defender for Endpoint: the Defender XDR API refuses it.")]
    return []


def _mde_for_xdr(text: str) -> TokenWarning:
    """Name a mistake that spreads by copied sample code, in which the two audiences are mixed."""
    remedy = (
        "For incidents and hunting ask for https://api.security.microsoft.com. Sample code often "
        "names https://api.securitycenter.microsoft.com or …/windowsatpservice, which are the "
        "other API's."
    )
    return TokenWarning(WarningKind.MDE_FOR_XDR, text, remedy)


def _of_identity(token: DecodedToken, use: TokenUse) -> list[TokenWarning]:
    found = []
    if not token.is_app_only:
        text = "This is a user's token: what it allows follows the user, not the application."
        remedy = "For the application's own identity use the client-credentials grant."
        found.append(TokenWarning(WarningKind.USER_TOKEN, text, remedy))
    if _differs(use.tenant_id, token.text("tid")):
        text = f"It was issued by another tenant than the profile's: {token.text('tid')}."
        remedy = "It shows that tenant's data. Switch to its profile, or get a token here."
        found.append(TokenWarning(WarningKind.OTHER_TENANT, text, remedy))
    if _differs(use.client_id, token.client_id):
        text = f"It belongs to another application than the profile's: {token.client_id}."
        remedy = "Roles that are granted to the profile's application do not show in it."
        found.append(TokenWarning(WarningKind.OTHER_APP, text, remedy))
    return found


def _differs(expected: str | None, found: str | None) -> bool:
    """Tell whether two ids are known and not the same; a domain name cannot be compared."""
    if not expected or not found or not _GUID.fullmatch(expected):
        return False
    return expected.casefold() != found.casefold()


def _of_roles(token: DecodedToken, use: TokenUse) -> list[TokenWarning]:
    api = use.held_for or resource_of(token.audience)
    if token.roles or not token.is_app_only or api is None or api is Resource.KEYVAULT:
        return []
    text = "It holds no roles: the API answers 403 to everything."
    remedy = (
        f"Grant application permissions on {api.label}, then admin consent, then get a new "
        "token: roles appear only in new tokens."
    )
    return [TokenWarning(WarningKind.NO_ROLES, text, remedy)]


def _of_form(token: DecodedToken) -> list[TokenWarning]:
    found = []
    if str(token.header.get("alg") or "none").casefold() == "none":
        text = "It is not signed: anybody can have written it, and every API refuses it."
        found.append(TokenWarning(WarningKind.UNSIGNED, text, _NEW_TOKEN))
    api = resource_of(token.audience)
    if api is not None and (token.text("ver") or "1.0") != "1.0":
        text = f"It says to be of version {token.text('ver')}, but {api.label} is issued v1 tokens."
        remedy = "Check where it is from: the API chooses the version, whatever the endpoint."
        found.append(TokenWarning(WarningKind.UNUSUAL_VERSION, text, remedy))
    return found


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
