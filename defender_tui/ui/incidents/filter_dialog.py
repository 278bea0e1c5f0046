"""Choosing which part of the queue to read."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, RadioButton, RadioSet, SelectionList, Static
from textual.widgets.selection_list import Selection

from ...core.filters import Dialect, server_filter
from ...core.wording import in_words
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes, Dot
from .wanted import AGES_DAYS, SEVERITIES, STATUSES, Wanted, age_words

_ANYBODY, _NOBODY, _NAMED = range(3)


class FilterDialog(Dialog[Wanted]):
    """Status, severity, owner and age; gives the new choice."""

    DEFAULT_CSS = """
    FilterDialog {
        & > Vertical { width: 76; max-width: 98%; }
        & .part { width: 1fr; height: auto; }
        & .part > Static { text-style: bold; }
        & Horizontal { height: auto; margin-bottom: 1; }
        & SelectionList, & RadioSet {
            height: auto; border: none; padding: 0; background: transparent;
        }
        & #filter-notes { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="filter.apply"),
        Binding("enter", "apply", "Apply", priority=True, id="filter.enter"),
    ]

    def __init__(self, current: Wanted, dialect: Dialect, now: datetime) -> None:
        super().__init__()
        self._current = current
        self._dialect = dialect
        self._now = now

    def compose(self) -> ComposeResult:
        with Vertical():
            with Horizontal():
                yield from self._many("Status", "statuses", STATUSES, self._current.statuses)
                yield from self._many(
                    "Severity", "severities", SEVERITIES, self._current.severities
                )
                with Vertical(classes="part"):
                    yield Static(Content("Last update"))
                    with RadioSet(id="age", compact=True):
                        for days in AGES_DAYS:
                            label = Content(age_words(days).capitalize())
                            yield Dot(label, value=days == self._current.age_days)
            yield from self._owner_part()
            yield Static(Content(""), id="filter-notes")
            yield Static(
                Content("Space Choose   Tab Next   Enter Apply   Esc Close"),
                classes="dialog--keys",
            )

    def _many(
        self, title: str, id: str, words: tuple[str, ...], chosen: frozenset[str]
    ) -> ComposeResult:
        with Vertical(classes="part"):
            yield Static(Content(title))
            options = (Selection(Content(in_words(word)), word, word in chosen) for word in words)
            yield Boxes(*options, id=id, compact=True)

    def _owner_part(self) -> ComposeResult:
        current = self._current
        with Horizontal():
            with Vertical(classes="part"):
                yield Static(Content("Owner"))
                with RadioSet(id="owner", compact=True):
                    is_any = not current.is_unowned and current.owner is None
                    yield Dot(Content("Anybody"), value=is_any)
                    yield Dot(Content("Nobody"), value=current.is_unowned)
                    yield Dot(Content("This name"), value=current.owner is not None)
            with Vertical(classes="part"):
                yield Static(Content("Name"))
                yield Input(current.owner or "", placeholder="mia.k@contoso.example", compact=True)

    def on_mount(self) -> None:
        self._explain()

    @on(SelectionList.SelectedChanged)
    @on(RadioSet.Changed)
    def _explain(self) -> None:
        """Say which part the API does itself, and which is done here."""
        local = server_filter(self._chosen.as_filter(self._now), self._dialect).local
        notes = "The API filters all of this itself."
        if local:
            notes = f"Filtered here, after reading: {', '.join(local)}. The API does the rest."
        self.query_one("#filter-notes", Static).update(shown(notes))

    @on(Input.Changed)
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        if event.value:
            buttons = self.query_one("#owner", RadioSet).query(RadioButton)
            buttons[_NAMED].value = True

    @property
    def _chosen(self) -> Wanted:
        owner = self.query_one("#owner", RadioSet).pressed_index
        name = self.query_one(Input).value.strip()
        return Wanted(
            statuses=frozenset(self._selected("statuses")),
            severities=frozenset(self._selected("severities")),
            owner=name if owner == _NAMED and name else None,
            is_unowned=owner == _NOBODY,
            age_days=AGES_DAYS[max(self.query_one("#age", RadioSet).pressed_index, 0)],
        )

    def _selected(self, id: str) -> list[str]:
        return [str(word) for word in self.query_one(f"#{id}", SelectionList).selected]

    def action_apply(self) -> None:
        self.dismiss(self._chosen)
