"""Saying of a cut result, or of a refused run, how its query can be split by time."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from ...core.errors import QueryInvalid
from ...core.hunt_limits import limit_in
from ...core.hunt_target import HuntTarget
from .lower_half import LowerHalf, LowerTab
from .messages import SplitWanted
from .result_pane import ResultPane
from .run import HuntAnswered, HuntFailed, HuntRun
from .running import HuntRunning
from .split_messages import SplitPlanned

if TYPE_CHECKING:
    from ...kql.slicing import Refusal
    from ...workflows.split_plan import SplitPlan

_COMPLETE = "This result is complete: there is nothing to split."
_LOCAL = "These rows were made here: only the answer of an API is split."


class SplitOffering(HuntRunning):
    """A screen that says how a query can be split, or why it cannot, and asks whether to.

    `_refused_run` is the last run if a limit of the service refused it.
    """

    _refused_run: HuntRun | None = None

    @abstractmethod
    def begin_split(self, run: HuntRun, plan: SplitPlan) -> None:
        """Run the parts."""

    def action_split(self) -> None:
        """Say how the query can be split, or why it cannot, and ask whether to."""
        run = self._run_to_split()
        if isinstance(run, str):
            self.notify(run, markup=False)
            return
        self.guarded(
            partial(self._planning, run), name="plan a split", group="split", description="split"
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "split" or self._refused_run is not None:
            return super().check_action(action, parameters)
        lower = self.query_one_optional(LowerHalf)
        return lower is not None and lower.current is LowerTab.RESULTS

    @on(SplitWanted)
    def _split_wanted(self, event: SplitWanted) -> None:
        event.stop()
        self.action_split()

    def _run_to_split(self) -> HuntRun | str:
        """The last run, if a limit refused it, else that of the cut result; or what to say."""
        if self._refused_run is not None:
            return self._refused_run
        result = self.query_one(ResultPane).result
        if result is None:
            return f"There is no result to split. {self.run_words()}"
        if result.outcome.api is HuntTarget.LOCAL:
            return _LOCAL
        return result.run if result.outcome.reached_limit else _COMPLETE

    async def _planning(self, run: HuntRun) -> None:
        plan = await self._work.plan_split(run.query, timespan=run.timespan)
        self.post_message(SplitPlanned(run, plan))

    @on(SplitPlanned)
    def _split_planned(self, event: SplitPlanned) -> None:
        event.stop()
        from .split_dialog import SplitDialog

        answered = partial(self._split_answered_for, event.run, event.plan)
        self.app.push_screen(SplitDialog(event.plan, event.run.query), answered)

    def _split_answered_for(
        self, run: HuntRun, plan: SplitPlan | Refusal, is_wanted: bool | None
    ) -> None:
        from ...kql.slicing import Refusal

        if not is_wanted or run.generation != self._work.generation:
            return
        if isinstance(plan, Refusal):
            self._show_refused(run, plan)
            return
        self.begin_split(run, plan)

    def _show_refused(self, run: HuntRun, refusal: Refusal) -> None:
        if self._editor.text.startswith(run.query, run.offset):
            start, end = run.offset + refusal.start, run.offset + refusal.end
            self._editor.mark_error(start, end, move_cursor=True)
        self._editor.focus()

    @on(HuntAnswered)
    def _run_answered(self) -> None:
        self._refused_run = None

    @on(HuntFailed)
    def _limit_met(self, event: HuntFailed) -> None:
        """Remember a run that a limit refused: splitting is the way to its rows."""
        is_limit = isinstance(event.error, QueryInvalid) and limit_in(event.error.message)
        self._refused_run = event.run if is_limit and event.run is self._run else None
        if self._refused_run is not None:
            event.error.hint = f"{event.error.hint} Or split it by time: alt+x.".lstrip()
