"""Typing one thing about one incident: an owner, a comment."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from ..widgets.dialog import Dialog


class OwnerEntry(Dialog[str]):
    """Ask whom to give an incident to; gives the name, empty for nobody.

    `about` names the incident and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = """
    OwnerEntry Input { margin: 1 0; }
    """

    def __init__(self, about: Content, owner: str) -> None:
        super().__init__()
        self._about = about
        self._owner = owner

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield Input(self._owner, placeholder="mia.k@contoso.example; empty: nobody")
            yield Static(Content("Enter Assign   Esc Leave it"), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())


class CommentEntry(Dialog[str]):
    """Ask for a comment on an incident; gives its text, `None` for an empty one.

    `about` names the incident and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = """
    CommentEntry TextArea { margin: 1 0; height: 7; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5,ctrl+enter", "save", "Add", id="comment.save"),
    ]

    def __init__(self, about: Content, text: str) -> None:
        super().__init__()
        self._about = about
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield TextArea(self._text, compact=True, tab_behavior="focus")
            yield Static(Content("ctrl+s Add   Esc Leave it"), classes="dialog--keys")

    def action_save(self) -> None:
        self.dismiss(self.query_one(TextArea).text.strip() or None)
