"""Why a host's certificate was not accepted, and what to do about it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

_CA_STEP = (
    "A proxy that inspects TLS shows certificates of its own CA: put that CA into a PEM file and "
    "name it in the profile's ca_file or in SSL_CERT_FILE."
)
# Python 3.13 turns these checks of RFC 5280 on, for contexts made by its defaults; earlier ones
# let such certificates pass.
# Source: https://docs.python.org/3/library/ssl.html#ssl.VERIFY_X509_STRICT
_STRICT_RANGE = range(80, 94)
_STRICT_STEP = (
    "The CA's certificate breaks RFC 5280, which Python 3.13 and newer insist on. Have the CA "
    "issued anew, with critical basicConstraints, a key usage and key identifiers."
)
_EXPIRED, _NOT_YET, _WRONG_HOST, _WRONG_ADDRESS = 10, 9, 62, 64


@dataclass(frozen=True, slots=True)
class Distrust:
    """Why a certificate was not accepted, and what to do."""

    reason: str
    step: str


def distrust(cause: ssl.SSLError) -> Distrust:
    """Explain a failed handshake."""
    if not isinstance(cause, ssl.SSLCertVerificationError):
        reason = (cause.reason or "the handshake failed").replace("_", " ").lower()
        return Distrust(
            f"TLS could not be agreed: {reason}",
            "Something between here and the host speaks no modern TLS, or no TLS at all: check "
            "the address and any proxy.",
        )
    # Only those that OpenSSL or the system raised say more.
    code = getattr(cause, "verify_code", 0)
    message = str(getattr(cause, "verify_message", "") or "no reason given").rstrip(".")
    if code in _STRICT_RANGE:
        return Distrust(f"the certificate breaks a strict rule: {message}", _STRICT_STEP)
    if code in (_EXPIRED, _NOT_YET):
        return Distrust(
            f"the certificate is outside its time: {message}",
            "Check this machine's clock; if it is right, the host's owner must renew it.",
        )
    if code in (_WRONG_HOST, _WRONG_ADDRESS):
        return Distrust(
            f"the certificate is for another host: {message}",
            "Check the address in the profile's hosts, and any proxy in between.",
        )
    return Distrust(f"the certificate is not trusted: {message}", _CA_STEP)
