"""Which chart is shown of which result, and its points, read off the loop."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content

from ...core.errors import DefenderTuiError
from ...results.cancellation import Cancellation, ReadingCancelled, ResultClosed
from ..results.rows_pane import view_of
from ..text import shown
from ..worker import run_guarded
from .guessing import NoChart, plan_for
from .messages import ChartRead
from .reading import ChartAnswer, read_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...results.view.shape import Shape
    from ..results.shelf import OpenResult
    from .plan import ChartPlan

NO_ROWS = "There are no rows to draw. F5 runs the query."


@dataclass(slots=True, eq=False)
class ShownChart:
    """One result in the pane: what is drawn of it, which series are not, and what was read last.

    `hidden` are numbers of series. `shape` is the one that `answer` was read in. `base` is the plan
    whose kind was turned, if it was.
    """

    result: OpenResult
    plan: ChartPlan | NoChart
    hidden: frozenset[int] = frozenset()
    answer: ChartAnswer | None = None
    base: ChartPlan | None = None
    shape: Shape | None = None


class ShowingCharts(Vertical):
    """A chart for each result that was looked at; what was asked for last wins."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept: dict[str, ShownChart] = {}
        self._shown: ShownChart | None = None
        self._asking: Cancellation | None = None

    @abstractmethod
    def say(self, words: Content) -> None:
        """Put words in place of the chart."""

    @abstractmethod
    def draw(self) -> None:
        """Draw what was read."""

    @property
    def chart(self) -> ShownChart | None:
        """The result that is drawn, with what is known of it; `None` without rows."""
        return self._shown

    def follow(self, result: OpenResult | None) -> None:
        """Draw the rows of a result as they are selected now."""
        if result is None:
            self._shown = None
            self.say(Content(NO_ROWS))
            return
        known = self._kept.get(result.name)
        if known is None or known.result is not result:
            columns = result.outcome.table.columns
            known = ShownChart(result, plan_for(columns, result.run.query))
            self._kept[result.name] = known
        self._shown = known
        if known.answer is None or known.shape is not result.state.shape:
            self.read()
        else:
            self.draw()

    def keep_only(self, results: Sequence[OpenResult]) -> None:
        """Forget what was drawn of results that are closed."""
        names = {result.name for result in results}
        self._kept = {name: one for name, one in self._kept.items() if name in names}

    def take_plan(self, plan: ChartPlan | NoChart, *, base: ChartPlan | None = None) -> None:
        """Draw the same result in another way; `base` is the plan that was turned into this one."""
        if self._shown:
            self._shown.base = base
            self._shown.plan, self._shown.answer = plan, None
            self._shown.hidden = frozenset()
            self.read()

    def read(self) -> None:
        """Read the points anew."""
        known = self._shown
        if self._asking:
            self._asking.cancel()
            self._asking = None
        if known is None:
            return
        if isinstance(known.plan, NoChart):
            self.say(shown(known.plan.reason))
            return
        if known.answer is None:
            self.say(Content("reading the points …"))
        self._asking = Cancellation()
        run_guarded(
            self,
            partial(self._reading, known.result, known.plan, self._asking),
            name="read a chart",
            group="read a chart",
            description="read the points of a chart",
        )

    async def _reading(self, result: OpenResult, plan: ChartPlan, asking: Cancellation) -> None:
        shape = result.state.shape
        answer: ChartAnswer | DefenderTuiError
        try:
            answer = await asyncio.to_thread(_answered, result, plan, asking)
        except (ReadingCancelled, ResultClosed):
            # Another chart is wanted by now, or other rows are shown, of which we hear.
            return
        except DefenderTuiError as error:
            answer = error
        self.post_message(ChartRead(result, plan, shape, answer))

    @on(ChartRead)
    def _chart_read(self, event: ChartRead) -> None:
        event.stop()
        known = self._shown
        if known is None or known.result is not event.result or known.plan is not event.plan:
            return
        if isinstance(event.answer, DefenderTuiError):
            words = " ".join(filter(None, (event.answer.message, event.answer.hint)))
            self.say(shown(words, limit=400))
            return
        known.answer, known.shape = event.answer, event.shape
        if any(number >= len(event.answer.data.series) for number in known.hidden):
            known.hidden = frozenset()
        self.draw()


def _answered(result: OpenResult, plan: ChartPlan, asking: Cancellation) -> ChartAnswer:
    return read_chart(view_of(result), plan, asking)
