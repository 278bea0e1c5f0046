"""Whether there is a terminal to draw on."""

from __future__ import annotations

import sys

from .failure import UsageError


def insist_on_terminal() -> None:
    """Refuse to draw screens into a pipe.

    Raises:
        UsageError: stdin or stdout is not a terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The screens need a terminal.",
            hint="In scripts use a command such as “incidents” or “hunt”; --help lists them.",
        )
