"""A token's header and claims as rows for reading, each with what it means.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from .claims import DecodedToken
from .token_facts import resource_of


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim for reading: its name, its value as text, what it means, its time if it is one."""

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
            _meaning(token, name),
            token.time(name) if name in _TIMES else None,
        )
        for name in known + rest
    )


def header_rows(token: DecodedToken) -> tuple[ClaimRow, ...]:
    """Give every header field in the token's own order."""
    return tuple(
        ClaimRow(
            name,
            _as_text(value),
            _of_value(_HEADER_VALUES, name, value) or _HEADER_MEANINGS.get(name, ""),
        )
        for name, value in token.header.items()
    )


def claims_as_json(token: DecodedToken) -> str:
    """Give header and claims as one JSON text to copy; the signature is left out."""
    whole = {"header": dict(token.header), "claims": dict(token.claims)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _meaning(token: DecodedToken, name: str) -> str:
    value = token.claims[name]
    if name == "aud" and (resource := resource_of(token.audience)) is not None:
        return f"the API that accepts this token: {resource.label}"
    told = _of_value(_VALUES, name, value)
    if told:
        return told
    undocumented = "internal to Microsoft, not documented" if name.startswith("xms_") else ""
    return _MEANINGS.get(name, undocumented)


def _of_value(table: dict[tuple[str, str], str], name: str, value: object) -> str:
    if isinstance(value, list):
        value = ",".join(str(item) for item in value)
    return table.get((name, value.casefold()), "") if isinstance(value, str) else ""


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


_TIMES = frozenset({"exp", "iat", "nbf", "auth_time"})
_MEANINGS = {
    "aud": "the API that accepts this token; every other refuses it",
    "roles": "app roles granted on that API",
    "scp": "delegated scopes: this is a user's token",
    "appid": "the application (client) id",
    "azp": "the application (client) id",
    "app_displayname": "the application's name",
    "tid": "the tenant that issued it",
    "exp": "not accepted after this time",
    "nbf": "not accepted before this time",
    "iat": "issued at this time",
    "idtyp": "kind of identity: app means no user, user means a signed-in one",
    "appidacr": "how the app proved itself: 0 not at all, 1 secret, 2 certificate or assertion",
    "azpacr": "how the app proved itself: 0 not at all, 1 secret, 2 certificate or assertion",
    "iss": "the issuer",
    "idp": "the identity provider that checked it; for an app the same as iss",
    "oid": "the object id of the enterprise app in this tenant, not of the app registration",
    "sub": "the subject; the same as oid for an app",
    "upn": "the signed-in user: this is a user's token",
    "unique_name": "the signed-in user: this is a user's token",
    "preferred_username": "the signed-in user: this is a user's token",
    "name": "the signed-in user's name",
    "amr": "how the user signed in",
    "ipaddr": "the address that the user signed in from",
    "wids": "directory roles, by their template ids",
    "ver": "the token's version, chosen by the API and not by the endpoint",
    "uti": "the token's unique id, to be found in the sign-in logs",
    "xms_cc": "client capabilities; CP1 means continuous access evaluation",
    "acct": "whether the user is a guest of the tenant: 0 member, 1 guest",
    "aio": "internal to Microsoft, not documented",
    "rh": "internal to Microsoft, not documented",
}
_VALUES = {
    ("idtyp", "app"): "an application, no user",
    ("idtyp", "user"): "a signed-in user",
    ("appidacr", "0"): "the app did not prove itself: a public client",
    ("appidacr", "1"): "the app proved itself by a client secret",
    ("appidacr", "2"): "the app proved itself by a certificate or an assertion",
    ("azpacr", "0"): "the app did not prove itself: a public client",
    ("azpacr", "1"): "the app proved itself by a client secret",
    ("azpacr", "2"): "the app proved itself by a certificate or an assertion",
    ("ver", "1.0"): "a v1 token, as the API wants it: it names the app in appid",
    ("ver", "2.0"): "a v2 token, as the API wants it: it names the app in azp",
    ("xms_cc", "cp1"): "the client can answer continuous access evaluation",
}
_HEADER_MEANINGS = {
    "typ": "the kind of token",
    "alg": "the signature algorithm",
    "kid": "the key that signed it",
    "x5t": "the signing certificate's thumbprint",
    "nonce": "Graph's own check: others cannot verify this signature",
}
_HEADER_VALUES = {
    ("typ", "jwt"): "a JSON Web Token",
    ("alg", "rs256"): "RSA with SHA-256, as Entra signs",
    ("alg", "none"): "no signature at all: anybody can have written it",
    ("alg", "hs256"): "signed with a shared secret, which Entra never does",
}
