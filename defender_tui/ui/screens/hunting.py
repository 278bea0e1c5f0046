"""Hunting: write a query, run it, look at the rows."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ...core.resources import Resource
from ..charts.charting import Charting
from ..hunting.buffer_tabs import BufferTabs
from ..hunting.letting_go import let_go
from ..hunting.lower_half import LowerHalf, LowerTab, MakePane
from ..hunting.messages import QueryWanted, TextWanted
from ..hunting.problem_line import ProblemLine
from ..hunting.remembering import Remembering
from ..hunting.result_pane import ResultPane
from ..hunting.schema_following import SchemaFollowing
from ..hunting.splitting import Splitting
from ..hunting.timespans import Timespan
from ..local.hunting import LocalHunting
from ..pivoting.messages import NoteWanted
from ..ports import HuntWork
from ..results.commands import ResultCommands
from ..results.exporting import ResultExporting
from ..widgets.kql_editor import KqlEditor
from ..zone import zone_of

FIRST_QUERY = """\
// PowerShell by device, last 7 days
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("powershell.exe", "pwsh.exe")
| summarize Runs = count(), LastSeen = max(Timestamp) by DeviceName, FileName
| order by Runs desc, DeviceName asc, FileName asc
"""
# They act on the rows, so only while those are shown.
_OF_ROWS = frozenset(
    ("go_to_row", "copy_cell", "export_rows", "copy_rows", "turn_result", "close_result")
)
_RETIREMENT = "This hunting API retires on 2027-02-01: set the profile to Microsoft Graph."


class HuntingScreen(
    Remembering, LocalHunting, SchemaFollowing, Splitting, Charting, ResultCommands, ResultExporting
):
    """An editor over the rows that came back. What was typed is never taken away."""

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
        & LowerHalf { height: 1fr; border-top: solid $foreground 20%; }
    }
    """

    def __init__(self, session: HuntWork) -> None:
        super().__init__(session)
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
        makers: dict[LowerTab, MakePane] = {
            LowerTab.RESULTS: lambda: ResultPane(id="result-pane"),
            LowerTab.CHART: self.make_chart_pane,
            LowerTab.SCHEMA: self.make_schema_pane,
            LowerTab.HISTORY: self.make_history_pane,
            LowerTab.LIBRARY: self.make_library_pane,
        }
        yield LowerHalf(makers, id="lower-half")

    def on_mount(self) -> None:
        self._show_choices()

    def on_screen_resume(self) -> None:
        self._show_choices()
        self.follow_schema()

    def _show_choices(self) -> None:
        api = self._work.hunting_api
        run_key = "F5 Stop" if self._run else "F5 Run"
        note = "too long to colour · " if self._is_long else ""
        words = f"{note}{self.target_label} · range: {self._timespan.title} · {run_key}"
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

    def session_switched(self) -> None:
        if self._run:
            self._stop(self._run)
        self.drop_split()
        self._let_all_go()
        self._incident_id = ""
        self.schema_switched()
        self._show_choices()

    def zone_turned(self) -> None:
        self._pane.show_in(zone_of(self))
        self.charts_zone_turned()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        lower = self.query_one_optional(LowerHalf)
        if action in _OF_ROWS and lower and lower.current is not LowerTab.RESULTS:
            return False
        return super().check_action(action, parameters)

    # Moving about

    @on(KqlEditor.Left)
    def _editor_left(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Close the error or end an export, else change between the editor and what is below."""
        if self.has_error:
            self.clear_error()
        elif self.focused is not self._editor and self.end_exports():
            return
        elif self.focused is self._editor:
            self._lower.focus_pane()
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

    async def action_lower(self, name: str) -> None:
        """Show one of the panes below the editor."""
        await self._lower.turn_to(LowerTab[name])

    async def action_turn_lower(self, step: int) -> None:
        """Show the next pane below the editor, or the one before."""
        await self._lower.turn(step)

    def action_turn_result(self, step: int) -> None:
        """Show another of the open results."""
        self._pane.turn(step)

    def action_close_result(self) -> None:
        """Close the result that is shown."""
        for outcome in self._pane.close_result():
            let_go(self, outcome)

    def _let_all_go(self) -> None:
        for outcome in self._pane.clear():
            let_go(self, outcome)

    @on(QueryWanted)
    def _query_wanted(self, event: QueryWanted) -> None:
        self._tabs.put(event.query, name=event.name)
        self._editor.focus()
        if event.timespan is not None:
            self._take_timespan(event.timespan)
        if event.run:
            self.action_run_all()

    @on(TextWanted)
    def _text_wanted(self, event: TextWanted) -> None:
        self._editor.replace(event.text, *self._editor.selection)
        self._editor.focus()

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
        result = self._pane.result
        if result is None:
            self.notify(f"There is no result to note. {self.run_words()}", markup=False)
            return
        self.post_message(NoteWanted(result.run.query, result.outcome, self._incident_id))

    def action_timespan(self) -> None:
        """Ask for the range."""
        from ..hunting.asking import ask_timespan

        ask_timespan(self, self._timespan, self._take_timespan)

    def _take_timespan(self, timespan: Timespan) -> None:
        self._timespan = timespan
        self._show_choices()
