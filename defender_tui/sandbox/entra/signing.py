"""The keys with which tokens are signed."""

from __future__ import annotations

import base64
import hashlib
import threading
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from defender_tui.sandbox.entra.keys import base64url, new_rsa_key, self_signed
from defender_tui.sandbox.json_value import JsonObject

_PUBLISHED = 3
"""How many keys stand in the JWKS document at most, the one in use among them."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key with the certificate that wraps its public half."""

    private_key: rsa.RSAPrivateKey
    certificate_der: bytes

    @property
    def key_id(self) -> str:
        """Thumbprint of the certificate, which serves as `kid` and as `x5t`."""
        return base64url(hashlib.sha1(self.certificate_der).digest())

    def sign(self, content: bytes) -> bytes:
        return self.private_key.sign(content, padding.PKCS1v15(), hashes.SHA256())

    def is_signature(self, signature: bytes, content: bytes) -> bool:
        """Tell whether this key made the signature over the content."""
        try:
            self.private_key.public_key().verify(
                signature, content, padding.PKCS1v15(), hashes.SHA256()
            )
        except InvalidSignature:
            return False
        return True

    def as_jwk(self) -> JsonObject:
        """Give the public half as an entry of a JWKS document."""
        numbers = self.private_key.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.key_id,
            "x5t": self.key_id,
            "n": base64url(numbers.n.to_bytes(256, "big")),
            "e": base64url(numbers.e.to_bytes(3, "big")),
            "x5c": [base64.b64encode(self.certificate_der).decode()],
        }


class KeyRing:
    """The published keys; the first one is made when it is first needed.

    Every method blocks while a key is being made.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: tuple[SigningKey, ...] = ()

    def key(self) -> SigningKey:
        """Give the key that signs now."""
        return self.published()[0]

    def published(self) -> tuple[SigningKey, ...]:
        """Give the keys whose signatures count, the newest first."""
        with self._lock:
            if not self._keys:
                self._keys = (_new_key(),)
            return self._keys

    def find(self, key_id: str) -> SigningKey | None:
        """Give the published key of that id, None when there is none."""
        return next((key for key in self.published() if key.key_id == key_id), None)

    def rotate(self, *, forget_old: bool = False) -> SigningKey:
        """Sign with a new key from now on and give it.

        The old one stays published, so that its tokens go on, unless it is to be forgotten.
        """
        old = () if forget_old else self.published()
        new = _new_key()
        with self._lock:
            self._keys = (new, *old)[:_PUBLISHED]
        return new


def _new_key() -> SigningKey:
    private_key = new_rsa_key()
    return SigningKey(private_key, self_signed(private_key, "accounts.accesscontrol.windows.net"))
