"""How far a split is, above the rows that were cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ..text import shown
from .split_words import bar_words, count_words, step_words

if TYPE_CHECKING:
    from ...workflows.hunt_split import HuntSplit, SplitProgress
    from ...workflows.hunt_waiting import Waiting

_BAR_WIDTH = 20


class SplitPanel(Vertical, can_focus=True):
    """Two lines over a split; its keys stop it, go on with it, and give it up.

    It says what is wanted with `Stopped`, `Resumed` and `Dropped`; the screen carries it out.
    """

    DEFAULT_CSS = """
    SplitPanel {
        height: auto; padding: 0 1; border-left: thick $primary;
        &.-halted { border-left: thick $warning; }
        &:focus { background: $foreground 6%; }
        & Horizontal { height: 1; }
        & #split-title { width: auto; margin-right: 1; text-style: bold; }
        & #split-bar { width: auto; margin-right: 1; }
        & #split-count { width: 1fr; }
        & #split-step { width: 1fr; color: $text-muted; }
        & #split-keys { width: auto; color: $text-muted; }
        & Static { text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5,ctrl+r", "halt", "Stop", show=False, id="split.halt"),
        Binding("enter", "resume", "Go on", show=False, id="split.resume"),
    ]

    class Stopped(Message):
        """The split is to stop; what is done stays."""

    class Resumed(Message):
        """The split is to go on where it stopped."""

    class Dropped(Message):
        """The stopped split is given up."""

    def __init__(self, split: HuntSplit, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.split = split
        self._progress = split.progress
        self._waiting: Waiting | None = None
        self._halted = ""

    @property
    def is_halted(self) -> bool:
        """Whether it stands still, by a failure or on demand."""
        return bool(self._halted)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(Content("Split by time"), id="split-title")
            yield Static(id="split-bar")
            yield Static(id="split-count")
        with Horizontal():
            yield Static(id="split-step")
            yield Static(id="split-keys")

    def on_mount(self) -> None:
        self._draw()

    def watch_has_focus(self, _has_focus: bool) -> None:
        super().watch_has_focus(_has_focus)
        if self.is_mounted:
            self._draw()

    def show_progress(self, progress: SplitProgress) -> None:
        """Say how far it is."""
        self._progress, self._waiting = progress, None
        self._draw()

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Say what the next part waits for."""
        self._waiting = waiting
        self._draw()

    def halt(self, why: str) -> None:
        """Say that it stands still, and why."""
        self._halted, self._waiting = why, None
        self._progress = self.split.progress
        self._draw()

    def run(self) -> None:
        """Say that it goes on."""
        self._halted = ""
        self._draw()

    def action_halt(self) -> None:
        """Stop it; when it stands still already, give it up."""
        self.post_message(self.Dropped() if self.is_halted else self.Stopped())

    def action_resume(self) -> None:
        """Go on with it."""
        if self.is_halted:
            self.post_message(self.Resumed())

    def _draw(self) -> None:
        progress = self._progress
        self.set_class(self.is_halted, "-halted")
        self.query_one("#split-bar", Static).update(bar_words(progress.share, _BAR_WIDTH))
        self.query_one("#split-count", Static).update(count_words(progress))
        step = shown(self._halted) if self.is_halted else step_words(progress, self._waiting)
        self.query_one("#split-step", Static).update(step)
        self.query_one("#split-keys", Static).update(Content(self._keys()))

    def _keys(self) -> str:
        if not self.has_focus:
            return "Alt+X Go here"
        return "Enter Go on · Esc Give up" if self.is_halted else "F5 Stop"
