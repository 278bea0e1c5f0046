"""The certificates that are registered on applications.

All of them wrap one key: a second one would be made for nobody's use.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import load_der_x509_certificate

from defender_tui.sandbox.entra.keys import LazyRsaKey, self_signed
from defender_tui.sandbox.tenant import App, Certificate

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_TO = datetime(2099, 1, 1, tzinfo=UTC)
_PFX_ROUNDS = 2_000
"""What is usual in such files; more would be felt at the start."""
_EXPIRED_AT = datetime(2022, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AppCertificate:
    """A certificate with its private key."""

    private_key: rsa.RSAPrivateKey
    der: bytes
    valid_to: datetime

    @property
    def thumbprints(self) -> tuple[bytes, bytes]:
        """SHA-1 and SHA-256 of the certificate."""
        return hashlib.sha1(self.der).digest(), hashlib.sha256(self.der).digest()

    def as_pem(self) -> bytes:
        """Give the private key and the certificate, as clients want them in one file."""
        key = self.private_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        certificate = load_der_x509_certificate(self.der)
        return key + certificate.public_bytes(serialization.Encoding.PEM)

    def as_pfx(self, passphrase: str = "") -> bytes:
        """Give both as PFX, encrypted when there is a passphrase."""
        # Hardly anybody asks, and the start should not wait for the import.
        from cryptography.hazmat.primitives.serialization import pkcs12

        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if passphrase:
            encryption = (
                serialization.PrivateFormat.PKCS12.encryption_builder()
                .kdf_rounds(_PFX_ROUNDS)
                .build(passphrase.encode())
            )
        certificate = load_der_x509_certificate(self.der)
        return pkcs12.serialize_key_and_certificates(
            b"sandbox", self.private_key, certificate, None, encryption
        )


class AppCertificates:
    """Gives each application its certificate, made when first asked for.

    The first call blocks while the key is being made.
    """

    def __init__(self, key: LazyRsaKey) -> None:
        self._key = key
        self._lock = threading.Lock()
        self._made: dict[str, AppCertificate] = {}

    def of(self, app: App) -> AppCertificate | None:
        """Give an application's certificate, None when none is registered on it."""
        if app.certificate is Certificate.NONE:
            return None
        key = self._key.get()
        with self._lock:
            made = self._made.get(app.client_id)
            if made is None:
                valid_to = _EXPIRED_AT if app.certificate is Certificate.EXPIRED else _VALID_TO
                der = self_signed(key, app.name, valid_from=VALID_FROM, valid_to=valid_to)
                made = self._made[app.client_id] = AppCertificate(key, der, valid_to)
            return made
