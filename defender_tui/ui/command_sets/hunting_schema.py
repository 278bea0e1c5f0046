"""The commands of the schema browser, while its rows have the focus."""

from __future__ import annotations

from ..commands import Command


def _command(
    name: str, keys: tuple[str, ...], title: str, help: str, *, in_footer: bool = False
) -> Command:
    return Command(
        id=f"hunting.schema_{name}",
        keys=keys,
        title=title,
        help=help,
        screen="hunting",
        action=f"schema('{name}')",
        in_footer=in_footer,
        part="schema",
    )


COMMANDS: tuple[Command, ...] = (
    _command(
        "insert",
        ("enter",),
        "Insert",
        "Schema: put the name, or the value, where the editor's cursor is.",
        in_footer=True,
    ),
    _command(
        "search",
        ("slash",),
        "Search",
        "Schema: find tables, columns, values and functions by parts of their names.",
        in_footer=True,
    ),
    _command(
        "preview",
        ("p",),
        "Preview",
        "Schema: run a query for five rows of the table, or of those with the value.",
        in_footer=True,
    ),
    _command(
        "refresh",
        ("f5", "ctrl+r"),
        "Ask tenant",
        "Schema: ask the tenant which tables and columns it has.",
        in_footer=True,
    ),
    _command(
        "unfold", ("right", "plus"), "Unfold", "Schema: show the columns, or the column's values."
    ),
    _command("fold", ("left", "minus"), "Fold", "Schema: hide them, or go to what they are below."),
    _command("turn", ("space", "z"), "Unfold or fold", "Schema: show or hide what is below."),
    _command("copy", ("y",), "Copy", "Schema: send the name to the terminal's clipboard."),
    _command("details", ("d",), "Details", "Schema: show all that is known of it."),
    _command(
        "here",
        ("f",),
        "Only here",
        "Schema: leave out what this tenant does not have, or show it again.",
    ),
    _command(
        "columns",
        ("c",),
        "Ask columns",
        "Schema: ask for the columns of this one table by a query, which counts as a run.",
    ),
)
