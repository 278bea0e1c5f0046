"""Files written whole or not at all, for this user's eyes only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..core.errors import StoreError


def write_private(file: Path, text: str) -> None:
    """Replace a file by `text`, mode 0600; on failure the old file stays as it was.

    Where `file` is a link, what it points to is replaced and the link stays.

    Raises:
        StoreError: the folder or the file cannot be written.
    """
    try:
        target = file.resolve()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
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
