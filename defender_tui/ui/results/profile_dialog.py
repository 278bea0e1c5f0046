"""A column at a glance: what is missing, how many values, which, and how they spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ...core.zones import Zone, spelled_time
from ...results.column_types import ResultColumn
from ...results.view.facts import ColumnProfile
from ..text import shown
from ..widgets.copying import copy_value
from ..widgets.dialog import Dialog
from ..widgets.facts import Fact, Facts
from .shape_words import value_words

_LABEL_CELLS = 12
_VALUE_CELLS = 200
_TOP_CELLS = 44
_BARS = "▁▂▃▄▅▆▇█"
_BAR_CELLS = 12


class ProfileDialog(Dialog[None]):
    """What is known of one column of the rows that are shown."""

    DEFAULT_CSS = """
    ProfileDialog {
        & > Vertical { width: 84; max-height: 95%; }
        & VerticalScroll { height: auto; max-height: 70vh; margin: 1 0; scrollbar-size: 1 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,i,q", "call_off", "Close", show=False, id="profile.close"),
        Binding("y", "copy", "Copy", id="profile.copy"),
    ]

    def __init__(self, column: ResultColumn, profile: ColumnProfile, zone: Zone) -> None:
        super().__init__()
        self._column = column
        self._facts = profile_facts(column, profile, zone)

    def compose(self) -> ComposeResult:
        title = Content.assemble(
            shown(self._column.name, limit=60).stylize("bold"),
            ("  " + self._column.type, "$text-muted"),
        )
        with Vertical():
            yield Static(title)
            yield VerticalScroll(Facts())
            yield Static(Content("y Copy   Esc Close"), classes="dialog--keys")

    def on_mount(self) -> None:
        self.query_one(Facts).show(self._facts)
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        """Copy all of it as text."""
        copy_value(self.app, self.query_one(Facts).plain)


def profile_facts(column: ResultColumn, profile: ColumnProfile, zone: Zone) -> list[Fact]:
    """Give a profile as labelled values."""

    def value(text: str | None) -> Content:
        is_time = text is not None and column.type == "datetime"
        return value_words(spelled_time(text or "", zone) if is_time else text, _VALUE_CELLS)

    facts = [
        _fact("Rows", Content(f"{profile.rows:,}")),
        _fact("Null", Content(_part(profile.nulls, profile.rows))),
        _fact("Empty text", Content(_part(profile.empties, profile.rows))),
        _fact("Distinct", Content(f"{profile.distinct:,}")),
    ]
    if profile.uncast:
        words = f"{profile.uncast:,} not of type {column.type}, shown as they came"
        facts.append(_fact("Other", Content(words)))
    if profile.least is not None:
        facts += [_fact("Least", value(profile.least)), _fact("Greatest", value(profile.greatest))]
    if profile.mean is not None:
        facts.append(_fact("Mean", Content(f"{profile.mean:,.6g}")))
    if profile.histogram:
        facts.append(_fact("Spread", Content.styled(sparkline(profile.histogram), "$text-primary")))
    return [*facts, *_top_facts(profile, value)]


def sparkline(counts: Sequence[int]) -> str:
    """Draw counts as bars, two cells each; a count of nought is a space."""
    most = max(counts, default=0)
    return "".join(
        " " * 2 if not count else _BARS[(count * len(_BARS) - 1) // most] * 2 for count in counts
    )


def _top_facts(profile: ColumnProfile, value_of: Callable[[str | None], Content]) -> list[Fact]:
    most = max((count for _, count in profile.top), default=0)
    if most <= 1:
        words = "every value once" if most else ""
        return [_fact("Most often", Content(words))] if words else []
    facts = [_fact("", Content("")), _fact("Most often", Content(""))]
    for value, count in profile.top:
        bar = "█" * max(1, round(_BAR_CELLS * count / most))
        label = Content.assemble((bar.ljust(_BAR_CELLS), "$primary"), f" {count:>9,}  ")
        facts.append((label, value_of(value).truncate(_TOP_CELLS, ellipsis=True)))
    return facts


def _fact(label: str, value: Content) -> Fact:
    return Content.styled(label.ljust(_LABEL_CELLS), "$text-muted"), value


def _part(count: int, whole: int) -> str:
    return f"{count:,} ({count / whole:.1%})" if whole and count else f"{count:,}"
