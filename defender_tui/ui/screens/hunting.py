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
from ..hunting.buffer_tabs import BufferTabs
from ..hunting.error_place import error_span
from ..hunting.letting_go import let_go
from ..hunting.problem_commands import ProblemCommands
from ..hunting.problem_line import ProblemLine
from ..hunting.result_pane import ResultPane
from ..hunting.result_source import open_source
from ..hunting.run import HuntAnswered, HuntFailed, HuntRun
from ..hunting.timespans import SET_IN_QUERY, Timespan
from ..hunting.words import answer_words, failed_words, running_words, stopped_words
from ..pivoting.messages import NoteWanted
from ..ports import HuntWork
from ..widgets.kql_editor import KqlEditor, QueryText

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


class HuntingScreen(ProblemCommands):
    """An editor over the rows of its latest answer. What was typed is never taken away."""

    MODE: ClassVar[str] = "hunting"
    AUTO_FOCUS = "KqlEditor"
    DEFAULT_CSS = """
    HuntingScreen {
        & #hunt-title { height: 1; padding: 0 1; }
        & #hunt-name { width: 1fr; }
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
        self._answered: HuntRun | None = None
        self._incident_id = ""
        self._is_long = False

    def compose_body(self) -> ComposeResult:
        editor = KqlEditor(FIRST_QUERY, id="editor")
        with Horizontal(id="hunt-title"):
            yield BufferTabs(editor, self._work, id="hunt-name")
            yield Static(id="hunt-choices")
        yield editor
        yield ProblemLine(editor, id="problem-line")
        yield Static(_RETIREMENT, id="hunt-notice", markup=False)
        yield ResultPane(id="result-pane")

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
        note = "too long to colour · " if self._is_long else ""
        words = f"{note}{api.label} · range: {self._timespan.title} · {run_key}"
        self.query_one("#hunt-choices", Static).update(Content(words))
        self.query_one("#hunt-notice").set_class(api is Resource.XDR, "-shown")
        self._problem_line.limit_timespan(self._timespan.length)

    @on(KqlEditor.Changed)
    def _text_changed(self) -> None:
        is_long = self._editor.is_too_long_to_colour
        if is_long != self._is_long:
            self._is_long = is_long
            self._show_choices()
        self.query_one(BufferTabs).text_changed()
        self._problem_line.text_changed()

    # Running

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

    def _begin(self, text: QueryText) -> None:
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
                unless_handed_on.callback(let_go, self, outcome)
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
            let_go(self, event.outcome)
            return
        self._end_run()
        self.refresh_frame()
        if event.run.generation != self._work.generation:
            let_go(self, event.outcome)
            self._pane.say(Content("The answer belonged to another profile and was dropped."))
            return
        self._answered = event.run
        let_go(self, self._pane.show_outcome(event.outcome, event.source))
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
        let_go(self, self._pane.clear())
        self._answered, self._incident_id = None, ""
        self._pane.say(Content())
        self._show_choices()

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

    def action_as_code(self) -> None:
        """Show the query at the cursor as code."""
        from ..hunting.asking import show_as_code

        show_as_code(self, self._work, self._editor.current_query().query, self._timespan)

    # From an incident and back to it

    def take_query(self, query: str, incident_id: str) -> None:
        """Put a prepared query into the editor, ready to run; what was typed keeps its tab."""
        self._incident_id = incident_id
        self._tabs.put(query)

    def action_portal(self) -> None:
        """Offer the portal's address of the query at the cursor."""
        from ..pivoting.portal import offer_query_link

        offer_query_link(self, self._editor.current_query().query, self._work.profile)

    def action_note(self) -> None:
        """Note what was found, with its query, as a comment on an incident."""
        outcome = self._pane.outcome
        if outcome is None or self._answered is None:
            self.notify("There is no result to note. F5 runs the query.", markup=False)
            return
        self.post_message(NoteWanted(self._answered.query, outcome, self._incident_id))

    def action_timespan(self) -> None:
        """Ask for the range."""
        from ..hunting.asking import ask_timespan

        ask_timespan(self, self._timespan, self._take_timespan)

    def _take_timespan(self, timespan: Timespan) -> None:
        self._timespan = timespan
        self._show_choices()


def _elapsed_s(run: HuntRun) -> float:
    return time.monotonic() - run.started
