"""Saying what splitting a query will do, or why it cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ...kql.slicing import Refusal
from ..widgets.dialog import Dialog
from .split_words import plan_words, refusal_words

if TYPE_CHECKING:
    from ...workflows.split_plan import SplitPlan


class SplitDialog(Dialog[bool]):
    """Show a plan, or a refusal; gives true for Enter: to split, or to go to the refused place."""

    DEFAULT_CSS = """
    SplitDialog {
        & .-title { text-style: bold; }
        & #split-words { margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Split", id="split.accept"),
    ]

    def __init__(self, plan: SplitPlan | Refusal, query: str) -> None:
        super().__init__()
        self._plan = plan
        self._query = query

    def compose(self) -> ComposeResult:
        if isinstance(self._plan, Refusal):
            title, verb = "This query cannot be split by time", "Go there"
            words = refusal_words(self._plan, self._query)
        else:
            title, verb, words = "Split by time", "Split", plan_words(self._plan)
        with Vertical():
            yield Static(Content(title), classes="-title")
            yield Static(words, id="split-words")
            yield Static(Content(f"Enter {verb}   Esc Close"), classes="dialog--keys")

    def action_accept(self) -> None:
        """Close with a yes."""
        self.dismiss(True)
