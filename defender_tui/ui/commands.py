"""The one registry of commands: footer, key bindings, palette and help all read it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do on a screen.

    `screen` is a mode's name, or “app” for what works everywhere; `action` is the Textual action
    without its `action_`. Every key in `keys` does it, the first is the one shown. `is_priority`
    lets it through while an editor has the focus. `part` names the part of the screen whose focus
    the keys need, empty for none.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    screen: str
    action: str
    in_footer: bool = False
    is_priority: bool = False
    part: str = ""

    @property
    def key_text(self) -> str:
        """The first key as it stands in the footer and in help: `F5`, `ctrl+p`, `/`."""
        return key_text(self.keys[0])


_KEY_TEXTS = {
    "slash": "/",
    "asterisk": "*",
    "question_mark": "?",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "underscore": "_",
}


def key_text(key: str) -> str:
    """Give a key's name as people write it."""
    held, plus, last = key.rpartition("+")
    if last in _KEY_TEXTS:
        return f"{held}{plus}{_KEY_TEXTS[last]}"
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


def commands_of(screen: str) -> tuple[Command, ...]:
    """Give the commands of one screen, or of the app itself, in the order to show them."""
    commands: tuple[Command, ...] = import_module(
        f".command_sets.{screen}", package=__package__
    ).COMMANDS
    return commands


def bindings_for(screen: str, *, part: str = "") -> list[Binding]:
    """Give the key bindings of one screen, or of a part of it, one for each key.

    Each carries its command's id and shows its own key: in a field that takes the first one, the
    footer names the next.
    """
    return [
        Binding(
            key,
            command.action,
            command.title,
            show=command.in_footer,
            key_display=key_text(key),
            priority=command.is_priority,
            tooltip=command.help,
            id=command.id,
        )
        for command in commands_of(screen)
        if command.part == part
        for key in command.keys
    ]
