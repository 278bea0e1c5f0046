"""What failed, why, and what to do: one panel for every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from ...core.errors import DefenderTuiError, OutcomeUnknown
from ..text import shown
from .copying import copy_value
from .facts import Fact, Facts

_LABEL_WIDTH = 14


class ErrorPanel(VerticalScroll, can_focus=True):
    """Stands above the content while there is an error to read; hidden otherwise."""

    DEFAULT_CSS = """
    ErrorPanel {
        display: none; height: auto; max-height: 50%; padding: 0 1; margin-bottom: 1;
        background: $error 12%; border-left: outer $error; scrollbar-size: 1 1;
        &.-shown { display: block; }
        &:focus { background: $error 20%; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="error-panel")
        self._error: DefenderTuiError | None = None
        self._what = ""
        self._retry: Callable[[], object] | None = None
        self._facts = Facts()

    def compose(self) -> ComposeResult:
        yield self._facts

    @property
    def is_shown(self) -> bool:
        """Whether there is an error to read."""
        return self._error is not None

    @property
    def can_retry(self) -> bool:
        """Whether there is an error that came with a way to try again."""
        return self.is_shown and self._retry is not None

    def show(
        self,
        error: DefenderTuiError,
        what: str,
        retry: Callable[[], object] | None,
        *,
        retry_words: str = "Retry",
    ) -> None:
        """Show an error under a title that says what could not be done."""
        self._error, self._what, self._retry = error, what, retry
        words = retry_words if retry is not None else ""
        self._facts.show(list(error_facts(error, what, retry_words=words)))
        self.scroll_home(animate=False)
        self.add_class("-shown")

    def hide(self) -> None:
        """Put the panel away."""
        self._error = None
        self.remove_class("-shown")

    def copy(self) -> None:
        """Send the error's words to the terminal's clipboard."""
        if self._error is not None:
            facts = error_facts(self._error, self._what)
            lines = [f"{label.plain}{value.plain}" for label, value in facts]
            copy_value(self.app, "\n".join(lines))

    def retry(self) -> None:
        """Do again what failed."""
        if self._retry is not None:
            self._retry()


def error_facts(error: DefenderTuiError, what: str, *, retry_words: str = "") -> Iterator[Fact]:
    """Lay an error out: title, message, its facts, and what to do.

    `retry_words` say what `r` does; empty for nothing.
    """
    title = f"{what}: outcome unknown" if isinstance(error, OutcomeUnknown) else what
    keys = "   Esc Close   y Copy" + (f"   r {retry_words}" if retry_words else "")
    whole = Content("")
    yield (
        whole,
        Content.assemble(
            shown(title, limit=200).stylize("bold $text-error"), (keys, "$text-muted")
        ),
    )
    yield whole, shown(_without_title(error.message, what), lines=True)
    for label, value in (*error.details(), ("Do", error.hint)):
        if value:
            yield (
                Content.styled(label.ljust(_LABEL_WIDTH), "$text-muted"),
                shown(value, lines=True),
            )


def _without_title(message: str, what: str) -> str:
    """Take what the title says already off the front of a message."""
    rest = message.removeprefix(f"{what}: ")
    return rest if rest == message else rest[:1].upper() + rest[1:]
