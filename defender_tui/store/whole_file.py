"""Files that people asked for, written whole or not at all, for this user's eyes only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..core.errors import ConfigError, StoreError


def write_whole(file: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text, mode 0600; the file appears with all of it, or stays as it was.

    Unless `overwrite`, nothing that has the name is replaced, not even a link to nowhere.

    Raises:
        ConfigError: something of that name is there.
        StoreError: the folder or the file cannot be written.
    """
    try:
        if not overwrite and os.path.lexists(file):
            raise FileExistsError
        handle, name = tempfile.mkstemp(prefix=f".{file.name[:80]}.", dir=file.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            if overwrite:
                draft.replace(file)
            else:
                _rename_to_new(draft, file)
        finally:
            draft.unlink(missing_ok=True)
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


def _rename_to_new(draft: Path, file: Path) -> None:
    try:
        # Unlike a rename, a link never takes the place of a file that came meanwhile.
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network disks have no links.
        if os.path.lexists(file):
            raise FileExistsError from None
        draft.replace(file)
