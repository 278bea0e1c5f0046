"""Assertions that an application signs with the key of its own certificate.

Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials (2026-11-23)
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from defender_tui.sandbox.entra.certificates import VALID_FROM, AppCertificate
from defender_tui.sandbox.entra.client_assertion import ClientAssertion
from defender_tui.sandbox.entra.jwt_parts import JwtParts, bytes_of
from defender_tui.sandbox.entra.refusals import refused, refused_in_other_words
from defender_tui.sandbox.tenant import App

_PADDINGS = {
    "RS256": padding.PKCS1v15(),
    "PS256": padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH),
}


def check_certificate_assertion(
    assertion: ClientAssertion,
    app: App,
    *,
    registered: AppCertificate | None,
    audiences: Collection[str],
    now: datetime,
) -> None:
    """Check an assertion that the application itself made.

    Raises:
        SignInRefused: it is not signed with the registered certificate, not meant for this tenant,
            of another application, or not of this time.
    """
    if assertion.issuer != assertion.subject:
        raise refused(50048)
    if assertion.issuer.lower() != app.client_id:
        raise refused(700021)
    algorithm = assertion.parts.header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _PADDINGS:
        raise refused(5002730)
    thumbprint = _named_thumbprint(assertion.parts)
    if registered is None or thumbprint not in registered.thumbprints:
        raise _not_registered(app, thumbprint, "The key was not found.")
    if registered.valid_to <= now:
        raise _not_registered(app, thumbprint, f"The key used is expired. {_found(registered)}")
    try:
        registered.private_key.public_key().verify(
            assertion.parts.signature,
            assertion.parts.signed,
            _PADDINGS[algorithm],
            hashes.SHA256(),
        )
    except InvalidSignature as error:
        raise refused_in_other_words(
            700027,
            "invalid_client",
            "Client assertion failed signature validation. [Reason - The provided signature value "
            "did not match the expected signature value., Thumbprint of key used by client: "
            f"'{thumbprint.hex().upper()}', {_found(registered)}]",
        ) from error
    if not any(name.rstrip("/").lower() in audiences for name in assertion.audiences):
        # The code stands for a scope without a resource too; Entra uses it for both.
        raise refused_in_other_words(
            700023,
            "invalid_client",
            "Client assertion audience claim does not match Realm issuer. Review the documentation "
            "at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .",
        )
    assertion.require_time(now)


def _named_thumbprint(parts: JwtParts) -> bytes:
    """Give the hash of the certificate that the header names, by thumbprint or by itself."""
    for name in ("x5t#S256", "x5t"):
        value = parts.header.get(name)
        if isinstance(value, str):
            try:
                return bytes_of(value.strip())
            except ValueError as error:
                raise refused(50027) from error
    chain = parts.header.get("x5c")
    first = chain[0] if isinstance(chain, list) and chain else chain
    if isinstance(first, str):
        try:
            certificate = base64.b64decode("".join(first.split()), validate=True)
        except ValueError as error:
            raise refused(50027) from error
        return hashlib.sha256(certificate).digest()
    raise refused_in_other_words(
        50027,
        "invalid_request",
        "Invalid JWT token. No certificate thumbprint specified in token header.",
    )


def _not_registered(app: App, thumbprint: bytes, reason: str) -> Exception:
    used = f"Thumbprint of key used by client: '{thumbprint.hex().upper()}',"
    return refused(700027, app=app.client_id, reason=f"{reason}, {used}")


def _found(certificate: AppCertificate) -> str:
    begin, end = (f"{day:%m/%d/%Y %H:%M:%S}" for day in (VALID_FROM, certificate.valid_to))
    return f"Found key 'Start={begin}, End={end}'"
