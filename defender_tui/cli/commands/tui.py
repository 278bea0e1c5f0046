"""`defender-tui`: the screens, on a stored profile."""

from __future__ import annotations

from argparse import Namespace

from ...workflows.session import Session
from ..opening import screen_parts
from ..screens import open_screens


def run(arguments: Namespace) -> int:
    """Open the screens; they open on Credentials while there is no profile."""
    return open_screens(Session(screen_parts(arguments.profile)))
