"""Noticing that the terminal is gone, also where no signal tells.

When a terminal closes, only the leader of its session hears of it. Under `make` the leader waits
for us, so without a look of our own the screens would go on for nobody, reading an end of file
over and over.
"""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EXIT_HUNG_UP = 129
GRACE_S = 5.0
_LOOK_EVERY_MS = 500


@contextmanager
def leaving_on_hangup(leave: Callable[[], None]) -> Iterator[None]:
    """Call `leave`, in a thread, once standard input's terminal is gone.

    Should the program still be there five seconds later, it is ended at once.
    """
    if not hasattr(select, "poll"):
        yield
        return
    is_over = threading.Event()
    watch = threading.Thread(target=_watch, args=(sys.stdin.fileno(), leave, is_over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        is_over.set()


def _watch(terminal: int, leave: Callable[[], None], is_over: threading.Event) -> None:
    poll = select.poll()
    # No event is asked for: a hang-up is told all the same, and typing does not wake us.
    poll.register(terminal, 0)
    while not poll.poll(_LOOK_EVERY_MS):
        if is_over.is_set():
            return
    leave()
    if not is_over.wait(GRACE_S):
        os._exit(EXIT_HUNG_UP)
