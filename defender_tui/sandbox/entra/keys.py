"""RSA keys, made when they are first needed: making one takes as long as half a start."""

from __future__ import annotations

import base64
import threading
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_FAR_OFF = datetime(2099, 1, 1, tzinfo=UTC)


def base64url(data: bytes) -> str:
    """Give the text that stands for bytes in tokens: URL alphabet, no padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_rsa_key() -> rsa.RSAPrivateKey:
    """Make a key, which takes from 20 to 300 ms; other threads go on meanwhile."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class LazyRsaKey:
    """One private key, made by whoever asks first; the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: rsa.RSAPrivateKey | None = None

    @classmethod
    def made_ahead(cls) -> LazyRsaKey:
        """Give a key that a thread begins to make at once."""
        key = cls()
        threading.Thread(target=key.get, daemon=True).start()
        return key

    def get(self) -> rsa.RSAPrivateKey:
        """Give the key."""
        with self._lock:
            if self._key is None:
                self._key = new_rsa_key()
            return self._key


def self_signed(
    key: rsa.RSAPrivateKey,
    common_name: str,
    *,
    valid_from: datetime = _LONG_AGO,
    valid_to: datetime = _FAR_OFF,
) -> bytes:
    """Give a certificate for a key, signed by itself, as DER."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_to)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)
