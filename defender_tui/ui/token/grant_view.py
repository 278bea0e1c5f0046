"""How to grant a missing role, in the ways there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ...core.granting import GrantWay
from ..text import shown
from ..widgets.copying import copy_value
from ..widgets.dialog import Dialog
from ..widgets.tab_line import TabLine


class GrantView(Dialog[str]):
    """The ways to grant one role, one at a time; gives the address to open, if that was asked."""

    DEFAULT_CSS = """
    GrantView {
        & > Vertical { width: 96%; max-width: 120; height: 95%; max-height: 26; }
        & TabLine { margin: 1 0; }
        & VerticalScroll { height: 1fr; scrollbar-size: 1 1; }
        & #grant-text { width: 1fr; }
        & #grant-note, & #grant-link { margin: 1 0 0 0; color: $text-muted; }
        & .dialog--keys { margin: 1 0 0 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab", "turn(1)", "Next way", id="grant.next"),
        Binding("left,h,shift+tab", "turn(-1)", "Previous way", id="grant.previous"),
        Binding("y", "copy", "Copy", id="grant.copy"),
        Binding("o", "open", "Open", id="grant.open"),
    ]

    def __init__(self, title: Content, ways: Sequence[GrantWay]) -> None:
        super().__init__()
        self._title = title
        self._ways = ways
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title, id="grant-title")
            yield TabLine()
            with VerticalScroll():
                yield Static(Content(""), id="grant-text")
            yield Static(Content(""), id="grant-note")
            yield Static(Content(""), id="grant-link")
            yield Static(Content(""), classes="dialog--keys")

    def on_mount(self) -> None:
        self._draw()
        self.query_one(VerticalScroll).focus()

    def _draw(self) -> None:
        way = self._ways[self._at]
        self.query_one(TabLine).show([one.way.value for one in self._ways], self._at)
        self.query_one("#grant-text", Static).update(shown(way.text, limit=20_000, lines=True))
        self.query_one("#grant-note", Static).update(shown(way.note, limit=600))
        link = self.query_one("#grant-link", Static)
        link.display = way.link is not None
        link.update(shown(way.link or "", limit=400))
        keys = "y Copy   left/right Other way   Esc Close"
        self.query_one(".dialog--keys", Static).update(
            Content(f"o Open   {keys}" if way.link else keys)
        )

    @on(TabLine.Chosen)
    def _way_clicked(self, event: TabLine.Chosen) -> None:
        event.stop()
        self._at = event.index
        self._draw()

    def action_turn(self, step: int) -> None:
        """Go to another way."""
        self._at = (self._at + step) % len(self._ways)
        self._draw()

    def action_copy(self) -> None:
        """Copy the steps or the commands."""
        copy_value(self.app, self._ways[self._at].text)

    def action_open(self) -> None:
        """Close, and have the page opened."""
        if link := self._ways[self._at].link:
            self.dismiss(link)
