"""The challenge with which an API ends a token early and says what the next one must carry.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/claims-challenge
"""

from __future__ import annotations

import base64
import binascii
import json
import re

_CLAIMS = re.compile(r'\bclaims="([A-Za-z0-9+/_-]{1,8192}={0,2})"')
_URL_LETTERS = str.maketrans("-_", "+/")


def claims_asked(challenge: str) -> str | None:
    """Read the claims, as JSON text, out of a `WWW-Authenticate` header.

    `None` when it asks for none, or they cannot be read: then a new token is all there is to try.
    """
    found = _CLAIMS.search(challenge) if "insufficient_claims" in challenge else None
    if found is None:
        return None
    letters = found.group(1).rstrip("=").translate(_URL_LETTERS)
    try:
        text = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode()
        claims = json.loads(text)
    except (binascii.Error, ValueError, RecursionError):
        return None
    return text if isinstance(claims, dict) else None
