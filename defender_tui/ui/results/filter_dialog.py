"""Filtering by a column: by its values to tick, or by a comparison with one; or by any column."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select, Static

from ...core.errors import DefenderTuiError
from ...core.zones import Zone, read_time, spelled_time
from ...results.column_types import ResultColumn
from ...results.view.facts import Distinct
from ...results.view.shape import Comparison, Condition
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes
from ..worker import run_guarded
from .filter_values import ValueBoxes
from .shape_words import (
    COMPARISON_WORDS,
    NEGATED,
    OF_MOMENTS,
    OF_SEVERAL,
    WITHOUT_VALUE,
    refusal_words,
    zone_words,
)

LISTED_VALUES = 500
_TITLE_CELLS = 40
_KEYS = "Space Tick   Enter Apply   Tab Value   Ctrl+T Any column   Esc Close"
_KEYS_OF_ANY = "Enter Apply   Tab Comparison   Ctrl+T One column   Esc Close"


class FilterDialog(Dialog[Condition]):
    """Gives a condition on one column, or on any.

    `given` is a condition to change. The values come later, by `list_values`; what is typed then
    narrows the list. `check` insists, off the loop, that a condition can be: what it refuses with
    is said, and the dialog stays as it is. Moments are shown and typed in the zone.
    """

    DEFAULT_CSS = """
    FilterDialog {
        & > Vertical { width: 76; height: auto; max-height: 95%; }
        & #filter-how { height: 1; margin: 1 0 0 0; }
        & Select { width: 26; }
        & SelectCurrent Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & Input { width: 1fr; margin: 0 0 0 2; }
        & Boxes {
            height: auto; min-height: 3; max-height: 10; border: none; padding: 0;
            background: transparent; scrollbar-size: 1 1; margin: 0 0 1 0;
        }
        & #filter-note { max-height: 3; color: $text-muted; margin: 1 0 0 0; }
        & #filter-note.-wrong { color: $text-error; }
        &.-tall Boxes { max-height: 18; }
        &.-low.-refused Boxes { max-height: 7; }
        &.-any Boxes { display: none; }
        &.-any #filter-note { margin: 1 0; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-tall")]  # noqa: RUF012 (Textual's type)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="filter.apply"),
        Binding("ctrl+t", "turn_scope", "Any column", id="filter.scope"),
    ]

    class Checked(Message):
        """A condition was looked at: `error` says why it cannot be."""

        def __init__(self, condition: Condition, error: DefenderTuiError | None) -> None:
            super().__init__()
            self.condition = condition
            self.error = error

    def __init__(
        self,
        place: int,
        column: ResultColumn,
        check: Callable[[Condition], None],
        *,
        given: Condition | None = None,
        zone: Zone = Zone.UTC,
    ) -> None:
        """`place` is the column's in the answer; `check` blocks and raises `ConfigError`."""
        super().__init__()
        self._place = place
        self._column = column
        self._check = check
        self._given = given
        self._zone = zone
        self._is_any = given is not None and given.column is None
        self._is_ready = False
        self._asked: Condition | None = None
        ticked = given.values if given and given.comparison in OF_SEVERAL else ()
        self._boxes = ValueBoxes(column, zone, set(ticked))

    def compose(self) -> ComposeResult:
        comparison = self._given.comparison if self._given else Comparison.ONE_OF
        typed = ""
        if self._given and comparison not in OF_SEVERAL | WITHOUT_VALUE:
            typed = self._given.values[0] or ""
            if self._is_of_times and self._zone is not Zone.UTC and comparison in OF_MOMENTS:
                typed = spelled_time(typed, self._zone)
        with Vertical():
            yield Static(id="filter-where")
            with Horizontal(id="filter-how"):
                yield Select(
                    self._comparisons(),
                    value=comparison,
                    allow_blank=False,
                    compact=True,
                )
                yield Input(typed, compact=True, id="filter-value")
            yield Static(id="filter-note")
            yield self._boxes
            yield Static(id="filter-keys", classes="dialog--keys")

    def on_mount(self) -> None:
        self._is_ready = True
        self._show_scope()
        self._suit_comparison()
        self._list()
        self._focus_first()

    def _focus_first(self) -> None:
        if self._comparison in OF_SEVERAL:
            self._boxes.focus()
        elif self._comparison in WITHOUT_VALUE:
            self.query_one(Select).focus()
        else:
            self.query_one(Input).focus()

    @property
    def _is_of_times(self) -> bool:
        return self._column.type == "datetime" and not self._is_any

    def _comparisons(self) -> list[tuple[str, Comparison]]:
        """The comparisons there are; values to tick are those of one column."""
        left_out = OF_SEVERAL if self._is_any else frozenset()
        return [(words, one) for one, words in COMPARISON_WORDS.items() if one not in left_out]

    def action_turn_scope(self) -> None:
        """Ask for any column, or for the one again; what is typed stays."""
        comparison = self._comparison
        self._is_any = not self._is_any
        if self._is_any and comparison in OF_SEVERAL:
            comparison = Comparison.CONTAINS
        select = self.query_one(Select)
        with self.prevent(Select.Changed):
            select.set_options(self._comparisons())
            select.value = comparison
        self._show_scope()
        self._suit_comparison()
        self._list()
        self._focus_first()

    def _show_scope(self) -> None:
        self.set_class(self._is_any, "-any")
        name = shown(self._column.name, limit=_TITLE_CELLS)
        where = Content("any column") if self._is_any else name
        column = None if self._is_any else self._column
        zone = (zone_words(column, self._comparison, self._zone), "$text-muted")
        self.query_one("#filter-where", Static).update(
            Content.assemble(("Rows where ", "bold"), where, zone)
        )
        keys = _KEYS_OF_ANY if self._is_any else _KEYS
        self.query_one("#filter-keys", Static).update(Content(keys))

    @property
    def _comparison(self) -> Comparison:
        value = self.query_one(Select).value
        return value if isinstance(value, Comparison) else Comparison.ONE_OF

    def list_values(self, values: Distinct) -> None:
        """Take in the values that there are, most frequent first."""
        self._boxes.values = values
        if self._is_ready:
            self._list()

    def _list(self) -> None:
        is_narrowed = self._comparison in OF_SEVERAL
        self._boxes.list_those_with(self.query_one(Input).value if is_narrowed else "")
        self._note()

    def _note(self) -> None:
        """Say what there is to know, in place of why a condition was refused."""
        words = self._boxes.summary
        if self._is_any:
            is_negated = self._comparison in NEGATED
            every, one = "It must be so for every cell of a row.", "One cell of a row is enough."
            words = every if is_negated else one
        self._say(Content(words))

    def _say(self, words: Content, *, is_wrong: bool = False) -> None:
        note = self.query_one("#filter-note", Static)
        note.update(words)
        note.set_class(is_wrong, "-wrong")
        self.set_class(is_wrong, "-refused")

    @on(Boxes.SelectionToggled)
    def _toggled(self, event: Boxes.SelectionToggled[str]) -> None:
        event.stop()
        self._boxes.turn(int(event.selection.value))
        if self._comparison not in OF_SEVERAL:
            self.query_one(Select).value = Comparison.ONE_OF
        self._note()

    @on(Select.Changed)
    def _comparison_changed(self, event: Select.Changed) -> None:
        event.stop()
        self._show_scope()
        self._suit_comparison()
        self._list()

    def _suit_comparison(self) -> None:
        self._asked = None
        field, comparison = self.query_one(Input), self._comparison
        field.disabled = comparison in WITHOUT_VALUE
        field.placeholder = (
            "type to narrow the list" if comparison in OF_SEVERAL else "the value to compare with"
        )

    @on(Input.Changed, "#filter-value")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._asked = None
        if self._comparison in OF_SEVERAL:
            self._list()
        elif self.has_class("-refused"):
            self._note()

    @on(Input.Submitted, "#filter-value")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        """Close with the condition; one that cannot be is refused."""
        comparison, typed = self._comparison, self.query_one(Input).value
        column = None if self._is_any else self._place
        if comparison in WITHOUT_VALUE:
            self.dismiss(Condition(column, comparison))
        elif comparison in OF_SEVERAL:
            self._apply_ticked(comparison)
        else:
            if self._is_of_times and comparison in OF_MOMENTS:
                typed = read_time(typed, self._zone)
            self._asked = Condition(column, comparison, (typed,))
            run_guarded(
                self,
                partial(self._checking, self._asked),
                name="check a filter",
                group="check a filter",
                description="check a filter",
            )

    async def _checking(self, condition: Condition) -> None:
        try:
            await asyncio.to_thread(self._check, condition)
        except DefenderTuiError as error:
            self.post_message(self.Checked(condition, error))
        else:
            self.post_message(self.Checked(condition, None))

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        event.stop()
        if event.condition is not self._asked:
            # Something else was typed or chosen meanwhile.
            return
        if event.error is None:
            self.dismiss(event.condition)
            return
        self._say(refusal_words(event.error), is_wrong=True)
        self.query_one(Input).focus()

    def _apply_ticked(self, comparison: Comparison) -> None:
        chosen = self._boxes.chosen
        if chosen:
            self.dismiss(Condition(self._place, comparison, chosen))
        else:
            self._say(Content("Space ticks a value."), is_wrong=True)
