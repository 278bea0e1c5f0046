"""The command palette's entries, out of the registry."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from .commands import Command, commands_of
from .screens.base import WorkScreen

RunAction = Callable[[str, DOMNode], Coroutine[None, None, None]]


def palette_entries(screen: Screen[object], run: RunAction) -> Iterator[SystemCommand]:
    """Give an entry for each command of the screen, then for each of the app.

    Those that only a part of the screen can do are left out unless it has the focus. `run` does an
    action, given the screen or the part that it belongs to.
    """
    own = commands_of(screen.MODE) if isinstance(screen, WorkScreen) else ()
    for command in (*own, *commands_of("app")):
        owner = screen if _can_do(screen, command) else _focused_part(screen, command)
        if owner is not None:
            act = partial(run, _action(command), owner)
            yield SystemCommand(_title(command), command.help, act)


def _can_do(screen: Screen[object], command: Command) -> bool:
    name, _, _ = command.action.partition("(")
    return not command.part or hasattr(screen, f"action_{name}")


def _focused_part(screen: Screen[object], command: Command) -> DOMNode | None:
    """Give the part with the focus that has the command among its keys."""
    nodes = screen.focused.ancestors_with_self if screen.focused else []
    return next((node for node in nodes if _has_key_for(node, command)), None)


def _has_key_for(node: DOMNode, command: Command) -> bool:
    return any(isinstance(key, Binding) and key.id == command.id for key in node.BINDINGS)


def _title(command: Command) -> str:
    return f"{command.title}  ({command.key_text})"


def _action(command: Command) -> str:
    return f"app.{command.action}" if command.screen == "app" else command.action
