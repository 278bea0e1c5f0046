"""Changing several incidents: shown before, followed while it runs, answered for one by one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.call_wait import wait_words
from ...core.change_state import what_is_left
from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ...workflows.incident_changes import Changed, ChangeResult, Moved, NotChanged
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.grid import Grid
from ..worker import WorkFailed, run_guarded
from .change_plans import ChangePlan
from .change_words import about_incidents, pace_words
from .queue import WAITS_S
from .several_rows import ChangeLine, ChangeLines, LineState, line_columns
from .words import counted

if TYPE_CHECKING:
    from ..ports import IncidentWork


class LineEnded(Message):
    """One of the changes ended; `place` is its row."""

    def __init__(self, place: int, result: ChangeResult, following: int | None) -> None:
        super().__init__()
        self.place = place
        self.result = result
        self.following = following


class RunEnded(Message):
    """No more of them is on its way; `error` where something stopped them all."""

    def __init__(self, error: DefenderTuiError | None = None) -> None:
        super().__init__()
        self.error = error


class SeveralDialog(Dialog[tuple[Incident, ...]]):
    """A line for each incident; gives those that are not changed, once anything was sent.

    Nothing is sent before `y`. Once sent, a change is never cancelled: `Esc` stops before the next.
    """

    DEFAULT_CSS = """
    SeveralDialog {
        & > Vertical { width: 96%; max-width: 140; height: auto; max-height: 96%; }
        & Grid { height: auto; max-height: 50vh; margin: 1 0; }
        & #several-row { max-height: 4; color: $text-muted; margin-bottom: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "send", "Send", id="several.send"),
        Binding("r", "retry", "Retry the failed", id="several.retry"),
        Binding("m", "send_moved", "Change those too that have changed", id="several.moved"),
        Binding("l", "look_again", "Look again", id="several.look"),
    ]

    def __init__(
        self,
        session: IncidentWork,
        incidents: Sequence[Incident],
        plan: ChangePlan,
        renewed: Callable[[Incident], None],
    ) -> None:
        super().__init__()
        self._session = session
        self._incidents = tuple(incidents)
        self._plan = plan
        self._renewed = renewed
        self._lines = ChangeLines(ChangeLine.planned(one, plan) for one in incidents)
        self._generation = session.generation
        self._is_begun = False
        self._is_running = False
        self._is_stopping = False
        self._problem: DefenderTuiError | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(""), id="several-about")
            yield Grid(line_columns(is_begun=False), id="several-grid")
            yield Static(Content(""), id="several-row")
            yield Static(Content(""), id="several-state")
            yield Static(Content(""), classes="dialog--keys")

    def on_mount(self) -> None:
        self._grid.set_source(self._lines)
        self._grid.styles.height = min(len(self._incidents) + 1, 40)
        self._grid.focus()
        self._tell()
        self.set_interval(WAITS_S, self._tell_wait, name="waits")

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)

    # What is said

    def _tell(self) -> None:
        about = about_incidents(self._plan.verb, self._incidents, self._session.profile)
        aim = shown(self._plan.aim, limit=200)
        self.query_one("#several-about", Static).update(
            Content.assemble(about, "\n", aim) if aim else about
        )
        self.query_one("#several-state", Static).update(self._state_words())
        self._tell_row()
        self.query_one(".dialog--keys", Static).update(Content(self._key_words()))

    def _tell_wait(self) -> None:
        """Count down what the change on its way waits for."""
        if self._is_running:
            self.query_one("#several-state", Static).update(self._state_words())

    @on(Grid.RowHighlighted)
    def _tell_row(self) -> None:
        """Say in full what the line under the cursor may have to cut."""
        line = self._lines.lines[self._grid.cursor_row]
        words = shown(line.words, limit=400)
        self.query_one("#several-row", Static).update(
            Content.assemble(shown(line.incident.id, limit=20), "  ", words)
        )

    def _state_words(self) -> Content:
        count = self._lines.count
        ready = count(LineState.READY)
        if not self._is_begun:
            words = f"{counted(ready, 'change')} will be sent"
            same = count(LineState.NOTHING)
            words += f", {same:,} {'is' if same == 1 else 'are'} so already." if same else "."
            return Content(words + pace_words(self._session.incidents_api, ready))
        parts = self._lines.counts()
        waits = self._session.call_waits() if self._is_running else ()
        if words := wait_words(waits, self._session.now(), reads_list=False):
            parts.append(shown(words, limit=120).stylize("$text-warning"))
        if self._is_stopping and self._is_running:
            parts.append(Content.styled("stopping after this one", "$text-warning"))
        if self._problem is not None:
            problem = f"{self._problem.message} {self._problem.hint}"
            parts.append(shown(problem, limit=300).stylize("$text-error"))
        total = Content(f" of {counted(self._lines.row_count, 'incident')}")
        return Content.assemble(parts[0], total, *(Content(" · ") + one for one in parts[1:]))

    def _key_words(self) -> str:
        if self._is_running:
            return "Esc Stop after this one"
        if not self._is_begun:
            send = "y Send   " if self._lines.count(LineState.READY) else ""
            return f"{send}Esc Leave it"
        keys = []
        if self._lines.count(LineState.FAILED, LineState.READY):
            keys.append("r Send the rest")
        if self._lines.count(LineState.MOVED):
            keys.append("m Send those that changed too")
        if self._lines.count(LineState.UNCLEAR):
            keys.append("l Look again")
        return "   ".join([*keys, "Esc Close"])

    # Keys

    def action_send(self) -> None:
        """Send what is ready."""
        if not self._is_begun:
            self._send(self._lines.places(LineState.READY))

    def action_retry(self) -> None:
        """Send again what failed, and what was not sent yet."""
        if self._is_begun:
            self._send(self._lines.places(LineState.FAILED, LineState.READY))

    def action_send_moved(self) -> None:
        """Send also those that have changed, as they are known now."""
        if self._is_begun:
            self._send(self._lines.places(LineState.MOVED))

    def action_look_again(self) -> None:
        """Read again those of which nobody could tell."""
        if self._is_begun:
            places = self._lines.places(LineState.UNCLEAR)
            self._begin(places, self._looking)

    def action_call_off(self) -> None:
        """Close; while changes are on their way, stop before the next one."""
        if self._is_running:
            self._is_stopping = True
            self._tell()
        else:
            open_ends = (LineState.READY, LineState.FAILED, LineState.MOVED, LineState.UNCLEAR)
            left = tuple(self._lines.lines[at].incident for at in self._lines.places(*open_ends))
            self.dismiss(left if self._is_begun else None)

    # Carrying out

    def _send(self, places: list[int]) -> None:
        self._begin(places, self._sending)

    def _begin(
        self, places: list[int], work: Callable[[list[int]], Coroutine[None, None, None]]
    ) -> None:
        if self._is_running or not places:
            return
        self._is_begun = self._is_running = True
        self._grid.set_source(self._lines, columns=line_columns(is_begun=True))
        self._is_stopping = False
        self._problem = None
        self._mark(places[0], LineState.SENDING)
        self._tell()
        run_guarded(
            self,
            partial(work, places),
            name="change incidents",
            group="change",
            description="change several incidents",
        )

    async def _sending(self, places: list[int]) -> None:
        lines = self._lines.lines
        seen = [lines[place].incident for place in places]
        changes = [(one, self._plan.make(one)) for one in seen]
        at = 0
        try:
            async for result in self._session.change_all(changes):
                at += 1
                following = places[at] if at < len(places) and not self._is_stopping else None
                self.post_message(LineEnded(places[at - 1], result, following))
                if self._is_stopping or self._generation != self._session.generation:
                    break
        except DefenderTuiError as error:
            self.post_message(RunEnded(error))
        else:
            self.post_message(RunEnded())

    async def _looking(self, places: list[int]) -> None:
        try:
            for place in places:
                incident = await self._session.load_incident(self._lines.lines[place].incident.id)
                self._looked_at(place, incident)
        except DefenderTuiError as error:
            self.post_message(RunEnded(error))
        else:
            self.post_message(RunEnded())

    def _looked_at(self, place: int, incident: Incident) -> None:
        self._renewed(incident)
        before = self._lines.lines[place].incident
        line = ChangeLine.planned(incident, self._plan)
        if what_is_left(self._plan.make(before), before, incident) is None:
            line = ChangeLine(incident, LineState.CHANGED, "changed, as it is seen now")
        self._replace(place, line)

    @on(LineEnded)
    def _line_ended(self, event: LineEnded) -> None:
        result = event.result
        if isinstance(result, Changed):
            self._renewed(result.incident)
        elif isinstance(result, Moved):
            self._renewed(result.now)
        elif isinstance(result, NotChanged):
            self._problem = result.error
        self._replace(event.place, self._lines.lines[event.place].ended(result))
        if event.following is not None:
            self._mark(event.following, LineState.SENDING)
        self._tell()

    @on(RunEnded)
    def _run_ended(self, event: RunEnded) -> None:
        self._end(event.error or self._problem)

    @on(WorkFailed)
    def _work_failed(self, event: WorkFailed) -> None:
        event.stop()
        self._end(event.error)

    def _end(self, problem: DefenderTuiError | None) -> None:
        self._is_running = False
        self._problem = problem
        for place in self._lines.places(LineState.SENDING):
            self._mark(place, LineState.READY)
        self._tell()

    def _mark(self, place: int, state: LineState) -> None:
        self._replace(place, replace(self._lines.lines[place], state=state))

    def _replace(self, place: int, line: ChangeLine) -> None:
        self._lines.lines[place] = line
        self._grid.refresh_row(place)
