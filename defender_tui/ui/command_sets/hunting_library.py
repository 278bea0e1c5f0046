"""The commands of saved queries: saving one, and those while the library's rows have the focus."""

from __future__ import annotations

from ..commands import Command


def _command(
    name: str, keys: tuple[str, ...], title: str, help: str, *, in_footer: bool = False
) -> Command:
    return Command(
        id=f"hunting.library_{name}",
        keys=keys,
        title=title,
        help=help,
        screen="hunting",
        action=f"ask('{name}')",
        in_footer=in_footer,
        part="library",
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        id="hunting.save_query",
        keys=("alt+q", "ctrl+s"),
        title="Save query",
        help="Save the text of this tab as a query in the library.",
        screen="hunting",
        action="save_query",
    ),
    _command(
        "use",
        ("enter",),
        "Use",
        "Library: put the query into the editor; what its parameters are is asked first.",
        in_footer=True,
    ),
    _command(
        "run",
        ("f5", "ctrl+r", "ctrl+enter"),
        "Run",
        "Library: put the query into the editor, parameters filled in, and run it.",
        in_footer=True,
    ),
    _command(
        "search",
        ("slash",),
        "Search",
        "Library: find queries by words of their name, description or text.",
        in_footer=True,
    ),
    _command(
        "edit",
        ("e",),
        "Edit",
        "Library: put the query into the editor with its parameters as marks.",
    ),
    _command("copy", ("y",), "Copy", "Library: send the query to the terminal's clipboard."),
    _command("rename", ("r",), "Rename", "Library: give the query another name in its folder."),
    _command("delete", ("d",), "Delete", "Library: delete the query's file, after a question."),
)
