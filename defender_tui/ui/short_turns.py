"""How the loop that draws shares the interpreter with threads that work."""

from __future__ import annotations

import sys

_TURN_S = 0.0005


def take_short_turns() -> None:
    """Let a thread that works keep the others waiting for half a millisecond at most.

    A key passes between the thread that reads the terminal and the loop several times before it is
    on the screen; with the interpreter's own five milliseconds each of them may have to wait for a
    query that is being checked.
    """
    sys.setswitchinterval(_TURN_S)
