"""The commands of the guided registration."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="setup.check",
        keys=("f5", "ctrl+r"),
        title="Check",
        help="Check the registration as far as you have come; again to stop.",
        screen="setup",
        action="check",
        in_footer=True,
    ),
    Command(
        id="setup.next",
        keys=("f8", "ctrl+n"),
        title="Next",
        help="Go to the next step; what was typed stays.",
        screen="setup",
        action="turn(1)",
        in_footer=True,
    ),
    Command(
        id="setup.previous",
        keys=("f7", "ctrl+b"),
        title="Back",
        help="Go back one step; what was typed stays.",
        screen="setup",
        action="turn(-1)",
        in_footer=True,
    ),
    Command(
        id="setup.copy",
        keys=("y", "ctrl+y"),
        title="Copy",
        help="Copy the chosen value of the step.",
        screen="setup",
        action="copy",
        in_footer=True,
    ),
    Command(
        id="setup.open",
        keys=("o", "f11"),
        title="Open",
        help="Open the step's page of the admin center in the browser.",
        screen="setup",
        action="open",
        in_footer=True,
    ),
    Command(
        id="setup.save",
        keys=("ctrl+s", "f9"),
        title="Save",
        help="Save what was registered as a profile, and work with it.",
        screen="setup",
        action="save",
    ),
    Command(
        id="setup.key",
        keys=("k",),
        title="Make a key",
        help="Make a private key and a certificate on this machine.",
        screen="setup",
        action="make_key",
    ),
    Command(
        id="setup.az",
        keys=("z",),
        title="Copy az script",
        help="Copy a bash script for the Azure CLI that does the same.",
        screen="setup",
        action="copy_script('az')",
    ),
    Command(
        id="setup.powershell",
        keys=("w",),
        title="Copy PowerShell script",
        help="Copy a Graph PowerShell script that does the same.",
        screen="setup",
        action="copy_script('powershell')",
    ),
    Command(
        id="setup.leave",
        keys=("escape",),
        title="Leave",
        help="Go to Credentials; the registration stays as it is.",
        screen="setup",
        action="leave",
    ),
)
