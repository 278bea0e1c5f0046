"""The command palette's entries, out of the registry."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from .commands import Command, commands_of
from .screens.base import WorkScreen

RunAction = Callable[[str, Screen[object]], Coroutine[None, None, None]]


def palette_entries(screen: Screen[object], run: RunAction) -> Iterator[SystemCommand]:
    """Give an entry for each command of the screen, then for each of the app.

    `run` does an action, given the screen it was chosen on.
    """
    own = commands_of(screen.MODE) if isinstance(screen, WorkScreen) else ()
    for command in (*own, *commands_of("app")):
        yield SystemCommand(_title(command), command.help, partial(run, _action(command), screen))


def _title(command: Command) -> str:
    return f"{command.title}  ({command.key_text})"


def _action(command: Command) -> str:
    return f"app.{command.action}" if command.screen == "app" else command.action
