"""A file of the user's on its way into the engine, which reads its own folder only."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from defender_tui.core.errors import StoreError

MAX_FILE_BYTES = 2 << 30
_COPY_BYTES = 1 << 20
_WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@contextmanager
def staged(file: Path, folder: Path, *, to_change: bool = False) -> Iterator[Path]:
    """Have a file under a name of ours in `folder`, for the length of a `with`.

    It is linked where that can be done and copied elsewhere; always copied when it is `to_change`.

    Raises:
        StoreError: it is not there, may not be read, is no file, or is too large.
    """
    inside = folder / f"{secrets.token_hex(8)}.rows"
    try:
        _bring(file, inside, to_change=to_change)
        yield inside
    except OSError as cause:
        raise StoreError(
            f"{file} cannot be read: {cause.strerror or cause}.",
            hint="Check the path, and that this user may read the file.",
        ) from cause
    finally:
        inside.unlink(missing_ok=True)


def _bring(file: Path, inside: Path, *, to_change: bool) -> None:
    facts = file.stat()
    if stat.S_ISDIR(facts.st_mode):
        raise StoreError(f"{file} is a folder.", hint="Name a file of rows.")
    if facts.st_size > MAX_FILE_BYTES:
        raise _too_large(file)
    if stat.S_ISREG(facts.st_mode) and not to_change:
        with suppress(OSError):
            os.link(file.resolve(), inside)
            # A link says nothing of whether the file may be read.
            with inside.open("rb"):
                return
        inside.unlink(missing_ok=True)
    if stat.S_ISREG(facts.st_mode):
        shutil.copyfile(file, inside)
        return
    if not stat.S_ISFIFO(facts.st_mode):
        raise StoreError(f"{file} is not a file of rows.", hint="Name a file or a pipe.")
    _drain(file, inside)


def _drain(pipe: Path, inside: Path) -> None:
    """Copy what comes through a pipe, such as a shell makes for `<(command)`."""
    size = 0
    with pipe.open("rb") as source, inside.open("xb") as copy:
        while part := source.read(_COPY_BYTES):
            size += len(part)
            if size > MAX_FILE_BYTES:
                raise _too_large(pipe)
            copy.write(part)


def make_utf8(path: Path, *, replace: bool = False) -> bool:
    """Rewrite a staged file that is UTF-16, or with `replace` any that is no UTF-8; say if so.

    What stands for no character becomes U+FFFD. The user's own file stays as it is.
    """
    with path.open("rb") as source:
        encoding = _WIDE_MARKS.get(source.read(2))
    if encoding is None and not replace:
        return False
    draft = path.with_suffix(".utf8")
    try:
        with (
            path.open(encoding=encoding or "utf-8-sig", errors="replace", newline="") as source,
            draft.open("x", encoding="utf-8", newline="") as copy,
        ):
            shutil.copyfileobj(source, copy, _COPY_BYTES)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _too_large(file: Path) -> StoreError:
    return StoreError(
        f"{file} is larger than {MAX_FILE_BYTES >> 30} GB.",
        hint="Cut it down first, or split it into several.",
    )
