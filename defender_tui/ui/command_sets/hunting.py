"""The commands of the Hunting screen."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="hunting.run",
        keys=("f5", "ctrl+r", "ctrl+enter"),
        title="Run or stop",
        help="Run the selected text, or the query the cursor is in; again to stop it.",
        screen="hunting",
        action="run",
        in_footer=True,
    ),
    Command(
        id="hunting.timespan",
        keys=("ctrl+t",),
        title="Range",
        help="Choose how far back the service looks, besides what the query says.",
        screen="hunting",
        action="timespan",
        in_footer=True,
    ),
    Command(
        id="hunting.go_to_row",
        keys=("g",),
        title="Go to row",
        help="Go to a row of the result by its number.",
        screen="hunting",
        action="go_to_row",
        in_footer=True,
    ),
    Command(
        id="hunting.copy_cell",
        keys=("y",),
        title="Copy cell",
        help="Send the cell's whole value to the terminal's clipboard.",
        screen="hunting",
        action="copy_cell",
        in_footer=True,
    ),
    Command(
        id="hunting.leave",
        keys=("escape",),
        title="Editor or rows",
        help="Close the error; else go from the editor to the rows and back.",
        screen="hunting",
        action="leave",
        in_footer=False,
    ),
)
