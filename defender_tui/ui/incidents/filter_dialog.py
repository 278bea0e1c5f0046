"""Choosing which part of the queue to read."""

from __future__ import annotations

from collections.abc import Sequence
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
from ...core.text import one_line
from ...core.wording import in_words, short_service
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes, Dot
from .wanted import (
    MAX_AGE_DAYS,
    SERVICES,
    SEVERITIES,
    STATUSES,
    Owner,
    Wanted,
    age_from,
    age_words,
)

_AGES_DAYS: tuple[int | None, ...] = (1, 7, 30, None)
_OWNERS = tuple(Owner)


class FilterDialog(Dialog[Wanted]):
    """Status, severity, owner, service, tag, text and age; gives the new choice.

    `me` is who the analyst is, empty while that is not known.
    """

    DEFAULT_CSS = """
    FilterDialog {
        & > Vertical { width: 78; max-width: 100%; max-height: 100%; padding: 0 2; }
        & .part { width: 1fr; height: auto; }
        & .wide { width: 2fr; }
        & .part > Static { text-style: bold; }
        & Horizontal { height: auto; }
        & .row { margin-bottom: 1; }
        & SelectionList, & RadioSet {
            height: auto; border: none; padding: 0; background: transparent;
        }
        & #services { height: 5; scrollbar-size: 1 1; }
        & .label { width: 6; color: $text-muted; }
        & Input { width: 1fr; }
        & #filter-notes { color: $text-muted; min-height: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="filter.apply"),
        Binding("enter", "apply", "Apply", priority=True, id="filter.enter"),
        Binding("ctrl+d", "defaults", "As at first", id="filter.defaults"),
    ]

    def __init__(self, current: Wanted, dialect: Dialect, now: datetime, *, me: str = "") -> None:
        super().__init__()
        self._current = current
        self._dialect = dialect
        self._now = now
        self._me = me

    def compose(self) -> ComposeResult:
        current = self._current
        with Vertical():
            with Horizontal(classes="row"):
                yield from self._many("Status", "statuses", STATUSES, current.statuses)
                yield from self._many("Severity", "severities", SEVERITIES, current.severities)
                yield from self._age_part()
            with Horizontal(classes="row"):
                yield from self._owner_part()
                with Vertical(classes="part"):
                    yield Static(Content("Service"))
                    yield Boxes(*_service_options(current.services), id="services", compact=True)
                with Vertical(classes="part wide"):
                    yield Static(Content("With"))
                    name = current.owner_name if current.owner is Owner.NAMED else ""
                    yield from _entry("Owner", "owner-name", name, "for “This name”")
                    yield from _entry("Tag", "tag", current.tag, "the whole tag")
                    yield from _entry("Text", "text", current.text, "in id, title, owner or tag")
            yield Static(Content(""), id="filter-notes")
            keys = "Space Choose   Tab Next   Enter Apply   ctrl+d As at first   Esc Close"
            yield Static(Content(keys), classes="dialog--keys")

    def _many(
        self, title: str, id: str, words: Sequence[str], chosen: frozenset[str]
    ) -> ComposeResult:
        with Vertical(classes="part"):
            yield Static(Content(title))
            options = (Selection(Content(in_words(word)), word, word in chosen) for word in words)
            yield Boxes(*options, id=id, compact=True)

    def _age_part(self) -> ComposeResult:
        days = self._current.age_days
        with Vertical(classes="part"):
            yield Static(Content("Last update"))
            with RadioSet(id="age", compact=True):
                for age in _AGES_DAYS:
                    yield Dot(Content(age_words(age).capitalize()), value=age == days)
            own = "" if days in _AGES_DAYS else str(days)
            yield from _entry("Days", "days", own, "another number")

    def _owner_part(self) -> ComposeResult:
        titles = {
            Owner.ANYBODY: Content("Anybody"),
            Owner.ME: Content.assemble("Me ", shown(self._me, limit=14).stylize("$text-muted")),
            Owner.NOBODY: Content("Nobody"),
            Owner.SOMEBODY: Content("Somebody"),
            Owner.NAMED: Content("This name"),
        }
        with Vertical(classes="part"):
            yield Static(Content("Owner"))
            with RadioSet(id="owner", compact=True):
                for owner in _OWNERS:
                    yield Dot(titles[owner], value=owner is self._current.owner)

    def on_mount(self) -> None:
        self._explain()

    @on(SelectionList.SelectedChanged)
    @on(RadioSet.Changed)
    def _explain(self) -> None:
        """Say which part the API does itself, and which is done here."""
        problem = self._problem()
        local = () if problem else self._local()
        notes = "The API filters all of this itself."
        if local:
            notes = f"Filtered here, after reading: {', '.join(local)}. The API does the rest."
        style = "$text-error" if problem else ""
        self.query_one("#filter-notes", Static).update(
            shown(problem or notes).stylize(style) if style else shown(notes)
        )

    def _local(self) -> tuple[str, ...]:
        return server_filter(self._chosen.as_filter(self._now), self._dialect).local

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == "owner-name" and event.value:
            buttons = self.query_one("#owner", RadioSet).query(RadioButton)
            buttons[_OWNERS.index(Owner.NAMED)].value = True
        self._explain()

    def _problem(self) -> str:
        try:
            age_from(self._field("days"))
        except ValueError:
            return f"Days is a whole number from 1 to {MAX_AGE_DAYS}."
        is_named = self._owner is Owner.NAMED
        if is_named and not self._field("owner-name"):
            return "Type whose incidents are wanted, beside Owner."
        return ""

    @property
    def _owner(self) -> Owner:
        return _OWNERS[max(self.query_one("#owner", RadioSet).pressed_index, 0)]

    @property
    def _chosen(self) -> Wanted:
        owner = self._owner
        own_days = age_from(self._field("days"))
        days = _AGES_DAYS[self.query_one("#age", RadioSet).pressed_index]
        name = {Owner.ME: self._me, Owner.NAMED: self._field("owner-name")}.get(owner, "")
        return Wanted(
            statuses=frozenset(self._selected("statuses")),
            severities=frozenset(self._selected("severities")),
            owner=owner,
            owner_name=name,
            services=frozenset(self._selected("services")),
            tag=self._field("tag"),
            text=self._field("text"),
            age_days=own_days or days,
        )

    def _selected(self, id: str) -> list[str]:
        return list(self.query_one(f"#{id}", Boxes).selected)

    def _field(self, id: str) -> str:
        return self.query_one(f"#{id}", Input).value.strip()

    def action_apply(self) -> None:
        """Close with what is chosen, unless something typed cannot be right."""
        if self._problem():
            self._explain()
            self.app.bell()
        else:
            self.dismiss(self._chosen)

    def action_defaults(self) -> None:
        """Close with what is read at first, which is what the portal shows."""
        self.dismiss(Wanted())


def _service_options(chosen: frozenset[str]) -> list[Selection[str]]:
    """Give the services known today, and those of a kept filter that are not."""
    names = (*SERVICES, *sorted(chosen.difference(SERVICES)))
    return [Selection(shown(short_service(name), limit=14), name, name in chosen) for name in names]


def _entry(label: str, id: str, value: str, placeholder: str) -> ComposeResult:
    with Horizontal():
        yield Static(Content(label), classes="label")
        # A field draws its value as it is, so nothing that is not safe to show goes into one.
        yield Input(one_line(value), placeholder=placeholder, id=id, compact=True)
