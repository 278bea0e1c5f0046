"""The commands of the history, while its rows have the focus."""

from __future__ import annotations

from ..commands import Command


def _command(
    name: str, keys: tuple[str, ...], title: str, help: str, *, in_footer: bool = False
) -> Command:
    return Command(
        id=f"hunting.history_{name}",
        keys=keys,
        title=title,
        help=help,
        screen="hunting",
        action=f"ask('{name}')",
        in_footer=in_footer,
        part="history",
    )


COMMANDS: tuple[Command, ...] = (
    _command(
        "use",
        ("enter",),
        "Use",
        "History: put the query into the editor, in a tab of its own.",
        in_footer=True,
    ),
    _command(
        "run",
        ("f5", "ctrl+r", "ctrl+enter"),
        "Run again",
        "History: put the query into the editor with its range, and run it.",
        in_footer=True,
    ),
    _command(
        "search",
        ("slash",),
        "Search",
        "History: find runs by words of the query, its error, tenant or profile.",
        in_footer=True,
    ),
    _command("copy", ("y",), "Copy", "History: send the query to the terminal's clipboard."),
    _command("delete", ("d",), "Forget", "History: forget this run.", in_footer=True),
    _command("delete_all", ("D",), "Forget all", "History: forget all runs, after a question."),
)
