"""What can be said about a token beyond the claims themselves."""

from __future__ import annotations

from .claims import DecodedToken
from .clouds import CLOUDS
from .resources import Resource


def resource_of(audience: str | None) -> Resource | None:
    """Find the API that an audience names, in any cloud; `None` for one that is not ours.

    An audience is the API's address, with or without a trailing slash, or its application id.
    """
    named = _plain(audience)
    if not named:
        return None
    if named in _OLD_NAMES:
        return _OLD_NAMES[named]
    for resource in Resource:
        known = {_plain(cloud.audiences.get(resource)) for cloud in CLOUDS.values()}
        if named in known or named == resource.app_id:
            return resource
    return None


def is_audience_of(found: str | None, expected: str | None) -> bool:
    """Tell whether two spellings of an audience are one: case and a last slash do not count."""
    return bool(_plain(found)) and _plain(found) == _plain(expected)


def _plain(audience: str | None) -> str:
    return (audience or "").rstrip("/").casefold()


# Defender for Endpoint still answers to the name of its first service.
_OLD_NAMES = {"https://securitycenter.onmicrosoft.com/windowsatpservice": Resource.MDE}


def signature_state(token: DecodedToken) -> str:
    """Say in words what is known of the signature; decoding alone never checks one.

    Graph signs over a hash of the header's nonce, so that nobody else can verify its tokens.

    Source: https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens
    """
    if "nonce" in token.header or resource_of(token.audience) is Resource.GRAPH:
        return "cannot be checked by third parties"
    return "not checked"
