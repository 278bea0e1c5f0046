"""What Python searches for garbage while someone works."""

from __future__ import annotations

import gc

OBJECTS_BETWEEN_SEARCHES = 10_000
"""How many new objects there are before Python searches them; that many take 3 ms."""


def spare_collector() -> None:
    """Take what there is by now out of what Python searches for garbage.

    For what stays anyway, once much of it was made: each search through all of it holds the screen
    up for tens of milliseconds. What is garbage by now stays, too: to find it is that search.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)
