"""Hunting: write a query, run it, look at the rows."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker

from ...core.errors import DefenderTuiError, QueryInvalid
from ...core.resources import Resource
from ...workflows.hunt import HuntOutcome
from ..hunting.error_place import error_span
from ..hunting.result_pane import ResultPane
from ..hunting.result_source import open_source
from ..hunting.run import HuntAnswered, HuntFailed, HuntRun
from ..hunting.timespans import SET_IN_QUERY, TIMESPANS
from ..hunting.words import answer_words, failed_words, running_words, stopped_words
from ..ports import HuntWork
from ..widgets.kql_editor import KqlEditor
from ..worker import run_guarded
from .base import WorkScreen

FIRST_QUERY = """\
// PowerShell by device, last 7 days
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("powershell.exe", "pwsh.exe")
| summarize Runs = count(), LastSeen = max(Timestamp) by DeviceName, FileName
| order by Runs desc, DeviceName asc, FileName asc
"""
_RETIREMENT = "This hunting API retires on 2027-02-01: set the profile to Microsoft Graph."
_PATIENCE_S = 0.3


class HuntingScreen(WorkScreen):
    """An editor over the rows of its latest answer. What was typed is never taken away."""

    MODE: ClassVar[str] = "hunting"
    AUTO_FOCUS = "KqlEditor"
    DEFAULT_CSS = """
    HuntingScreen {
        & #hunt-title { height: 1; padding: 0 1; }
        & #hunt-name { width: 1fr; text-style: bold; }
        & #hunt-choices { width: auto; color: $text-muted; }
        & #hunt-notice { height: 1; padding: 0 1; color: $text-warning; display: none; }
        & #hunt-notice.-shown { display: block; }
        & KqlEditor { height: 40%; min-height: 5; max-height: 14; padding: 0 1; }
        & ResultPane { height: 1fr; border-top: solid $foreground 20%; }
    }
    """

    def __init__(self, session: HuntWork) -> None:
        super().__init__(session)
        self._work = session
        self._timespan = SET_IN_QUERY
        self._run: HuntRun | None = None
        self._worker: Worker[None] | None = None
        self._counting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="hunt-title"):
            yield Static("query 1", id="hunt-name", markup=False)
            yield Static(id="hunt-choices")
        yield KqlEditor(FIRST_QUERY, id="editor")
        yield Static(_RETIREMENT, id="hunt-notice", markup=False)
        yield ResultPane(id="result-pane")

    @property
    def _editor(self) -> KqlEditor:
        return self.query_one(KqlEditor)

    @property
    def _pane(self) -> ResultPane:
        return self.query_one(ResultPane)

    def on_mount(self) -> None:
        self._show_choices()

    def on_screen_resume(self) -> None:
        self._show_choices()

    def _show_choices(self) -> None:
        api = self._work.hunting_api
        run_key = "F5 Stop" if self._run else "F5 Run"
        words = f"{api.label} · range: {self._timespan.title} · {run_key}"
        self.query_one("#hunt-choices", Static).update(Content(words))
        self.query_one("#hunt-notice").set_class(api is Resource.XDR, "-shown")

    @on(KqlEditor.Changed)
    def _text_changed(self) -> None:
        note = " · too long to colour" if self._editor.is_too_long_to_colour else ""
        self.query_one("#hunt-name", Static).update(Content(f"query 1{note}"))

    # Running

    def action_run(self) -> None:
        """Run the query at the cursor, or stop the one that runs."""
        if self._run:
            self._stop(self._run)
            return
        text = self._editor.current_query()
        if not text.query.strip():
            self._pane.say(Content("Nothing to run: there is no query in the editor."))
            return
        self.clear_error()
        self._editor.clear_mark()
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

    async def _hunting(self, run: HuntRun) -> None:
        try:
            outcome = await self._work.hunt(run.query, timespan=run.timespan)
            with ExitStack() as unless_handed_on:
                unless_handed_on.callback(self._close, outcome)
                source = await asyncio.to_thread(open_source, outcome.table)
                if self.post_message(HuntAnswered(run, outcome, source)):
                    unless_handed_on.pop_all()
        except DefenderTuiError as error:
            self.post_message(HuntFailed(run, error))

    def _begin_counting(self) -> None:
        self._count()
        self._counting = self.set_interval(1, self._count)

    def _count(self) -> None:
        if self._run:
            words = running_words(_elapsed_s(self._run))
            self._pane.explain(words, "Rows come here once the service has answered.", "busy")

    def _stop(self, run: HuntRun) -> None:
        if self._worker:
            self._worker.cancel()
        self._end_run()
        self._pane.explain(stopped_words(_elapsed_s(run)), "No rows: the run was stopped.")

    def _end_run(self) -> None:
        self._run = None
        if self._counting:
            self._counting.stop()
        self._show_choices()

    @on(HuntAnswered)
    def _hunt_answered(self, event: HuntAnswered) -> None:
        if event.run is not self._run:
            self._close(event.outcome)
            return
        self._end_run()
        self.refresh_frame()
        if event.run.generation != self._work.generation:
            self._close(event.outcome)
            self._pane.say(Content("The answer belonged to another profile and was dropped."))
            return
        self._close(self._pane.show_outcome(event.outcome, event.source))
        self._pane.say(answer_words(event.outcome), "cut" if event.outcome.reached_limit else "")

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

    def session_switched(self) -> None:
        if self._run:
            self._stop(self._run)
        self._close(self._pane.clear())
        self._pane.say(Content())
        self._show_choices()

    def _close(self, outcome: HuntOutcome | None) -> None:
        """Let go of a result, off the loop; it outlives this screen if need be."""
        if outcome is not None:
            run_guarded(
                self.app,
                partial(asyncio.to_thread, outcome.table.close),
                name="close a result",
                group="close a result",
                description="close a result",
                exclusive=False,
            )

    # Moving about

    @on(KqlEditor.Left)
    def _editor_left(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Close the error, else change between editor and rows."""
        if self.has_error:
            self.clear_error()
        elif self.focused is self._editor:
            self._pane.grid.focus()
        else:
            self._editor.focus()

    def action_go_to_row(self) -> None:
        """Ask for a row of the result."""
        self._pane.ask_row()

    def action_copy_cell(self) -> None:
        """Copy the cell under the cursor."""
        self._pane.copy_cell()

    def action_timespan(self) -> None:
        """Ask for the range."""
        from ..widgets.choice import Choice

        dialog = Choice(
            Content("Range, besides what the query says"),
            [Content(timespan.title) for timespan in TIMESPANS],
            current=TIMESPANS.index(self._timespan),
        )

        def chosen(place: int | None) -> None:
            if place is not None:
                self._timespan = TIMESPANS[place]
                self._show_choices()

        self.app.push_screen(dialog, chosen)


def _elapsed_s(run: HuntRun) -> float:
    return time.monotonic() - run.started
