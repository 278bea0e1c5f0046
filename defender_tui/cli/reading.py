"""Text that a command reads from a file or from stdin."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from ..core.errors import StoreError

STDIN = "-"


def read_text(name: str, *, limit_chars: int = 10_000_000) -> str:
    """Read a UTF-8 file, or stdin for `-`, up to the limit; a byte order mark is dropped.

    Raises:
        StoreError: it cannot be read, or is not UTF-8 text.
    """
    what = "standard input" if name == STDIN else name
    try:
        if name == STDIN:
            stream = sys.stdin
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8-sig", errors="strict")
            return stream.read(limit_chars)
        with Path(name).open(encoding="utf-8-sig") as file:
            return file.read(limit_chars)
    except UnicodeDecodeError as cause:
        raise StoreError(
            f"{what} is not UTF-8 text.", hint="Save it as UTF-8, then try again."
        ) from cause
    except OSError as cause:
        raise StoreError(
            f"Could not read {what}: {cause.strerror}.", hint="Check the name and its permissions."
        ) from cause
