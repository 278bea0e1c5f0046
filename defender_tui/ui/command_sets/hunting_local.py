"""The commands of local tables, and of where queries run."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="hunting.target",
        keys=("alt+a",),
        title="Run where",
        help="Choose what answers: the profile's API, or open results and files at no quota.",
        screen="hunting",
        action="target",
    ),
    Command(
        id="hunting.open_table",
        keys=("alt+o",),
        title="Open file",
        help="Open a file of rows (CSV, JSON, NDJSON, Parquet) as a table for local queries.",
        screen="hunting",
        action="open_table",
    ),
    Command(
        id="hunting.local_tables",
        keys=("alt+y",),
        title="Local tables",
        help="Show the open results and files that local queries can name.",
        screen="hunting",
        action="local_tables",
    ),
)
