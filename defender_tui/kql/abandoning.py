"""Long work on a text that gives way once nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable

GoesOn = Callable[[], bool]
"""Tells whether the work is still wanted; called often, from whichever thread works."""


class Abandoned(Exception):
    """The work was not wanted any more before it was done."""


def go_on(goes_on: GoesOn | None) -> None:
    """Go on with the work.

    Raises:
        Abandoned: it is not wanted any more.
    """
    if goes_on is not None and not goes_on():
        raise Abandoned
