"""The program with a still clock and tokens without chance; the pictures start it as a child."""

from __future__ import annotations

import sys
from datetime import datetime
from random import Random

from defender_tui.cli.main import main
from defender_tui.sandbox import app
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.token_request import Grant
from defender_tui.sandbox.entra.tokens import IssuedToken, TokenMint

from .moment import MOMENT


class _StillClock:
    """Takes the place of the clock that would run on from the given moment."""

    starting_at = FixedClock


class _StillMint(TokenMint):
    """Issues the same token for the same API, however many were asked for before."""

    def issue(self, grant: Grant, *, now: datetime) -> IssuedToken:
        self._random = Random(grant.resource.name)
        return super().issue(grant, now=now)


if __name__ == "__main__":
    setattr(app, "ShiftedClock", _StillClock)  # noqa: B010 (a name that is no attribute to mypy)
    setattr(app, "TokenMint", _StillMint)  # noqa: B010
    sys.exit(main([*sys.argv[1:], "--now", MOMENT.isoformat()]))
