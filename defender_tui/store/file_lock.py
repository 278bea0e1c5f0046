"""One writer at a time, among all programs of this user."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..core.errors import StoreError

# Whoever holds a lock writes one file: much longer is a program that was stopped or hangs.
PATIENCE_S = 5.0
_LOOK_S = 0.05


@contextmanager
def locked(
    file: Path,
    *,
    within_s: float = PATIENCE_S,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Hold the lock that a file (made, 0600, when it is not there) stands for. Blocks.

    Raises:
        StoreError: another program held it all the time.
        OSError: the file cannot be opened or locked.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = clock() + within_s
        while not _take(handle):
            if clock() >= end:
                raise StoreError(
                    f"Another defender-tui has held {file} for {within_s:.0f} seconds.",
                    hint="Wait until it is done or close it (it may be stopped in the "
                    "background), then try again.",
                )
            sleep(_LOOK_S)
        yield
    finally:
        # Closing lets go of the lock.
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
