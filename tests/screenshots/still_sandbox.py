"""The program with a sandbox whose clock stands still; the pictures start it as a child."""

from __future__ import annotations

import sys

from defender_tui.cli.main import main
from defender_tui.sandbox import app
from defender_tui.sandbox.clock import FixedClock

from .moment import MOMENT


class _StillClock:
    """Takes the place of the clock that would run on from the given moment."""

    starting_at = FixedClock


if __name__ == "__main__":
    setattr(app, "ShiftedClock", _StillClock)  # noqa: B010 (a name that is no attribute to mypy)
    sys.exit(main([*sys.argv[1:], "--now", MOMENT.isoformat()]))
