"""Files that appear with all of their text, and names that are given only where they are free.

`results.export` does the same with files that DuckDB writes, and cannot import this.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

# The draft's name is longer than the file's, which may be as long as names can be.
_NAME_KEPT = 80


def write_appearing(file: Path, parts: Iterable[str], *, overwrite: bool) -> None:
    """Write a text, mode 0600, beside a file and give it the file's name when all of it is there.

    Unless `overwrite`, nothing that has the name is replaced, not even a link to nowhere. On any
    failure what was there stays, and nothing else is left.

    Raises:
        FileExistsError: something of that name is there.
        OSError: the folder or the file cannot be written.
        UnicodeEncodeError: no text file can hold one of the characters.
    """
    if not overwrite and os.path.lexists(file):
        raise FileExistsError(file)
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:_NAME_KEPT]}.", dir=file.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        if overwrite:
            draft.replace(file)
        else:
            rename_to_new(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def rename_to_new(file: Path, new: Path) -> None:
    """Give a file or a link another name on its disk, which must be free.

    Raises:
        FileExistsError: something of that name is there, be it since a moment ago.
        OSError: the disk refused; the file keeps its name alone.
    """
    if file.is_symlink():
        # Some systems would link what it leads to.
        _rename_claimed(file, new)
        return
    try:
        # Unlike a rename, a link never takes the place of a file that came meanwhile.
        os.link(file, new)
    except FileExistsError as cause:
        # Of the two names that it holds, the first is not the one that is taken.
        raise FileExistsError(new) from cause
    except OSError:
        # Memory sticks and some network disks have no links.
        _rename_claimed(file, new)
        return
    try:
        file.unlink()
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _rename_claimed(file: Path, new: Path) -> None:
    """Take the name with an empty file first: that fails where anything has it."""
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        file.replace(new)
    except OSError:
        new.unlink(missing_ok=True)
        raise
