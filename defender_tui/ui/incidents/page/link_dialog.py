"""An address in the portal: to open, or to copy."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ...text import shown
from ...widgets.copying import copy_value
from ...widgets.dialog import Dialog

_LONGEST_CELLS = 2_000


class LinkDialog(Dialog[None]):
    """Show where a link leads before anything is opened; it must be `https`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Open", id="link.open"),
        Binding("y", "copy", "Copy", id="link.copy"),
    ]

    def __init__(self, what: Content, url: str) -> None:
        super().__init__()
        self._what = what
        self._url = url

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.assemble("In the portal: ", self._what))
            yield Static(shown(self._url, limit=_LONGEST_CELLS).stylize("$text-muted"))
            keys = "Enter Open in a browser   y Copy   Esc Close"
            yield Static(Content(f"\n{keys}"), classes="dialog--keys")

    def action_open(self) -> None:
        self.app.open_url(self._url)
        self.dismiss(None)

    def action_copy(self) -> None:
        copy_value(self.app, self._url)
        self.dismiss(None)
