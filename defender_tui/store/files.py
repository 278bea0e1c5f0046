"""Files written whole or not at all, for this user's eyes only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..core.errors import ConfigError, StoreError
from .appearing import write_appearing


def write_private(file: Path, text: str) -> None:
    """Replace a file by `text`, mode 0600; on failure the old file stays as it was.

    Where `file` is a link, what it points to is replaced and the link stays.

    Raises:
        StoreError: the folder or the file cannot be written.
    """
    write_private_parts(file, (text,))


def write_private_parts(file: Path, parts: Iterable[str]) -> None:
    """Do as `write_private` with a text that comes in parts, which is never in memory as a whole.

    Raises:
        StoreError: the folder or the file cannot be written.
    """
    try:
        target = file.resolve()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_appearing(target, parts, overwrite=True)
    except OSError as cause:
        raise StoreError(
            f"Could not write {file}: {cause.strerror or 'the disk refused'}.",
            hint="Check the folder's permissions and free space.",
        ) from cause
    except UnicodeEncodeError as cause:
        raise StoreError(
            f"Could not write {file}: it would hold a character that no text file can.",
            hint="Retype the names in it.",
        ) from cause


def write_new_private(file: Path, text: str) -> None:
    """Write a file that is not there yet, mode 0600; what cannot be written whole is removed.

    Raises:
        ConfigError: something of that name is there, be it a link to nowhere; it stays as it is.
        StoreError: the folder or the file cannot be written.
    """
    try:
        _make_folder(file.parent)
        write_appearing(file, (text,), overwrite=False)
    except FileExistsError as cause:
        taken = cause.filename or file
        raise ConfigError(
            f"There is a file {taken} already.",
            hint="Use it, or choose another name: nothing was written over.",
            file=file,
        ) from cause
    except OSError as cause:
        raise StoreError(
            f"Could not write {file}: {cause.strerror or 'the disk refused'}.",
            hint="Check the folder's permissions and free space.",
        ) from cause


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)
