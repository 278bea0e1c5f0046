"""What Python searches for garbage while someone types."""

from __future__ import annotations

import gc


def spare_collector() -> None:
    """Take what there is by now out of what Python searches for garbage.

    For what stays anyway, once much of it was made: each search through all of it holds the screen
    up for tens of milliseconds.
    """
    gc.collect(1)
    gc.freeze()
