"""How far the writing of a file is, and the way to end it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from defender_tui.results.cancellation import Cancellation


class ExportWatch:
    """Made by who waits for an export, told by who writes it; any thread may ask it or end it.

    `rows_done` stays 0 where the database writes the rows by itself; then the bytes tell.
    """

    def __init__(self) -> None:
        self.cancellation = Cancellation()
        self.row_count = 0
        self.rows_done = 0
        self._file: Path | None = None

    def begin(self, row_count: int) -> None:
        """So many rows are going to be written."""
        self.row_count = row_count

    def writes_to(self, file: Path) -> None:
        """The rows go to this file for now."""
        self._file = file

    def done(self, rows: int) -> None:
        """So many rows are written.

        Raises:
            ReadingCancelled: the rest is not wanted.
        """
        self.rows_done = rows
        self.cancellation.check()

    @property
    def bytes_written(self) -> int:
        """How large the unfinished file is; 0 while there is none."""
        with suppress(OSError):
            # None, not yet, or under its final name already.
            return self._file.stat().st_size if self._file is not None else 0
        return 0

    def cancel(self) -> None:
        """End the writing: no file appears. Too late, it does nothing."""
        self.cancellation.cancel()
