"""A token that a person wants in a file."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import StoreError
from ..core.secret import Secret
from .files import write_private


def save_token(file: Path, token: Secret) -> None:
    """Write a token and a line break, mode 0600, whole or not at all; an older file is replaced.

    Raises:
        StoreError: the name is a link or no file's, or the folder or the file cannot be written.
    """
    if file.is_symlink():
        raise StoreError(
            f"{file} is a link: a token is not written to where one leads.",
            hint="Remove the link, or choose another name.",
        )
    if file.exists() and not file.is_file():
        raise StoreError(f"{file} is no file.", hint="Choose another name.")
    write_private(file, token.reveal() + "\n")
