"""The runs of this user, newest last, one line of JSON each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from ..core.errors import StoreError
from ..core.hunt_record import HuntRecord, read_record, record_line
from .file_lock import locked
from .files import write_private
from .paths import data_dir

FILE_NAME = "history.ndjson"
LOCK_NAME = "history.lock"
MAX_RUNS = 2_000
MAX_BYTES = 5_000_000
# What is left after the oldest were dropped, so that not every run rewrites the file.
_KEPT_PART = 0.9


class RunHistory(Protocol):
    """Where runs are kept. Every method blocks and raises `StoreError` alone."""

    def add(self, record: HuntRecord) -> None:
        """Keep a run."""
        ...

    def load(self) -> tuple[HuntRecord, ...]:
        """Give the runs, the newest first."""
        ...

    def remove(self, record_id: str) -> None:
        """Forget one run; absent is fine."""
        ...

    def clear(self) -> None:
        """Forget all runs."""
        ...


class HistoryFile:
    """`history.ndjson` (0600) in the data folder. Programs that run at once lose nothing.

    Beyond 2,000 runs or 5 MB the oldest tenth goes. A line that is no record is passed over, and
    goes with the next rewriting.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def file(self) -> Path:
        """The file itself, there or not."""
        return (self._folder or data_dir()) / FILE_NAME

    def add(self, record: HuntRecord) -> None:
        """Keep a run.

        Raises:
            StoreError: the folder or the file cannot be written.
        """
        line = record_line(record).encode("ascii") + b"\n"
        with self._held() as file:
            size = _append(file, line)
            if size > MAX_BYTES or _count_lines(file) > MAX_RUNS:
                # The run is kept by now: a file that stays too long is cut with the next one.
                with suppress(StoreError):
                    self._rewrite(file, _newest)

    def load(self) -> tuple[HuntRecord, ...]:
        """Give the runs, the newest first; empty without a file.

        Raises:
            StoreError: the file is there and cannot be read.
        """
        try:
            lines = _lines(self.file)
        except OSError as cause:
            raise _refused("read", self.file, cause) from cause
        found = (read_record(line) for line in reversed(lines))
        return tuple(record for record in found if record is not None)

    def remove(self, record_id: str) -> None:
        """Forget one run; absent is fine.

        Raises:
            StoreError: the file cannot be read or written; it stays as it was.
        """

        def others(lines: Sequence[str]) -> Sequence[str]:
            read = ((line, read_record(line)) for line in lines)
            return [line for line, record in read if record and record.id != record_id]

        with self._held() as file:
            self._rewrite(file, others)

    def clear(self) -> None:
        """Forget all runs.

        Raises:
            StoreError: the file cannot be removed.
        """
        with self._held() as file:
            file.unlink(missing_ok=True)

    @contextmanager
    def _held(self) -> Iterator[Path]:
        """Hold the lock over the file; a rewriting replaces the file, so the lock is another."""
        file = self.file
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(file.with_name(LOCK_NAME)):
                yield file
        except OSError as cause:
            raise _refused("write", file, cause) from cause

    def _rewrite(self, file: Path, choose: Callable[[Sequence[str]], Sequence[str]]) -> None:
        lines = _lines(file)
        kept = choose(lines)
        if len(kept) != len(lines):
            write_private(file, "".join(f"{line}\n" for line in kept))


class MemoryHistory:
    """Runs that are remembered as long as the program lasts, bounded as the file is."""

    def __init__(self) -> None:
        self._records: list[HuntRecord] = []

    def add(self, record: HuntRecord) -> None:
        """Keep a run."""
        self._records.append(record)
        del self._records[:-MAX_RUNS]

    def load(self) -> tuple[HuntRecord, ...]:
        """Give the runs, the newest first."""
        return tuple(reversed(self._records))

    def remove(self, record_id: str) -> None:
        """Forget one run; absent is fine."""
        self._records = [one for one in self._records if one.id != record_id]

    def clear(self) -> None:
        """Forget all runs."""
        self._records.clear()


def _append(file: Path, line: bytes) -> int:
    """Write a line to the end and give the file's size, a line that was cut there closed first."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size:
            stream.seek(size - 1)
            if stream.read(1) != b"\n":
                line = b"\n" + line
        rest = memoryview(line)
        while rest:
            rest = rest[stream.write(rest) :]
        return size + len(line)


def _count_lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")


def _lines(file: Path) -> list[str]:
    try:
        held = file.read_bytes()
    except FileNotFoundError:
        return []
    return [line.decode("utf-8", "replace") for line in held.split(b"\n") if line.strip()]


def _newest(lines: Sequence[str]) -> Sequence[str]:
    """Give the newest lines that leave some room, always one at least."""
    most, room = int(MAX_RUNS * _KEPT_PART), int(MAX_BYTES * _KEPT_PART)
    first = len(lines)
    while first and len(lines) - first < most:
        room -= len(lines[first - 1].encode()) + 1
        if room < 0 and first < len(lines):
            break
        first -= 1
    return lines[first:]


def _refused(verb: str, file: Path, cause: OSError) -> StoreError:
    return StoreError(
        f"Could not {verb} the history {file}: {cause.strerror or 'the disk refused'}.",
        hint="Check the folder's permissions and free space.",
    )
