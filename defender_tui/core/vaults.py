"""Where a Key Vault is, held to the cloud of the profile before anything is sent there.

Source: https://learn.microsoft.com/en-us/azure/key-vault/general/authentication-requests-and-responses
Source: https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .clouds import Cloud
from .errors import ConfigError, ProtocolError
from .links import pinned
from .resources import Resource

_VAULT_NAME = re.compile(r"[A-Za-z](?:-?[A-Za-z0-9])*")
_SECRET_NAME = re.compile(r"[0-9A-Za-z-]{1,127}")
_VERSION = re.compile(r"[0-9A-Fa-f]{32}")
_NAME_CHARS = range(3, 25)
_VAULT_KEY = "credential.vault"


def vault_suffix(cloud: Cloud) -> str | None:
    """Give what the host of every vault of a cloud ends with, its first dot included.

    `None` where the cloud has one address of its own for vaults, such as an emulator's.
    """
    audience = cloud.audiences[Resource.KEYVAULT]
    if cloud.base_url(Resource.KEYVAULT) != audience:
        return None
    return f".{urlsplit(audience).hostname}"


def vault_url(cloud: Cloud, vault: str) -> str:
    """Give a vault's address without a trailing slash, from its name or its address.

    With an address of its own for vaults, the cloud has that one: a name leads there whatever it
    is, and an address has to lie under it.

    Raises:
        ConfigError: it is neither, or the address is not one of a vault in this cloud.
    """
    text = vault.strip()
    suffix = vault_suffix(cloud)
    base = cloud.base_url(Resource.KEYVAULT)
    if "/" not in text and "." not in text and ":" not in text:
        if not _VAULT_NAME.fullmatch(text) or len(text) not in _NAME_CHARS:
            raise ConfigError(
                f"“{text}” is no name of a vault.",
                hint="A name is 3 to 24 letters, digits and single dashes, a letter first.",
                key=_VAULT_KEY,
            )
        return f"https://{text}{suffix}" if suffix else base
    if suffix is None:
        return _under(text, base)
    return _in_cloud(text, suffix, cloud)


def _under(address: str, base: str) -> str:
    try:
        return pinned(address.rstrip("/"), base, what="address of the vault")
    except ProtocolError as cause:
        raise ConfigError(
            f"The vault's address does not lie under {base}.",
            hint="Nothing was sent there. Correct the vault, or keyvault among the hosts.",
            key=_VAULT_KEY,
        ) from cause


def _in_cloud(address: str, suffix: str, cloud: Cloud) -> str:
    text = address if "://" in address else f"https://{address}"
    host = text.rstrip("/").removeprefix("https://").lower()
    name = host.removesuffix(suffix)
    if host == name or not _VAULT_NAME.fullmatch(name):
        # What was typed may hold a password, so only what it should look like is shown.
        raise ConfigError(
            f"This is no address of a vault in the cloud “{cloud.title}”.",
            hint=f"Nothing was sent there. Write it as https://NAME{suffix}, or the name alone.",
            key=_VAULT_KEY,
        )
    return f"https://{host}"


def secret_path(secret: str, version: str | None) -> str:
    """Give the path of a secret below its vault.

    Raises:
        ConfigError: the name or the version cannot be one.
    """
    if not _SECRET_NAME.fullmatch(secret):
        raise ConfigError(
            f"“{secret}” is no name of a secret.",
            hint="A name is 1 to 127 letters, digits and dashes.",
            key="credential.secret",
        )
    if version is None:
        return f"/secrets/{secret}"
    if not _VERSION.fullmatch(version):
        raise ConfigError(
            f"“{version}” is no version of a secret.",
            hint="A version is 32 hexadecimal digits; without one the current value is read.",
            key="credential.version",
        )
    return f"/secrets/{secret}/{version}"
