"""Pairs of key and certificate, in every form that files have them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

ENDS = datetime(2036, 1, 1, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Pair:
    """A private key with the certificate made for it."""

    key: Key
    certificate: x509.Certificate

    def key_pem(
        self,
        passphrase: bytes | None = None,
        form: PrivateFormat = PrivateFormat.PKCS8,
    ) -> bytes:
        """Give the key's block, locked where there is a passphrase."""
        return self.key.private_bytes(Encoding.PEM, form, _lock(passphrase))

    @property
    def certificate_pem(self) -> bytes:
        """The certificate's block."""
        return self.certificate.public_bytes(Encoding.PEM)

    def pfx(self, passphrase: bytes | None = None, others: tuple[Pair, ...] = ()) -> bytes:
        """Give both in one PFX file, with the certificates of others beside."""
        return pkcs12.serialize_key_and_certificates(
            b"app",
            self.key,
            self.certificate,
            [one.certificate for one in others],
            _lock(passphrase),
        )


def _lock(passphrase: bytes | None) -> KeySerializationEncryption:
    return BestAvailableEncryption(passphrase) if passphrase else NoEncryption()


@cache
def pair(name: str = "app", bits: int = 2048) -> Pair:
    """Make a pair once; `bits` 0 makes one on an elliptic curve."""
    key: Key = (
        rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ENDS - timedelta(days=3650))
        .not_valid_after(ENDS)
        .sign(key, hashes.SHA256())
    )
    return Pair(key, certificate)
