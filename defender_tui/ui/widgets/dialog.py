"""The look and the way out that every dialog shares."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from .left_once import LeftOnce

Answer = TypeVar("Answer")


class Dialog(LeftOnce[Answer | None], Generic[Answer]):
    """A box over the screen it came from. `Esc` calls it off, which gives `None`.

    A subclass yields one `Vertical`; its last line, of the class `dialog--keys`, names the keys.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > Vertical {
            width: 72; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & Static { height: auto; }
        & .dialog--keys { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", "Close", id="dialog.close"),
    ]

    def action_call_off(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
