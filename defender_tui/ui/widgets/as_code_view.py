"""What a screen asks for, as code, over that screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from .code_pane import CodeMaker, CodePane
from .dialog import Dialog


class AsCodeView(Dialog[None]):
    """Code for one request. `title` and `note` are our own words."""

    DEFAULT_CSS = """
    AsCodeView {
        & > Vertical { width: 96%; max-width: 140; height: 90%; }
        & #as-code-title { text-style: bold; }
        & CodePane { margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab", "turn(1)", "Next language", id="as_code.next"),
        Binding("left,h,shift+tab", "turn(-1)", "Previous language", id="as_code.previous"),
        Binding("y", "copy", "Copy", id="as_code.copy"),
    ]

    def __init__(self, title: str, make: CodeMaker, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._make = make
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), id="as-code-title")
            yield CodePane()
            keys = "y Copy   left/right Language   up/down Scroll   Esc Close"
            yield Static(Content(keys), classes="dialog--keys")

    def on_mount(self) -> None:
        pane = self.query_one(CodePane)
        pane.show(self._make, self._note)
        pane.focus_text()

    def action_turn(self, step: int) -> None:
        """Go to another language."""
        self.query_one(CodePane).turn(step)

    def action_copy(self) -> None:
        """Copy the code."""
        self.query_one(CodePane).copy()
