"""The commands of the Credentials screen."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="credentials.test",
        keys=("f5", "ctrl+r"),
        title="Test",
        help="Try the values out against Microsoft, step by step; again to stop.",
        screen="credentials",
        action="test",
        in_footer=True,
    ),
    Command(
        id="credentials.save",
        keys=("ctrl+s", "f9"),
        title="Save",
        help="Store the profile, put its secret where you chose, and work with it.",
        screen="credentials",
        action="save",
        in_footer=True,
    ),
    Command(
        id="credentials.guide",
        keys=("f7",),
        title="No app yet",
        help="Show or leave the steps that register an application in the portal.",
        screen="credentials",
        action="guide",
        in_footer=True,
    ),
    Command(
        id="credentials.reset",
        keys=("f8",),
        title="Reset",
        help="Put the current profile's values back into the form.",
        screen="credentials",
        action="reset",
        in_footer=False,
    ),
)
