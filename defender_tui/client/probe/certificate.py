"""The certificate that a host shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """What a host's certificate says; `issuer` is its organisation and common name."""

    issuer: str
    ends_at: datetime


def read_certificate(der: bytes) -> SeenCertificate | None:
    """Read a certificate; `None` for one that cannot be read."""
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(der)
        names = [
            attribute.value if isinstance(attribute.value, str) else attribute.value.hex()
            for kind in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME)
            for attribute in certificate.issuer.get_attributes_for_oid(kind)
        ]
    except ValueError:
        return None
    issuer = ", ".join(dict.fromkeys(names)) or certificate.issuer.rfc4514_string()
    return SeenCertificate(issuer or "nobody", certificate.not_valid_after_utc)
