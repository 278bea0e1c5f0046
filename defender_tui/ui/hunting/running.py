"""Running the query at the cursor: one at a time, stopped by the key that began it."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from contextlib import ExitStack
from functools import partial

from textual import on
from textual.content import Content
from textual.timer import Timer
from textual.worker import Worker

from ...core.errors import DefenderTuiError, QueryInvalid
from ...workflows.hunt import HuntOutcome
from ...workflows.hunt_waiting import Waiting
from ..ports import HuntWork
from ..widgets.kql_editor import QueryText
from ..zone import zone_of
from .error_place import error_span
from .letting_go import let_go
from .lower_half import LowerHalf, LowerTab
from .problem_commands import ProblemCommands
from .result_pane import ResultPane
from .result_source import open_source
from .run import HuntAnswered, HuntFailed, HuntRun, HuntWaited
from .seen_members import learn_members
from .timespans import SET_IN_QUERY
from .words import (
    failed_words,
    running_words,
    stopped_here_words,
    stopped_words,
    taken_out_words,
    waiting_words,
)

_PATIENCE_S = 0.3


class HuntRunning(ProblemCommands):
    """A screen that sends queries and shows what comes back. A stopped run leaves the rows."""

    def __init__(self, session: HuntWork) -> None:
        super().__init__(session)
        self._work = session
        self._timespan = SET_IN_QUERY
        self._run: HuntRun | None = None
        self._worker: Worker[None] | None = None
        self._counting: Timer | None = None
        self._waiting: Waiting | None = None

    @property
    def _pane(self) -> ResultPane:
        return self.query_one(ResultPane)

    @property
    def _lower(self) -> LowerHalf:
        return self.query_one(LowerHalf)

    def run_words(self, what: str = "the query") -> str:
        """Say how the query at the cursor is run from where the focus is now, in a sentence.

        A pane may have another use for the key, and it stops what runs.
        """
        if self._run:
            return "A query is still running."
        found = self.active_bindings.get("f5")
        is_here = found is not None and found.node is self
        return f"F5 runs {what}." if is_here else f"F5 in the editor runs {what}."

    @abstractmethod
    def _show_choices(self) -> None:
        """Draw anew what a run goes by, and whether one is on."""

    def action_run(self) -> None:
        """Run the query at the cursor, or stop the one that runs."""
        if self._run:
            self._stop(self._run)
        else:
            self._begin(self._editor.current_query())

    def action_run_all(self) -> None:
        """Run the whole text as one query."""
        if self._run is None:
            self._begin(QueryText(self._editor.text, 0))

    def _begin(self, text: QueryText, *, is_filled: bool = False) -> None:
        if not is_filled and _may_have_parameters(text.query):
            from ..library.parameter_dialog import fill_in

            # An error in a query that was filled in is told, but has no place in the editor.
            fill_in(self.app, text.query, lambda query: self._begin_filled(query, text.offset))
            return
        if not text.query.strip():
            self._pane.say(Content("Nothing to run: there is no query in the editor."))
            return
        self.clear_error()
        self._editor.clear_mark()
        self.call_next(self._lower.turn_to, LowerTab.RESULTS, focus=False)
        run = HuntRun(
            generation=self._work.generation,
            query=text.query,
            offset=text.offset,
            text=self._editor.text,
            timespan=self._timespan.iso8601,
            started=time.monotonic(),
        )
        self._run = run
        self._counting = self.set_timer(_PATIENCE_S, self._begin_counting)
        self._worker = self.guarded(
            partial(self._hunting, run), name="hunt", group="hunt", description="run a query"
        )
        self._show_choices()

    def _begin_filled(self, query: str, offset: int) -> None:
        if self._run is None:
            self._begin(QueryText(query, offset), is_filled=True)

    async def _hunting(self, run: HuntRun) -> None:
        try:
            outcome = await self.answered(run)
            with ExitStack() as unless_handed_on:
                unless_handed_on.callback(let_go, self, outcome)
                source = await asyncio.to_thread(open_source, outcome.table, zone_of(self))
                if self.post_message(HuntAnswered(run, outcome, source)):
                    unless_handed_on.pop_all()
        except DefenderTuiError as error:
            self.post_message(HuntFailed(run, error))

    @property
    def is_local(self) -> bool:
        """Whether queries go to no API."""
        return False

    async def answered(self, run: HuntRun) -> HuntOutcome:
        """Have a query answered."""
        return await self._work.hunt(
            run.query, timespan=run.timespan, told=partial(self._told_waiting, run)
        )

    def _told_waiting(self, run: HuntRun, waiting: Waiting | None) -> None:
        self.post_message(HuntWaited(run, waiting))

    @on(HuntWaited)
    def _hunt_waited(self, event: HuntWaited) -> None:
        if event.run is self._run:
            has_changed = (event.waiting is None) is not (self._waiting is None)
            self._waiting = event.waiting
            if event.waiting or has_changed:
                self._count()
        self.refresh_frame()

    def _begin_counting(self) -> None:
        self._count()
        self._counting = self.set_interval(1, self._count)

    def _count(self) -> None:
        if self._waiting:
            words = waiting_words(self._waiting)
            self._pane.explain(words, "Rows come here once the query had its turn.", "busy")
        elif self._run:
            words = running_words(_elapsed_s(self._run))
            who = "query is done" if self.is_local else "service has answered"
            self._pane.explain(words, f"Rows come here once the {who}.", "busy")

    def _stop(self, run: HuntRun) -> None:
        if self._worker:
            self._worker.cancel()
        words = taken_out_words if self._waiting else stopped_words
        words = stopped_here_words if self.is_local else words
        self._end_run()
        self._pane.explain(words(_elapsed_s(run)), "No rows: the run was stopped.")

    def _end_run(self) -> None:
        self._run = self._waiting = None
        if self._counting:
            self._counting.stop()
        self._show_choices()

    @on(HuntAnswered)
    def _hunt_answered(self, event: HuntAnswered) -> None:
        if event.run is not self._run:
            let_go(self, event.outcome)
            return
        self._end_run()
        self.refresh_frame()
        if event.run.generation != self._work.generation:
            let_go(self, event.outcome)
            self._pane.say(Content("The answer belonged to another profile and was dropped."))
            return
        for outcome in self._pane.show_outcome(event.run, event.outcome, event.source):
            let_go(self, outcome)
        learn_members(self, self._editor, event.outcome.table)

    @on(HuntFailed)
    def _hunt_failed(self, event: HuntFailed) -> None:
        if event.run is not self._run:
            return
        self._end_run()
        words = failed_words(_elapsed_s(event.run), has_rows=self._pane.grid.row_count > 0)
        self._pane.explain(words, "No rows: the run failed.", "failed")
        self.show_error(event.error, "Could not run the query", retry=self.action_run)
        if isinstance(event.error, QueryInvalid):
            self._mark(event.run, event.error)

    @on(Worker.StateChanged)
    def _worker_ended(self, event: Worker.StateChanged) -> None:
        """End a run that neither answered nor failed in a known way."""
        if event.worker is self._worker and event.worker.is_finished and self._run:
            words = failed_words(_elapsed_s(self._run), has_rows=self._pane.grid.row_count > 0)
            self._end_run()
            self._pane.explain(words, "No rows: the run failed.", "failed")

    def _mark(self, run: HuntRun, error: QueryInvalid) -> None:
        """Mark the place, unless the query has been changed since it was sent."""
        text, span = self._editor.text, error_span(run.query, error)
        if span and text.startswith(run.query, run.offset):
            start, end = span
            is_same = text == run.text
            self._editor.mark_error(run.offset + start, run.offset + end, move_cursor=is_same)
        self._editor.focus()


def _may_have_parameters(query: str) -> bool:
    return "{{" in query or "query_parameters" in query


def _elapsed_s(run: HuntRun) -> float:
    return time.monotonic() - run.started
