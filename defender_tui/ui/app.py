"""The app: four modes on one session, which is opened once the first frame is on the screen."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import constants, on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.events import Event, Paste
from textual.message import Message
from textual.screen import Screen

from ..core.errors import DefenderTuiError
from ..core.zones import Zone
from .collector import spare_collector
from .commands import bindings_for
from .pivoting.messages import HuntWanted, IncidentWanted, NoteFound, NoteSent, NoteWanted
from .pivoting.noting import Noting
from .screens.base import WorkScreen
from .screens.opening import OpeningScreen
from .switching.switcher import Listed, Switched, Switcher
from .terminal_keys import read_alt_digits
from .text import pasted, shown
from .themes import DARK, LIGHT
from .widgets.frame import ModeTab, StateLine
from .worker import InternalFault, WorkFailed, run_guarded

if TYPE_CHECKING:
    from textual.command import Provider

    from .ports import Workbench

_OPENING = "opening"
_TOLD_CELLS = 500
# By then a start is over: what it made is there to stay.
_STARTED_AFTER_S = 3.0


def _switch_provider() -> type[Provider]:
    from .switching.provider import SwitchProvider

    return SwitchProvider


class DefenderTuiApp(App[None]):
    """The workbench on a terminal.

    `start_screen` is the mode to open with; where no profile is found it is Credentials anyway.
    The session is started here, and closed on the way out.
    """

    TITLE = "defender-tui"
    # Read when this is imported: by way of CSS_PATH the running event loop would read the file.
    CSS = Path(__file__).with_name("app.tcss").read_text(encoding="utf-8")
    DEFAULT_MODE = _OPENING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("app")]
    COMMANDS = App.COMMANDS | {_switch_provider}

    class SessionStarted(Message):
        """The session found its profile, or that there is none."""

    class StartFailed(Message):
        """The session could not be started."""

        def __init__(self, error: DefenderTuiError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: Workbench, *, start_screen: str = "incidents") -> None:
        super().__init__()
        read_alt_digits()
        self._session = session
        self.switcher = Switcher(self, session)
        self._noting = Noting(self, session)
        self._start_screen = start_screen
        self._visited = {_OPENING}
        self._is_arriving = True
        self.zone = Zone.UTC
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        asked_for = constants.DEFAULT_THEME
        is_choice = asked_for != "textual-dark" and asked_for in self.available_themes
        # Without its watcher, which runs at the start anyway and would read the styles once more.
        self.set_reactive(App.theme, asked_for if is_choice else DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.add_mode(_OPENING, lambda: OpeningScreen(session, start_screen))
        self.add_mode("credentials", self._credentials)
        self.add_mode("setup", self._setup)
        self.add_mode("token", self._token)
        self.add_mode("incidents", self._incidents)
        self.add_mode("hunting", self._hunting)

    # A screen is imported when it is first gone to, so that the first frame waits for none.

    def _credentials(self) -> Screen[None]:
        from .screens.credentials import CredentialsScreen

        return CredentialsScreen(self._session)

    def _setup(self) -> Screen[None]:
        from .screens.setup import SetupScreen

        return SetupScreen(self._session)

    def _token(self) -> Screen[None]:
        from .screens.token import TokenScreen

        return TokenScreen(self._session)

    def _incidents(self) -> Screen[None]:
        from .screens.incidents import IncidentsScreen

        return IncidentsScreen(self._session)

    def _hunting(self) -> Screen[None]:
        from .screens.hunting import HuntingScreen

        return HuntingScreen(self._session)

    # Opening and closing

    def on_mount(self) -> None:
        self._is_arriving = False
        self.call_after_refresh(self._start)
        self.set_timer(_STARTED_AFTER_S, spare_collector, name="spare the collector")

    def _start(self) -> None:
        run_guarded(
            self, self._starting, name="start", group="start", description="start the session"
        )

    async def _starting(self) -> None:
        # What comes next is imported while the session waits, for the disk or for a sandbox.
        imported = asyncio.create_task(_imported(self._start_screen))
        try:
            await self._session.start()
        except DefenderTuiError as error:
            self.post_message(self.StartFailed(error))
        else:
            self.post_message(self.SessionStarted())
        await imported

    async def on_defender_tui_app_session_started(self) -> None:
        if self._session.profile is None:
            await self.action_go("credentials")
        elif self.current_mode == _OPENING:
            await self.action_go(self._start_screen)
        self._tell_screen()

    async def on_defender_tui_app_start_failed(self, event: StartFailed) -> None:
        await self.action_go("credentials")
        self._tell_screen()
        if isinstance(self.screen, WorkScreen):
            self.screen.show_error(event.error, "Could not open the profile")

    def _tell_screen(self) -> None:
        if isinstance(self.screen, WorkScreen):
            self.screen.look_for_switch()

    async def on_unmount(self) -> None:
        await self._session.close()

    # Commands

    async def action_go(self, mode: str) -> None:
        """Go to a mode; each keeps its own screen as it was left."""
        if mode != self.current_mode:
            await _imported(mode)
            self._is_arriving = mode not in self._visited
            try:
                arrived = self.switch_mode(mode)
            finally:
                self._is_arriving = False
            self._visited.add(mode)
            await arrived

    def refresh_css(self, animate: bool = True) -> None:
        """Style anew what is on the screen, except for a screen that is only about to be there.

        Its widgets are styled as they are mounted; reading every style twice more for them, as the
        switch would, keeps the eye waiting.
        """
        if not self._is_arriving:
            super().refresh_css(animate)

    # Switching

    @on(StateLine.SwitchAsked)
    def action_switch(self) -> None:
        """Choose another profile or tenant to work in."""
        self.switcher.ask()

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        self.switcher.pick(event.destinations)

    @on(Switched)
    def _switched(self) -> None:
        self._tell_screen()

    # From an incident to hunting and back

    @on(HuntWanted)
    async def _hunt_wanted(self, event: HuntWanted) -> None:
        await self.action_go("hunting")
        self.call_after_refresh(self._hand_query, event)

    def _hand_query(self, event: HuntWanted) -> None:
        from .screens.hunting import HuntingScreen

        if isinstance(self.screen, HuntingScreen):
            self.screen.take_query(event.query, event.incident_id)

    @on(IncidentWanted)
    async def _incident_wanted(self, event: IncidentWanted) -> None:
        await self.action_go("incidents")
        self.call_after_refresh(self._hand_incident, event)

    def _hand_incident(self, event: IncidentWanted) -> None:
        from .screens.incidents import IncidentsScreen

        if isinstance(self.screen, IncidentsScreen):
            self.screen.seek_incident(
                self._session, incident_id=event.incident_id, alert_id=event.alert_id
            )

    @on(NoteWanted)
    def _note_wanted(self, event: NoteWanted) -> None:
        self._noting.ask(event)

    @on(NoteFound)
    def _note_found(self, event: NoteFound) -> None:
        self._noting.confirm(event)

    @on(NoteSent)
    def _note_sent(self, event: NoteSent) -> None:
        self.notify(shown(event.words, limit=_TOLD_CELLS).plain, markup=False)

    @on(ModeTab.Chosen)
    async def _mode_chosen(self, event: ModeTab.Chosen) -> None:
        await self.action_go(event.mode)

    def action_show_keys(self) -> None:
        """Show the keys of the screen in front."""
        from .help import KeysHelp

        active = self.screen.active_bindings
        at_hand = {(one.binding.id or "", key) for key, one in active.items()}
        self.push_screen(KeysHelp(self.current_mode, at_hand))

    def action_turn_theme(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_turn_zone(self) -> None:
        """Change between UTC and the zone of this computer."""
        self.zone = Zone.UTC if self.zone is Zone.LOCAL else Zone.LOCAL
        self._tell_screen()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Give the palette what the registry holds for the screen and for the app."""
        from .palette import palette_entries

        return palette_entries(screen, self._run)

    async def _run(self, action: str, owner: DOMNode) -> None:
        await self.run_action(action, owner)

    async def on_event(self, event: Event) -> None:
        """Take out of pasted text what a terminal would obey, before any field draws it."""
        if isinstance(event, Paste):
            event.text = pasted(event.text)
        await super().on_event(event)

    # Failures

    def on_work_failed(self, event: WorkFailed) -> None:
        """Tell of work whose screen is not there to tell it."""
        text = shown(f"{event.error.message} {event.error.hint}", limit=_TOLD_CELLS)
        self.notify(text.plain, severity="error", markup=False)

    def _fatal_error(self) -> None:
        """Say on the way out what broke and where: no values, which may be secret or hostile."""
        _, fault, trace = sys.exc_info()
        if fault is None:
            super()._fatal_error()
            return
        error = InternalFault.of(fault)
        frames = traceback.extract_tb(trace)
        where = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        self.bell()
        words = f"{error.message} Please report it with these lines."
        self._exit_renderables.append(Text("\n".join([*where, words])))
        self._close_messages_no_wait()


async def _imported(mode: str) -> None:
    """Import a mode's screen off the loop."""
    await asyncio.to_thread(import_module, f"{__package__}.screens.{mode}")
