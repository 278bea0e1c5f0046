"""An identity provider outside Entra, as a cluster or a build service has one.

It vouches for workloads with tokens that Entra takes in place of a secret.
"""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta

from defender_tui.sandbox.entra.jwt_parts import segment
from defender_tui.sandbox.entra.keys import LazyRsaKey, base64url, self_signed
from defender_tui.sandbox.entra.signing import SigningKey
from defender_tui.sandbox.json_value import JsonObject

ISSUER_PATH = "/sandbox/issuer"


class OutsideIssuer:
    """Publishes a key and signs with it; every method may block while the key is being made."""

    def __init__(self, key: LazyRsaKey) -> None:
        self._private_key = key
        self._lock = threading.Lock()
        self._key: SigningKey | None = None

    def key(self) -> SigningKey:
        """Give the one key."""
        private_key = self._private_key.get()
        with self._lock:
            if self._key is None:
                self._key = SigningKey(private_key, self_signed(private_key, "sandbox issuer"))
            return self._key

    def token(
        self, *, issuer: str, subject: str, audience: str, now: datetime, lifetime: timedelta
    ) -> str:
        """Give a token that vouches for a workload."""
        key = self.key()
        issued_at = int(now.timestamp())
        header: JsonObject = {"alg": "RS256", "kid": key.key_id, "typ": "JWT"}
        claims: JsonObject = {
            "aud": [audience],
            "exp": issued_at + int(lifetime.total_seconds()),
            "iat": issued_at,
            "iss": issuer,
            "jti": str(uuid.uuid4()),
            "nbf": issued_at,
            "sub": subject,
        }
        signed = f"{segment(header)}.{segment(claims)}"
        return f"{signed}.{base64url(key.sign(signed.encode()))}"

    @staticmethod
    def metadata(issuer: str) -> JsonObject:
        """Give the document by which Entra would find the key."""
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
