"""Handing the terminal over to the screens."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ..workflows.session import Session
from .hangup import EXIT_HUNG_UP, leaving_on_hangup
from .terminal import insist_on_terminal

if TYPE_CHECKING:
    from ..ui.app import DefenderTuiApp

# Windows knows no SIGHUP.
_ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def open_screens(session: Session) -> int:
    """Run the screens until they are closed and give the exit code."""
    insist_on_terminal()
    from ..ui.app import DefenderTuiApp

    app = DefenderTuiApp(session)
    with _leaving_on_signals(app.exit), leaving_on_hangup(partial(_leave_from_thread, app)):
        app.run()
    return app.return_code or 0


def _leave_from_thread(app: DefenderTuiApp) -> None:
    app.call_later(app.exit, return_code=EXIT_HUNG_UP)


@contextmanager
def _leaving_on_signals(leave: Callable[..., None]) -> Iterator[None]:
    """Let the signals that end a program close the screens first, and so restore the terminal."""

    def heard(number: int, _frame: object) -> None:
        # A second one, should closing hang, ends the program at once.
        signal.signal(number, signal.SIG_DFL)
        code = 128 + number
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SystemExit(code) from None
        loop.call_soon_threadsafe(partial(leave, return_code=code))

    # One that is ignored, as under nohup, stays so.
    ending = [one for one in _ENDING_SIGNALS if signal.getsignal(one) is signal.SIG_DFL]
    for number in ending:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)
