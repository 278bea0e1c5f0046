"""Choosing a chart by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Checkbox, Select, Static
from textual.widgets.selection_list import Selection

from ...kql.rendering import ChartKind
from ...results.column_types import NUMERIC, ResultColumn
from ...results.view.chart import Aggregate
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes
from .plan import ChartPlan, as_pie

_NAME_CELLS = 40
_NONE = -1
_AS_THEY_ARE = "none: the rows as they are"
_GATHERED = {
    Aggregate.COUNT: "count of rows",
    Aggregate.SUM: "sum",
    Aggregate.AVERAGE: "average",
    Aggregate.LEAST: "least",
    Aggregate.GREATEST: "greatest",
}
_STEPS: tuple[tuple[str, timedelta | None], ...] = (
    ("one that fits", None),
    ("1 min", timedelta(minutes=1)),
    ("5 min", timedelta(minutes=5)),
    ("15 min", timedelta(minutes=15)),
    ("1 h", timedelta(hours=1)),
    ("6 h", timedelta(hours=6)),
    ("1 d", timedelta(days=1)),
    ("7 d", timedelta(days=7)),
)
_STACKABLE = (ChartKind.AREA, ChartKind.COLUMN, ChartKind.BAR)


class ValueBoxes(Boxes):
    """The columns of values; Enter draws instead of ticking."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.apply", "Draw", show=False, id="chart_values.apply"),
    ]


class ChartDialog(Dialog[ChartPlan]):
    """Gives a plan; `given` is the one to begin with.

    What cannot be drawn is told at once, and stays to be corrected.
    """

    DEFAULT_CSS = """
    ChartDialog {
        & > Vertical { width: 72; max-height: 100%; padding: 0 2; }
        & Horizontal { height: 1; }
        & .-label { width: 10; color: $text-muted; }
        & Select { width: 1fr; }
        & SelectCurrent Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & .-values { height: auto; max-height: 30vh; }
        & Boxes {
            height: auto; min-height: 1; max-height: 30vh; width: 1fr; border: none; padding: 0;
            background: transparent; scrollbar-size: 1 1;
        }
        & Checkbox {
            background: transparent; border: none; padding: 0; height: 1; width: 1fr;
        }
        & #chart-note { height: 1; color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Draw", id="chart_dialog.apply"),
    ]

    def __init__(self, columns: Sequence[ResultColumn], given: ChartPlan) -> None:
        super().__init__()
        self._columns = columns
        self._given = given

    def compose(self) -> ComposeResult:
        given = self._given
        every = [(self._column_name(at), at) for at in range(len(self._columns))]
        kinds = [(kind.value, kind) for kind in ChartKind if kind is not ChartKind.TABLE]
        gathered: list[tuple[str, Aggregate | int]] = [(_AS_THEY_ARE, _NONE)]
        gathered += [(words, one) for one, words in _GATHERED.items()]
        steps = list(_STEPS)
        if given.step is not None and given.step not in [step for _, step in steps]:
            steps.insert(1, (str(given.step), given.step))
        self._steps = steps
        step = [one for _, one in steps].index(given.step)
        with Vertical():
            yield Static(Content.styled("Chart", "bold"))
            with Horizontal():
                yield _label("Kind")
                yield Select(
                    kinds, value=given.kind, allow_blank=False, compact=True, id="chart-kind"
                )
            with Horizontal():
                yield _label("Over")
                yield Select(every, value=given.x, allow_blank=False, compact=True, id="chart-x")
            with Horizontal(classes="-values"):
                yield _label("Values")
                yield ValueBoxes(*self._values(), compact=True)
            with Horizontal():
                yield _label("Series by")
                series = _NONE if given.series is None else given.series
                options = [(Content("one for each value"), _NONE), *every]
                yield Select(
                    options, value=series, allow_blank=False, compact=True, id="chart-series"
                )
            with Horizontal():
                yield _label("Gather")
                aggregate = _NONE if given.aggregate is None else given.aggregate
                yield Select(
                    gathered, value=aggregate, allow_blank=False, compact=True, id="chart-gather"
                )
            with Horizontal():
                yield _label("Steps")
                places = [(words, at) for at, (words, _) in enumerate(steps)]
                yield Select(places, value=step, allow_blank=False, compact=True, id="chart-step")
            with Horizontal():
                yield _label("")
                yield Checkbox("stacked", given.is_stacked, compact=True)
            yield Static(Content(""), id="chart-note")
            words = "Tab Next   Space Tick   F5 Draw   Esc Close"
            yield Static(Content(words), classes="dialog--keys")

    def on_mount(self) -> None:
        self.query_one("#chart-kind", Select).focus()

    def _column_name(self, at: int) -> Content:
        return shown(self._columns[at].name, limit=_NAME_CELLS)

    def _values(self) -> list[Selection[str]]:
        """The columns that hold values, those of numbers first."""
        places = sorted(
            range(len(self._columns)), key=lambda at: self._columns[at].type not in NUMERIC
        )
        return [Selection(self._column_name(at), str(at), at in self._given.y) for at in places]

    def _chosen(self, name: str) -> int | None:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, int) and value != _NONE else None

    def action_apply(self) -> None:
        """Close with the plan; one without values is refused."""
        kind = self.query_one("#chart-kind", Select).value
        aggregate = self.query_one("#chart-gather", Select).value
        values = tuple(sorted(int(at) for at in self.query_one(Boxes).selected))
        x = self._chosen("chart-x") or 0
        gathered = aggregate if isinstance(aggregate, Aggregate) else None
        if gathered is Aggregate.COUNT:
            values = ()
        elif not values:
            self._say("Tick a column of values, or gather by the count of rows.")
            return
        if not isinstance(kind, ChartKind):
            return
        if kind is ChartKind.TIME and self._columns[x].type != "datetime":
            self._say("A timechart goes over a column of times.")
            return
        series = self._chosen("chart-series")
        is_stacked = self.query_one(Checkbox).value and kind in _STACKABLE
        step = self._steps[self._chosen("chart-step") or 0][1]
        by = None if series == x or kind is ChartKind.PIE else series
        plan = ChartPlan(kind, x, values, by, gathered, step, is_stacked, title=self._given.title)
        self.dismiss(as_pie(plan) if kind is ChartKind.PIE else plan)

    def _say(self, words: str) -> None:
        self.query_one("#chart-note", Static).update(Content(words))


def _label(words: str) -> Static:
    return Static(Content(words), classes="-label")
