"""A spool that is made when the first answer needs it."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from defender_tui.core.errors import StoreError

if TYPE_CHECKING:
    from .spool import Spool


class AnswerSpool:
    """Opens a `Spool` on first use and closes it with itself; most runs never need one.

    Without a `cache_folder` the spool lies in a private temporary folder of its own.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        self._cache_folder = cache_folder
        self._own_folder: Path | None = None
        self._spool: Spool | None = None
        self._lock = threading.Lock()

    def open(self) -> Spool:
        """Give the spool. Blocks.

        Raises:
            StoreError: the disk does not let us.
        """
        with self._lock:
            if self._spool is None:
                from .spool import Spool

                self._spool = Spool(self._folder())
            return self._spool

    def _folder(self) -> Path:
        if self._cache_folder is not None:
            return self._cache_folder
        try:
            self._own_folder = Path(tempfile.mkdtemp(prefix="defender-tui-"))
        except OSError as cause:
            raise StoreError(
                f"There is no place for temporary files: {cause.strerror or cause}.",
                hint="Set TMPDIR to a folder that this user can write to.",
            ) from cause
        return self._own_folder

    def close(self) -> None:
        """Remove what the spool holds; a later `open` makes a new one. Blocks."""
        with self._lock:
            if self._spool is not None:
                self._spool.close()
                self._spool = None
            if self._own_folder is not None:
                shutil.rmtree(self._own_folder, ignore_errors=True)
                self._own_folder = None
