"""Files that people asked for, written whole or not at all, for this user's eyes only."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import ConfigError, StoreError
from .appearing import write_appearing


def write_whole(file: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text, mode 0600; the file appears with all of it, or stays as it was.

    Unless `overwrite`, nothing that has the name is replaced, not even a link to nowhere.

    Raises:
        ConfigError: something of that name is there.
        StoreError: the folder or the file cannot be written.
    """
    try:
        write_appearing(file, (text,), overwrite=overwrite)
    except FileExistsError as cause:
        raise ConfigError(
            f"There is a file {file} already.",
            hint="Choose another name: nothing was written over.",
            file=file,
        ) from cause
    except OSError as cause:
        raise StoreError(
            f"Could not write {file}: {cause.strerror or 'the disk refused'}.",
            hint="Check that the folder exists and is writable, and the free space.",
        ) from cause
    except UnicodeEncodeError as cause:
        raise StoreError(
            f"Could not write {file}: it would hold a character that no text file can.",
            hint="Take the half character out of the text.",
        ) from cause
