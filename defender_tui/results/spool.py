"""A private folder for answers on their way into tables, gone when the program is."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from defender_tui.core.errors import StoreError

_LOCK_NAME = "lock"


class Spool:
    """A folder of this process: mode 0700, its lock held until `close`.

    What a process that died has left is removed when the next one opens its spool.
    """

    def __init__(self, cache_folder: Path) -> None:
        """Make the folder, and remove those beside it that nobody holds any more.

        Raises:
            StoreError: the disk does not let us.
        """
        parent = cache_folder / "spool"
        try:
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _locked(parent / _LOCK_NAME):
                _remove_abandoned(parent)
                self.folder = parent / secrets.token_hex(8)
                self.folder.mkdir(mode=0o700)
                self._lock = _open_locked(self.folder / _LOCK_NAME)
        except OSError as cause:
            raise _unwritable(parent, cause) from cause

    def create_file(self) -> BinaryIO:
        """Open a new empty file for a body (0600); its path is the file's `name`.

        Raises:
            StoreError: the disk does not let us.
        """
        path = self.folder / f"{secrets.token_hex(8)}.json"
        try:
            return open(path, "x+b", opener=_open_private)
        except OSError as cause:
            raise _unwritable(self.folder, cause) from cause

    def close(self) -> None:
        """Remove the folder with all that is in it; a second call does nothing."""
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _unwritable(folder: Path, cause: OSError) -> StoreError:
    return StoreError(
        f"Answers cannot be kept in {folder}: {cause.strerror or cause}.",
        hint="Make the folder writable for this user.",
    )


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.iterdir():
        if not folder.is_dir():
            continue
        # A lock that is held is a program that runs; a folder that resists is not worth a failure.
        with suppress(OSError):
            _open_locked(folder / _LOCK_NAME).close()
            shutil.rmtree(folder, ignore_errors=True)


def _open_locked(path: Path, *, wait: bool = False) -> BinaryIO:
    """Open a file and hold its lock; raises BlockingIOError when somebody else has it."""
    file = open(path, "a+b", opener=_open_private)  # noqa: SIM115
    try:
        _lock(file, wait=wait)
    except OSError:
        file.close()
        raise
    return file


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _locked(path: Path) -> BinaryIO:
    return _open_locked(path, wait=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO, *, wait: bool) -> None:
        mode = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK
        msvcrt.locking(file.fileno(), mode, 1)

else:
    import fcntl

    def _lock(file: BinaryIO, *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
