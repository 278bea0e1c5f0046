"""What this machine says about certificates and proxies, in words. Addresses stay unsaid."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.request import getproxies_environment

# The setting of another library that people expect to work everywhere.
_OF_OTHERS = "REQUESTS_CA_BUNDLE"


def trust_in_force(ca_file: Path | None) -> str:
    """Say whose certificates are believed."""
    file = os.environ.get("SSL_CERT_FILE")
    own = f"SSL_CERT_FILE, {file}" if file else "the system's certificates"
    return own if ca_file is None else f"{own}, and the profile's ca_file, {ca_file}"


def setting_without_effect(ca_file: Path | None) -> str | None:
    """Give the certificate setting that is set here and means nothing to this program.

    `None` when it is not set, or names a file that is in force anyway.
    """
    in_force = {os.environ.get("SSL_CERT_FILE"), None if ca_file is None else str(ca_file), ""}
    return None if os.environ.get(_OF_OTHERS, "") in in_force else _OF_OTHERS


def proxy_setting() -> str:
    """Say where the proxy in force is set, by the variable's usual name."""
    found = getproxies_environment()
    for scheme, name in (("https", "HTTPS_PROXY"), ("all", "ALL_PROXY")):
        if found.get(scheme):
            return name
    return "the system's settings"
