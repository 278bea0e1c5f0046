"""Certificates with their private keys, read out of PEM and PFX.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.credentials import Certificate
from ..core.errors import ConfigError
from ..core.secret import Secret
from .proofs import CertificateProof
from .small_files import read_small_file

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_MIN_KEY_BITS = 2048
_KEY_BLOCK = re.compile(rb"-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE_BLOCK = re.compile(
    rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL
)
# Every structure of DER that holds others begins so; what does not is no PFX either.
_DER_SEQUENCE = 0x30


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the bytes came from, for the words of an error."""

    title: str
    file: Path | None = None

    def error(self, problem: str, hint: str, key: str = "credential") -> ConfigError:
        return ConfigError(f"{self.title} {problem}", hint=hint, file=self.file, key=key)


def read_certificate_file(certificate: Certificate, passphrase: Secret | None) -> CertificateProof:
    """Read the file of a certificate credential. Blocks.

    Raises:
        ConfigError: the file is missing, cannot be read or holds no usable pair of key and
            certificate, or the passphrase is missing or wrong.
    """
    what = "certificate file"
    data = read_small_file(certificate.file, what=what, key="credential.file")
    source = _Source(f"The {what}", certificate.file)
    return _proof(data, passphrase, source, sends_chain=certificate.sends_chain)


def read_stored_certificate(text: Secret, *, is_pfx: bool, title: str) -> CertificateProof:
    """Read a certificate as Key Vault keeps it: PEM text, or PFX in base64 without a passphrase.

    Raises:
        ConfigError: it holds no usable pair of key and certificate; `title` begins the message.
    """
    source = _Source(title)
    data = text.reveal().encode("utf-8", "replace")
    if is_pfx:
        try:
            data = base64.b64decode(data, validate=True)
        except binascii.Error:
            raise source.error(
                "is labelled as PFX but is not base64.", "Import it into the vault again."
            ) from None
    return _proof(data, None, source, sends_chain=False)


def _proof(
    data: bytes, passphrase: Secret | None, source: _Source, *, sends_chain: bool
) -> CertificateProof:
    password = _octets(passphrase, source)
    if b"-----BEGIN " in data:
        key, certificates = _from_pem(data, password, source)
    elif data[:1] == bytes([_DER_SEQUENCE]):
        key, certificates = _from_pfx(data, password, source)
    else:
        raise source.error("is neither PEM nor PFX.", "Export it again, with its private key.")
    own = _own_certificate(key, certificates, source)
    return _packed(key, [own, *(one for one in certificates if one != own)], sends_chain)


def _packed(
    key: RSAPrivateKey, certificates: Sequence[x509.Certificate], sends_chain: bool
) -> CertificateProof:
    from cryptography.hazmat.primitives import hashes, serialization

    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    blocks = (one.public_bytes(serialization.Encoding.PEM).decode("ascii") for one in certificates)
    return CertificateProof(
        private_key=Secret(pem.decode("ascii")),
        certificates=tuple(blocks),
        thumbprint=certificates[0].fingerprint(hashes.SHA1()).hex().upper(),
        expires_at=certificates[0].not_valid_after_utc,
        sends_chain=sends_chain,
    )


def _octets(passphrase: Secret | None, source: _Source) -> bytes | None:
    if not passphrase:
        return None
    octets = passphrase.encoded()
    if octets is None:
        raise source.error(
            "cannot be opened: its passphrase holds a character that cannot be sent.",
            "Type the passphrase again in Credentials.",
        )
    return octets


def _from_pem(
    data: bytes, password: bytes | None, source: _Source
) -> tuple[RSAPrivateKey, list[x509.Certificate]]:
    from cryptography import x509

    block = _KEY_BLOCK.search(data)
    if block is None:
        raise source.error(
            "holds no private key.", "Put the key and the certificate into one file."
        )
    is_locked = b"ENCRYPTED" in block.group(0)
    if is_locked and password is None:
        raise _locked(source)
    try:
        certificates = [
            x509.load_pem_x509_certificate(one) for one in _CERTIFICATE_BLOCK.findall(data)
        ]
    except ValueError:
        raise source.error("holds a damaged certificate.", "Export it again.") from None
    return _key_in_pem(block.group(0), password if is_locked else None, source), certificates


def _key_in_pem(block: bytes, password: bytes | None, source: _Source) -> RSAPrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(block, password)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if password is not None:
            raise _wrong_passphrase(source) from None
        raise source.error("holds a damaged private key.", "Export it again.") from None
    return _rsa(key, source)


def _from_pfx(
    data: bytes, password: bytes | None, source: _Source
) -> tuple[RSAPrivateKey, list[x509.Certificate]]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        key, own, others = load_key_and_certificates(data, password)
    except (ValueError, UnsupportedAlgorithm):
        raise (_locked(source) if password is None else _wrong_passphrase(source)) from None
    if key is None:
        raise source.error("holds no private key.", "Export it again, with its private key.")
    return _rsa(key, source), [one for one in (own, *others) if one is not None]


def _rsa(key: object, source: _Source) -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if not isinstance(key, RSAPrivateKey) or key.key_size < _MIN_KEY_BITS:
        raise source.error(
            "holds a key that Entra does not take.",
            f"Make a certificate with an RSA key of {_MIN_KEY_BITS} bits or more.",
        )
    return key


def _own_certificate(
    key: RSAPrivateKey, certificates: Sequence[x509.Certificate], source: _Source
) -> x509.Certificate:
    if not certificates:
        raise source.error(
            "holds no certificate.", "Put the key and the certificate into one file."
        )
    public = key.public_key()
    for one in certificates:
        if one.public_key() == public:
            return one
    raise source.error(
        "holds a private key that does not match its certificate.",
        "Put the key in that belongs to the certificate.",
    )


def _locked(source: _Source) -> ConfigError:
    if source.file is None:
        return source.error(
            "is locked with a passphrase, or damaged.", "Keep it in the vault without a passphrase."
        )
    return source.error(
        "is locked with a passphrase and none is at hand, or it is damaged.",
        "Say in Credentials where its passphrase is kept, and type it.",
        "credential.passphrase",
    )


def _wrong_passphrase(source: _Source) -> ConfigError:
    return source.error(
        "was not opened: the passphrase is wrong, or the file is damaged.",
        "Type the passphrase again in Credentials.",
        "credential.passphrase",
    )
