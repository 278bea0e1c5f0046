"""Which certificates are trusted.

`SSL_CERT_FILE` replaces the system's store, as elsewhere; a profile's own CA is added to whichever
is in force.

X.509's strict rules, which Python 3.13 turned on in `ssl.create_default_context`, stay off: CAs of
inspecting proxies often break them, for example with Basic Constraints that are not critical, and
whoever put such a CA into the store, or named it, has decided to trust it. The system's own
verifier may still insist; what it says is explained in `client.distrust`.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from ..core.errors import ConfigError


def ssl_context(ca_file: Path | None) -> ssl.SSLContext:
    """Build the TLS context for a profile.

    Raises:
        ConfigError: a CA file is missing or holds no certificate.
    """
    from_environment = os.environ.get("SSL_CERT_FILE")
    if from_environment:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load(context, Path(from_environment), "SSL_CERT_FILE")
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if ca_file is not None:
        _load(context, ca_file, "ca_file")
    return context


def _load(context: ssl.SSLContext, file: Path, key: str) -> None:
    try:
        context.load_verify_locations(cafile=str(file))
    except FileNotFoundError as cause:
        raise ConfigError(
            "The CA file is not there.", hint=f"Correct {key}.", file=file, key=key
        ) from cause
    except (OSError, ValueError) as cause:
        raise ConfigError(
            "The CA file could not be read as PEM certificates.",
            hint=f"Correct {key}: a text file with BEGIN CERTIFICATE blocks.",
            file=file,
            key=key,
        ) from cause
