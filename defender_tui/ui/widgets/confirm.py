"""Asking once before something is done that cannot simply be taken back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from .left_once import LeftOnce


class Confirm(LeftOnce[bool]):
    """A question with one verb to say yes. `Esc` and the Keep button both mean no.

    The question names the object and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = """
    Confirm {
        align: center middle;
        & > Vertical {
            width: 64; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & Static { height: auto; }
        & Horizontal { height: 1; margin-top: 1; }
        & Button { margin-right: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "refuse", "No", id="confirm.no"),
        Binding("y", "agree", "Yes", id="confirm.yes"),
        Binding("left,right", "app.focus_next", "Other", show=False, id="confirm.other"),
    ]

    def __init__(self, question: Content, *, verb: str, refusal: str = "Leave it") -> None:
        super().__init__()
        self._question = question
        self._verb = verb
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question)
            with Horizontal():
                yield Button(Content(f"{self._verb}  y"), id="agree", compact=True)
                yield Button(Content(f"{self._refusal}  Esc"), id="refuse", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "agree")

    def action_agree(self) -> None:
        self.dismiss(True)

    def action_refuse(self) -> None:
        self.dismiss(False)
