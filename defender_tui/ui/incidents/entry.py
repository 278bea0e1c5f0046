"""Typing one thing about one incident: an owner, a comment."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

_FORM = """
    {name} {{
        align: center middle;
        & > Vertical {{
            width: 72; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }}
        & Static {{ height: auto; }}
        & Input, & TextArea {{ margin: 1 0; }}
        & TextArea {{ height: 7; }}
        & .keys {{ color: $text-muted; }}
    }}
"""


class OwnerEntry(ModalScreen[str | None]):
    """Ask whom to give an incident to; gives the name, empty for nobody, `None` when called off.

    `about` names the incident and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = _FORM.format(name="OwnerEntry")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="owner.close"),
    ]

    def __init__(self, about: Content, owner: str) -> None:
        super().__init__()
        self._about = about
        self._owner = owner

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield Input(self._owner, placeholder="mia.k@contoso.example; empty: nobody")
            yield Static(Content("Enter Assign   Esc Leave it"), classes="keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def action_close(self) -> None:
        self.dismiss(None)


class CommentEntry(ModalScreen[str | None]):
    """Ask for a comment on an incident; gives its text, `None` when called off or empty.

    `about` names the incident and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = _FORM.format(name="CommentEntry")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="comment.close"),
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
            yield Static(Content("ctrl+s Add   Esc Leave it"), classes="keys")

    def action_save(self) -> None:
        self.dismiss(self.query_one(TextArea).text.strip() or None)

    def action_close(self) -> None:
        self.dismiss(None)
