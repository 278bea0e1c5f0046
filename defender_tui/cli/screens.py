"""Handing the terminal over to the screens."""

from __future__ import annotations

import sys

from ..workflows.session import Session
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


def open_screens(session: Session) -> int:
    """Run the screens until they are closed and give the exit code."""
    insist_on_terminal()
    from ..ui.app import DefenderTuiApp

    app = DefenderTuiApp(session)
    app.run()
    return app.return_code or 0
