"""The commands of the Hunting screen that take rows elsewhere."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="hunting.export_rows",
        keys=("e",),
        title="Export",
        help="Write all, the filtered or the marked rows to a file, as evidence if wanted.",
        screen="hunting",
        action="export_rows",
        in_footer=True,
    ),
    Command(
        id="hunting.copy_rows",
        keys=("Y",),
        title="Copy rows",
        help="Copy the marked rows, or else those shown, for a spreadsheet, as JSON or Markdown.",
        screen="hunting",
        action="copy_rows",
    ),
)
