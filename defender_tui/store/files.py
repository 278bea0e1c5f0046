"""Files written whole or not at all, for this user's eyes only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..core.errors import StoreError


def write_private(file: Path, text: str) -> None:
    """Replace a file by `text`, mode 0600; on failure the old file stays as it was.

    Raises:
        StoreError: the folder or the file cannot be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise StoreError(
            f"Could not write {file}: {cause.strerror or 'the disk refused'}.",
            hint="Check the folder's permissions and free space.",
        ) from cause
