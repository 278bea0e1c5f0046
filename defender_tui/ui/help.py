"""The keys of a screen, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from .commands import commands_of, key_text

_MOVING = (
    ("Tab", "Go to the next part of the screen; shift+tab goes back."),
    ("Arrows", "Move; PgUp and PgDn by pages, ctrl+Home and ctrl+End to the ends."),
    ("ctrl+c", "Copy the selected text."),
)


class KeysHelp(ModalScreen[None]):
    """Every key of one screen and what it does; closed by any of `Esc`, `?`, `q`."""

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

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def compose(self) -> ComposeResult:
        with VerticalScroll() as page:
            page.border_subtitle = "Esc Close"
            yield Static(Content(self._mode.capitalize()), classes="heading")
            yield Static(_table(_keys_of(self._mode)))
            yield Static(Content("Everywhere"), classes="heading")
            yield Static(_table((*_keys_of("app"), *_MOVING)))

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        self.dismiss(None)


def _keys_of(screen: str) -> Iterator[tuple[str, str]]:
    for command in commands_of(screen):
        yield "  ".join(map(key_text, command.keys)), command.help


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=16)
    table.add_column()
    for keys, help in rows:
        table.add_row(Text(keys, style="bold"), Text(help))
    return table
