"""A key pair with a self-signed certificate; the private key never leaves this machine."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ..core.errors import ConfigError, DefenderTuiError
from ..core.profiles import profile_name_problem
from ..store.files import write_new_private
from ..store.paths import config_dir

KEY_BITS = 2048
USUAL_DAYS = 365
_COMMON_NAME_LIMIT = 64


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Where a new key pair is.

    `private_file` holds key and certificate, which is what a profile names; `certificate_file` the
    certificate alone, for upload. `thumbprint` is the SHA-1 of the certificate in capitals, as the
    portal lists it; `sha256` its SHA-256.
    """

    private_file: Path
    certificate_file: Path
    thumbprint: str
    sha256: str
    ends: datetime


def key_folder() -> Path:
    """Give the folder for keys, in the configuration folder; it may not be there yet."""
    return config_dir() / "keys"


async def make_key_pair(
    folder: Path, name: str, *, now: datetime, days: int = USUAL_DAYS
) -> KeyPair:
    """Make `name`.pem and `name`.cer in a folder, readable by this user alone.

    Raises:
        ConfigError: the name cannot be one, or one of the files is there already; nothing was
            written over.
        StoreError: the folder cannot be written.
    """
    if problem := profile_name_problem(name):
        raise ConfigError(problem, hint="The files are called so: choose another name.")
    return await asyncio.to_thread(_make, folder, name, now, now + timedelta(days=days))


def _make(folder: Path, name: str, now: datetime, ends: datetime) -> KeyPair:
    private_file, certificate_file = folder / f"{name}.pem", folder / f"{name}.cer"
    for file in (private_file, certificate_file):
        if file.exists():
            raise ConfigError(
                f"There is a file {file} already.",
                hint="Use it, or choose another name: no key is ever written over.",
                file=file,
            )
    # Only this needs it, and it is slow to import.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_COMMON_NAME_LIMIT])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock that is a little behind must not find it from the future.
        .not_valid_before(now - timedelta(minutes=10))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")
    write_new_private(private_file, private + public)
    try:
        write_new_private(certificate_file, public)
    except DefenderTuiError:
        private_file.unlink(missing_ok=True)
        raise
    der = certificate.public_bytes(serialization.Encoding.DER)
    return KeyPair(
        private_file,
        certificate_file,
        # The portal names certificates by it; nothing rests on its strength.
        hashlib.sha1(der, usedforsecurity=False).hexdigest().upper(),
        hashlib.sha256(der).hexdigest().upper(),
        ends,
    )
