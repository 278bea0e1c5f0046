"""What can be wrong with the fields of a credential, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from ...core.clouds import Cloud
from ...core.errors import ConfigError
from ...core.profiles import client_id_problem
from ...core.vaults import secret_path, vault_url

_IDENTITY_PATH = re.compile(
    r"/subscriptions/[^/]+/resource[Gg]roups/[^/]+"
    r"/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/]+",
    re.IGNORECASE,
)
_ANY_SECRET = "any"


def certificate_text_problem(text: str) -> str | None:
    """Say that a certificate's file is missing; whether it is there is looked up elsewhere."""
    return None if text else "The certificate file is missing: PEM or PFX, with the private key."


def file_problem(file: Path) -> str | None:
    """Say why a file cannot be read; `None` when it can. Blocks."""
    try:
        with file.open("rb") as stream:
            is_empty = not stream.read(1)
    except FileNotFoundError:
        return "There is no such file."
    except IsADirectoryError:
        return "This is a folder: name the file."
    except PermissionError:
        return "This file may not be read by you."
    except (OSError, ValueError) as cause:
        reason = cause.strerror if isinstance(cause, OSError) else None
        return f"This file cannot be read: {reason or 'the path cannot be one'}."
    return "This file is empty." if is_empty else None


def vault_check(cloud: Cloud) -> Callable[[str], str | None]:
    """Give the check of a vault's name or address, which must be one of that cloud."""

    def check(text: str) -> str | None:
        if not text:
            return "The vault is missing: its name, or its address."
        return _problem(lambda: vault_url(cloud, text))

    return check


def vault_secret_problem(text: str) -> str | None:
    """Say what is wrong with the name of a secret in a vault."""
    return _problem(lambda: secret_path(text, None)) if text else "The secret's name is missing."


def version_problem(text: str) -> str | None:
    """Say what is wrong with a secret's version; none is the current one."""
    return _problem(lambda: secret_path(_ANY_SECRET, text)) if text else None


def object_id_problem(text: str) -> str | None:
    """Say what is wrong with an identity's object id."""
    if not text:
        return "The object (principal) id of the identity is missing."
    return "An object id is a GUID." if client_id_problem(text) else None


def resource_id_problem(text: str) -> str | None:
    """Say what is wrong with an identity's resource id.

    Source: https://learn.microsoft.com/en-us/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
    """
    if _IDENTITY_PATH.fullmatch(text):
        return None
    return "A resource id is /subscriptions/…/userAssignedIdentities/NAME, as its Properties say."


def _problem(asked: Callable[[], object]) -> str | None:
    try:
        asked()
    except ConfigError as error:
        return f"{error.message} {error.hint.removeprefix('Nothing was sent there. ')}"
    return None
