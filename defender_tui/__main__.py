"""The program's entry point, for `defender-tui` and `python -m defender_tui`."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress

# Libraries whose many objects take the interpreter long to take apart, one by one.
_SLOW_TO_LEAVE = frozenset({"duckdb", "httpx", "starlette"})

OBJECTS_AT_START = 500_000
"""How many new objects there are before Python searches them for garbage; screens lower it."""


def main() -> int:
    """Run the command line of this process and give its exit code."""
    # A start makes objects that stay, by the hundred thousand; to search them for garbage over and
    # over, as often as Python does, would be a fifth of it.
    gc.set_threshold(OBJECTS_AT_START)
    from .cli.main import main as run

    code = run(sys.argv[1:])
    if not _SLOW_TO_LEAVE.isdisjoint(sys.modules):
        _end_at_once(code)
    return code


def _end_at_once(code: int) -> None:
    """End as the interpreter does, only without freeing what the system frees anyway.

    No thread of ours is waited for: those that are left are running queries for nobody.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        # A stream that fails did so before, and the code tells; a closed one is None.
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
