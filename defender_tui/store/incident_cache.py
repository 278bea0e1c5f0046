"""The incident queues of profiles that keep theirs on disk.

It is there before the first frame, so what only its work needs is imported with the work.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from .files import write_private_parts
from .paths import cache_dir

if TYPE_CHECKING:
    from ..core.kept_incidents import KeptQueue, QueuePart
    from ..core.profiles import Profile

FOLDER_NAME = "incidents"
_ENDING = ".ndjson"
# Every filter that is chosen makes a part of its own: those chosen last are worth keeping.
_MOST_PARTS = 10
_LONGEST_HEAD = 256 * 1024


class IncidentCache:
    """A folder for each profile with a file for each part of its queue; no secrets.

    The folders are for this user alone. All of it may be deleted at any time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._given_folder = folder
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        """The folder of all profiles, there or not."""
        return self._given_folder or cache_dir() / FOLDER_NAME

    def load(self, part: QueuePart) -> KeptQueue | None:
        """Give what was kept of a part; `None` when nothing was.

        Raises:
            StoreError: it cannot be read, is damaged, or is of another version.
        """
        from ..core.kept_incidents import NotKept, read_kept

        try:
            with self._file(part).open(encoding="utf-8") as stream:
                return read_kept(stream, part)
        except FileNotFoundError:
            return None
        except NotKept as cause:
            raise _not_used(str(cause)) from cause
        except UnicodeDecodeError as cause:
            raise _not_used("it is damaged") from cause
        except OSError as cause:
            raise _not_used(cause.strerror or "the disk refused") from cause

    def save(self, part: QueuePart, queue: KeptQueue) -> None:
        """Keep a part in place of what was kept of it; the oldest beyond ten parts is dropped.

        Raises:
            StoreError: the disk refused; what was kept before stays.
        """
        from ..core.kept_incidents import kept_lines

        file = self._file(part)
        with self._lock:
            try:
                for folder in (self.folder, file.parent):
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    # One that was there before may be open to others.
                    folder.chmod(0o700)
            except OSError as cause:
                raise StoreError(
                    f"Could not make the folder {file.parent}: {cause.strerror or cause}.",
                    hint="Check the folder's permissions, or set cache = memory in the profile.",
                ) from cause
            write_private_parts(file, kept_lines(part, queue))
            self._drop(_newest_first(file.parent)[_MOST_PARTS:])

    def forget(self, profile: str) -> int:
        """Delete what was kept for a profile and tell how many files that were; none is fine.

        Raises:
            StoreError: the disk refused; the hint names the folder.
        """
        folder = self.folder / profile
        with self._lock:
            if not folder.is_dir():
                return 0
            try:
                # What a program that was killed left half written goes too.
                files = [one for one in folder.iterdir() if _ENDING in one.name]
            except OSError as cause:
                raise _not_deleted(folder, cause) from cause
            self._drop(files)
            try:
                folder.rmdir()
            except OSError as cause:
                raise _not_deleted(folder, cause) from cause
            return len(files)

    def drop_left_over(self, profile: Profile) -> int:
        """Delete what was kept under a profile's name for a tenant or application it had before.

        Tells how many files that were.

        Raises:
            StoreError: the disk refused; the hint names the file.
        """
        from ..core.kept_incidents import is_left_over

        folder = self.folder / profile.name
        with self._lock:
            try:
                files = [one for one in folder.iterdir() if _ENDING in one.name]
                dropped = [one for one in files if is_left_over(_first_line(one), profile)]
            except FileNotFoundError:
                return 0
            except OSError as cause:
                raise _not_deleted(folder, cause) from cause
            self._drop(dropped)
            return len(dropped)

    def _file(self, part: QueuePart) -> Path:
        import hashlib
        import json

        said = json.dumps(part.as_json(), sort_keys=True)
        mark = hashlib.sha256(said.encode()).hexdigest()[:16]
        return self.folder / part.profile / f"{mark}{_ENDING}"

    def _drop(self, files: list[Path]) -> None:
        for file in files:
            try:
                file.unlink(missing_ok=True)
            except OSError as cause:
                raise _not_deleted(file, cause) from cause


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            return stream.readline(_LONGEST_HEAD)
    except FileNotFoundError:
        # Another program of ours dropped it just now.
        return ""


def _newest_first(folder: Path) -> list[Path]:
    dated: list[tuple[float, Path]] = []
    for file in folder.glob(f"*{_ENDING}"):
        try:
            dated.append((file.stat().st_mtime, file))
        except FileNotFoundError:
            # Another program of ours dropped it just now.
            continue
    return [file for _time, file in sorted(dated, reverse=True)]


def _not_used(why: str) -> StoreError:
    return StoreError(
        f"The incidents kept on disk were not used: {why}.",
        hint="They are read from the service and kept anew.",
    )


def _not_deleted(place: Path, cause: OSError) -> StoreError:
    return StoreError(
        f"Could not delete the kept incidents: {cause.strerror or cause}.",
        hint=f"Delete {place} by hand.",
    )
