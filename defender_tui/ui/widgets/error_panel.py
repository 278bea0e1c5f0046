"""What failed, why, and what to do: one panel for every screen."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ...core.errors import DefenderTuiError, OutcomeUnknown
from ..text import shown
from .copying import copy_value

_LABEL_WIDTH = 14


class ErrorPanel(VerticalScroll, can_focus=True):
    """Stands above the content while there is an error to read; hidden otherwise."""

    DEFAULT_CSS = """
    ErrorPanel {
        display: none; height: auto; max-height: 50%; padding: 0 1; margin-bottom: 1;
        background: $error 12%; border-left: outer $error; scrollbar-size: 1 1;
        &.-shown { display: block; }
        &:focus { background: $error 20%; }
        & > Static { height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="error-panel")
        self._error: DefenderTuiError | None = None
        self._what = ""
        self._retry: Callable[[], object] | None = None
        self._text = Static(Content(""))

    def compose(self) -> ComposeResult:
        yield self._text

    @property
    def is_shown(self) -> bool:
        """Whether there is an error to read."""
        return self._error is not None

    @property
    def can_retry(self) -> bool:
        """Whether there is an error that came with a way to try again."""
        return self.is_shown and self._retry is not None

    def show(self, error: DefenderTuiError, what: str, retry: Callable[[], object] | None) -> None:
        """Show an error under a title that says what could not be done."""
        self._error, self._what, self._retry = error, what, retry
        self._text.update(error_text(error, what, can_retry=self.can_retry))
        self.scroll_home(animate=False)
        self.add_class("-shown")

    def hide(self) -> None:
        """Put the panel away."""
        self._error = None
        self.remove_class("-shown")

    def copy(self) -> None:
        """Send the error's words to the terminal's clipboard."""
        if self._error is not None:
            copy_value(self.app, error_text(self._error, self._what, can_retry=False).plain)

    def retry(self) -> None:
        """Do again what failed."""
        if self._retry is not None:
            self._retry()


def error_text(error: DefenderTuiError, what: str, *, can_retry: bool) -> Content:
    """Lay an error out: title, message, its facts, and what to do."""
    title = f"{what}: outcome unknown" if isinstance(error, OutcomeUnknown) else what
    keys = "   Esc Close   y Copy" + ("   r Retry" if can_retry else "")
    parts = [
        Content.assemble(
            shown(title, limit=200).stylize("bold $text-error"), (keys, "$text-muted")
        ),
        shown(error.message, lines=True),
    ]
    facts = [*error.details(), ("Do", error.hint)]
    parts += [
        Content.assemble((label.ljust(_LABEL_WIDTH), "$text-muted"), shown(value, lines=True))
        for label, value in facts
        if value
    ]
    return Content("\n").join(parts)
