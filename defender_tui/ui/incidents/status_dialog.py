"""Setting an incident's status; resolving takes the verdict with it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from ...core.changes import SETTABLE_STATUSES, IncidentChange
from ...core.wording import in_words
from ...core.words import DETERMINATIONS, Classification, IncidentStatus

_Step = tuple[str, IncidentChange]
"""A line of the list, and the change it stands for."""


_SHORT = {
    Classification.TRUE_POSITIVE: "true positive",
    Classification.EXPECTED_ACTIVITY: "expected activity",
    Classification.FALSE_POSITIVE: "false positive",
}


def status_steps() -> list[_Step]:
    """Give every status and verdict that can be chosen, with the change each one makes."""
    steps: list[_Step] = [
        (in_words(status), IncidentChange(status=status))
        for status in SETTABLE_STATUSES
        if status is not IncidentStatus.RESOLVED
    ]
    resolved = in_words(IncidentStatus.RESOLVED)
    for classification, determinations in DETERMINATIONS.items():
        steps += [
            (
                f"{resolved} · {_SHORT[classification]} · {in_words(word).lower()}",
                IncidentChange(
                    status=IncidentStatus.RESOLVED,
                    classification=classification,
                    determination=word,
                ),
            )
            for word in determinations
        ]
    return [*steps, (f"{resolved} · verdict as it is", IncidentChange(status="resolved"))]


class StatusDialog(ModalScreen[IncidentChange | None]):
    """One list of statuses, the resolved ones each with its verdict; gives the change to make.

    `about` names the incident and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = """
    StatusDialog {
        align: center middle;
        & > Vertical {
            width: 72; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & Static { height: auto; }
        & OptionList {
            height: auto; max-height: 40vh; margin: 1 0; padding: 0;
            background: transparent; border: none; scrollbar-size: 1 1;
        }
        & .keys { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="status.close"),
    ]

    def __init__(self, about: Content, status: str | None) -> None:
        super().__init__()
        self._about = about
        self._steps = status_steps()
        names = [in_words(status) == label for label, _change in self._steps]
        self._current = names.index(True) if True in names else 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield OptionList(*(Content(label) for label, _change in self._steps), compact=True)
            yield Static(Content("Enter Set   Esc Leave it"), classes="keys")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._current

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._steps[event.option_index][1])

    def action_close(self) -> None:
        self.dismiss(None)
