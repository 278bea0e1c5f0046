"""The token file of workload identity federation.

Source: https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..core.credentials import FederatedToken
from ..core.errors import ConfigError
from ..core.secret import Secret
from .proofs import AssertionProof
from .small_files import read_small_file

FILE_VARIABLE = "AZURE_FEDERATED_TOKEN_FILE"
_WHAT = "federated token file"
_SENDABLE = re.compile(rb"[\x21-\x7e]+")


def read_federated_token(credential: FederatedToken) -> AssertionProof:
    """Read the token that is in the file now: whoever writes it renews it all the time. Blocks.

    Raises:
        ConfigError: no file is named, or it is missing, not readable, empty or no token.
    """
    key = "credential.file" if credential.file else FILE_VARIABLE
    file = credential.file or _named_outside()
    text = read_small_file(file, what=_WHAT, key=key).strip()
    if not text:
        raise ConfigError(
            f"The {_WHAT} is empty.",
            hint="Check the service that writes it.",
            file=file,
            key=key,
        )
    if not _SENDABLE.fullmatch(text):
        raise ConfigError(
            f"The {_WHAT} does not hold one token and nothing else.",
            hint="Check the service that writes it.",
            file=file,
            key=key,
        )
    return AssertionProof(Secret(text.decode("ascii")))


def _named_outside() -> Path:
    name = os.environ.get(FILE_VARIABLE, "").strip()
    if name:
        return Path(name)
    raise ConfigError(
        f"No {_WHAT} is named.",
        hint=f"Give the file in Credentials, or set {FILE_VARIABLE}.",
        key=FILE_VARIABLE,
    )
