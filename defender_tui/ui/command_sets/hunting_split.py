"""The command that gets all rows of a cut result."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="hunting.split",
        keys=("x", "alt+x"),
        title="Split by time",
        help="Run the query of a cut result in parts of its time, and put all rows together.",
        screen="hunting",
        action="split",
    ),
)
