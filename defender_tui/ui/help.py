"""The keys of a screen, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from .commands import Command, commands_of, key_text
from .widgets.left_once import LeftOnce

_MOVING = (
    ("Tab", "Go to the next part of the screen; shift+tab goes back."),
    ("Arrows", "Move; PgUp and PgDn by pages, ctrl+Home and ctrl+End to the ends."),
    ("ctrl+c", "Copy the selected text."),
)


class KeysHelp(LeftOnce[None]):
    """Every key of one screen and what it does; closed by any of `Esc`, `?`, `q`.

    `at_hand` are the keys that act where the focus is, with the ids of their commands: these come
    first, then what acts in other parts of the screen.
    """

    DEFAULT_CSS = """
    KeysHelp {
        align: center middle;
        & > VerticalScroll {
            width: 84; max-width: 95%; height: auto; max-height: 90%; padding: 1 2;
            background: $surface; border: round $primary; scrollbar-size: 1 1;
            border-subtitle-color: $text-muted;
        }
        & Static { height: auto; margin-bottom: 1; }
        & .heading { color: $text-primary; text-style: bold; margin: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,f1", "close", "Close", id="help.close"),
    ]

    def __init__(self, mode: str, at_hand: Set[tuple[str, str]] = frozenset()) -> None:
        super().__init__()
        self._mode = mode
        self._at_hand = at_hand

    def compose(self) -> ComposeResult:
        commands = commands_of(self._mode)
        here = sorted((one for one in commands if _at_hand(one, self._at_hand)), key=_place)
        elsewhere = [one for one in commands if one not in here]
        sections = (
            (self._mode.capitalize(), [*_keys_of(here, self._at_hand)]),
            ("In other parts of the screen", [*_keys_of(elsewhere)]),
            ("Everywhere", [*_keys_of(commands_of("app")), *_MOVING]),
        )
        with VerticalScroll() as page:
            page.border_subtitle = "PgDn More   Esc Close"
            for heading, rows in sections:
                if rows:
                    yield Static(Content(heading), classes="heading")
                    yield Static(_table(rows))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        self.dismiss(None)


def _place(command: Command) -> tuple[bool, bool, bool]:
    """Put first what only acts where the focus is, the footer's keys, and letters."""
    is_letter = not any(key[1:].isdigit() or "+" in key for key in command.keys)
    return not command.part, not command.in_footer, not is_letter


def _at_hand(command: Command, at_hand: Set[tuple[str, str]]) -> list[str]:
    return [key for key in command.keys if (command.id, key) in at_hand]


def _keys_of(
    commands: Iterable[Command], at_hand: Set[tuple[str, str]] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Give the keys of commands with what they do; only those at hand, when there are some."""
    for command in commands:
        keys = _at_hand(command, at_hand) or command.keys
        yield "  ".join(map(key_text, keys)), command.help


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=16)
    table.add_column()
    for keys, help in rows:
        table.add_row(Text(keys, style="bold"), Text(help))
    return table
