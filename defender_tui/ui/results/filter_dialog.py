"""Filtering by a column: by its values to tick, or by a comparison with one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Select, Static
from textual.widgets.selection_list import Selection

from ...results.view.facts import Distinct
from ...results.view.shape import Comparison, Condition
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes
from .shape_words import COMPARISON_WORDS, OF_SEVERAL, WITHOUT_VALUE, value_words

LISTED_VALUES = 500
_TITLE_CELLS = 40
_VALUE_CELLS = 48


class ValueBoxes(Boxes):
    """The values; where Enter applies instead of ticking."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.apply", "Apply", show=False, id="values.apply"),
    ]


class FilterDialog(Dialog[Condition]):
    """Gives a condition on one column.

    `given` is a condition to change. The values come later, by `list_values`; what is typed then
    narrows the list.
    """

    DEFAULT_CSS = """
    FilterDialog {
        & > Vertical { width: 76; height: auto; max-height: 95%; }
        & #filter-how { height: 1; margin: 1 0 0 0; }
        & Select { width: 26; }
        & SelectCurrent Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & Input { width: 1fr; margin: 0 0 0 2; }
        & Boxes {
            height: auto; min-height: 3; max-height: 45vh; border: none; padding: 0;
            background: transparent; scrollbar-size: 1 1; margin: 0 0 1 0;
        }
        & #filter-note { height: 1; color: $text-muted; margin: 1 0 0 0; }
        & .-wrong { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="filter.apply"),
    ]

    def __init__(self, column: int, name: str, given: Condition | None = None) -> None:
        super().__init__()
        self._column = column
        self._name = name
        self._given = given
        self._values: Distinct | None = None
        self._listed: list[str | None] = []
        self._ticked: set[str | None] = set()
        if given and given.comparison in OF_SEVERAL:
            self._ticked = set(given.values)

    def compose(self) -> ComposeResult:
        comparison = self._given.comparison if self._given else Comparison.ONE_OF
        typed = ""
        if self._given and comparison not in OF_SEVERAL | WITHOUT_VALUE:
            typed = self._given.values[0] or ""
        with Vertical():
            yield Static(
                Content.assemble(("Rows where ", "bold"), shown(self._name, limit=_TITLE_CELLS))
            )
            with Horizontal(id="filter-how"):
                yield Select(
                    [(words, one) for one, words in COMPARISON_WORDS.items()],
                    value=comparison,
                    allow_blank=False,
                    compact=True,
                )
                yield Input(typed, compact=True, id="filter-value")
            yield Static(Content("reading the values …"), id="filter-note")
            yield ValueBoxes(compact=True)
            keys = "Space Tick   Enter Apply   Tab Comparison and value   Esc Close"
            yield Static(Content(keys), classes="dialog--keys")

    def on_mount(self) -> None:
        self._suit_comparison()
        if self._comparison in OF_SEVERAL:
            self.query_one(ValueBoxes).focus()
        else:
            self.query_one(Input).focus()

    @property
    def _comparison(self) -> Comparison:
        value = self.query_one(Select).value
        return value if isinstance(value, Comparison) else Comparison.ONE_OF

    def list_values(self, values: Distinct) -> None:
        """Take in the values that there are, most frequent first."""
        self._values = values
        self._list()

    def _list(self) -> None:
        if self._values is None:
            return
        boxes, part = self.query_one(ValueBoxes), ""
        if self._comparison in OF_SEVERAL:
            part = self.query_one(Input).value.casefold()
        found = [
            (value, count)
            for value, count in self._values.values
            if not part or part in (value or "null").casefold()
        ]
        self._listed = [value for value, _ in found]
        room = max((len(f"{count:,}") for _, count in found), default=1)
        boxes.clear_options()
        boxes.add_options(
            [
                Selection(_line(value, count, room), str(at), value in self._ticked)
                for at, (value, count) in enumerate(found)
            ]
        )
        if found:
            boxes.highlighted = 0
        self._note(len(found))

    def _note(self, found: int) -> None:
        values = self._values
        if values is None:
            return
        words = f"{values.total:,} values" if values.total != 1 else "1 value"
        if len(values.values) < values.total:
            words += f", the {len(values.values):,} most frequent listed"
        if found < len(values.values):
            words += f", {found:,} with what is typed"
        if self._ticked:
            words += f" · {len(self._ticked):,} ticked"
        self._say(words)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        note = self.query_one("#filter-note", Static)
        note.update(Content(words))
        note.set_class(is_wrong, "-wrong")

    @on(Boxes.SelectionToggled)
    def _toggled(self, event: Boxes.SelectionToggled[str]) -> None:
        event.stop()
        value = self._listed[int(event.selection.value)]
        self._ticked ^= {value}
        if self._comparison not in OF_SEVERAL:
            self.query_one(Select).value = Comparison.ONE_OF
        self._note(len(self._listed))

    @on(Select.Changed)
    def _comparison_changed(self, event: Select.Changed) -> None:
        event.stop()
        self._suit_comparison()
        self._list()

    def _suit_comparison(self) -> None:
        field, comparison = self.query_one(Input), self._comparison
        field.disabled = comparison in WITHOUT_VALUE
        field.placeholder = (
            "type to narrow the list" if comparison in OF_SEVERAL else "the value to compare with"
        )

    @on(Input.Changed, "#filter-value")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._comparison in OF_SEVERAL:
            self._list()

    @on(Input.Submitted, "#filter-value")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Close with the condition; one without a value is refused."""
        comparison, typed = self._comparison, self.query_one(Input).value
        if comparison in WITHOUT_VALUE:
            self.dismiss(Condition(self._column, comparison))
        elif comparison in OF_SEVERAL:
            self._apply_ticked(comparison)
        else:
            self.dismiss(Condition(self._column, comparison, (typed,)))

    def _apply_ticked(self, comparison: Comparison) -> None:
        chosen = self._ticked or self._highlighted()
        if not chosen:
            self._say("Space ticks a value.", is_wrong=True)
            return
        listed = [value for value, _ in self._values.values] if self._values else []
        ordered = [value for value in listed if value in chosen]
        others = [value for value in chosen if value not in set(ordered)]
        self.dismiss(Condition(self._column, comparison, (*ordered, *others)))

    def _highlighted(self) -> set[str | None]:
        """Give the value under the bar: with none ticked, Enter means that one."""
        place = self.query_one(ValueBoxes).highlighted
        return {self._listed[place]} if place is not None and self._listed else set()


def _line(value: str | None, count: int, room: int) -> Content:
    return Content.assemble(
        (f"{count:,}".rjust(room) + "  ", "$text-muted"), value_words(value, _VALUE_CELLS)
    )
