"""The key with which tokens are signed."""

from __future__ import annotations

import base64
import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from defender_tui.sandbox.json_value import JsonObject


def base64url(data: bytes) -> str:
    """Give the text that stands for bytes in tokens: URL alphabet, no padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


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
    """Makes the key when it is first needed, because that takes longer than the whole start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: SigningKey | None = None

    def key(self) -> SigningKey:
        """Give the one key of this run; blocks while it is being made."""
        with self._lock:
            if self._key is None:
                self._key = _new_key()
            return self._key


def _new_key() -> SigningKey:
    private_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "accounts.accesscontrol.windows.net")]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .sign(private_key, hashes.SHA256())
    )
    return SigningKey(private_key, certificate.public_bytes(serialization.Encoding.DER))
