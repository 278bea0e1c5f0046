"""What every working screen has: the frame, its keys, and one place for errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import ScreenResume, ScreenSuspend
from textual.screen import Screen
from textual.widgets import Static

from ...core.zones import Zone
from ..commands import bindings_for
from ..widgets.error_panel import ErrorPanel
from ..widgets.frame import Frame
from ..widgets.key_line import KeyLine
from ..worker import Work, WorkFailed, run_guarded
from ..zone import zone_of

if TYPE_CHECKING:
    from textual.worker import Worker

    from ...core.errors import DefenderTuiError
    from ..ports import HasProfile

MIN_WIDTH = 60
MIN_HEIGHT = 16
_FRAME_TICK_S = 10.0
# They act only while an error is shown.
_ERROR_BINDINGS = (
    Binding("escape", "error_close", "Close the error", show=False, id="error.close"),
    Binding("y", "error_copy", "Copy the error", show=False, id="error.copy"),
    Binding("r", "error_retry", "Retry", show=False, id="error.retry"),
)


class WorkScreen(Screen[None]):
    """A mode of the app. A subclass names its `MODE` and yields its widgets in `compose_body`.

    Its key bindings come from the registry's command set of that mode. Under 100 columns it has the
    class `-narrow`, else `-wide`; under 30 rows `-short`, else `-tall`. Below 60 x 16 one line
    covers it and nothing is lost.
    """

    MODE: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (Textual's type)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 (Textual's type)

    def __init_subclass__(cls, **options: Any) -> None:
        if cls.MODE:
            cls.BINDINGS = _with_error_keys(bindings_for(cls.MODE))
        super().__init_subclass__(**options)

    def __init__(self, session: HasProfile, *, mode: str | None = None) -> None:
        super().__init__()
        self._session_seen = session
        self._generation_seen = session.generation
        self._zone_seen = Zone.UTC
        self._frame = Frame(session, mode or self.MODE)
        self._error_panel = ErrorPanel()
        self._was_left = False

    def compose(self) -> ComposeResult:
        self._know_size()
        yield self._frame
        yield self._error_panel
        with Container(id="body"):
            yield from self.compose_body()
        yield KeyLine()
        yield Static(
            Content(f"This needs {MIN_WIDTH} columns and {MIN_HEIGHT} rows."), id="too-small"
        )

    def compose_body(self) -> ComposeResult:
        """Yield what stands between frame and footer."""
        yield from ()

    def on_mount(self) -> None:
        self.set_interval(_FRAME_TICK_S, self.refresh_frame, name="frame")

    def _know_size(self) -> None:
        """Have the classes of the size before anything is mounted.

        With the first resize, as they would come, every style is read once more.
        """
        width, height = self.app.size
        for cells, breakpoints in (
            (width, self.HORIZONTAL_BREAKPOINTS),
            (height, self.VERTICAL_BREAKPOINTS),
        ):
            reached = [name for least, name in breakpoints if cells >= least]
            self.add_class(*reached[-1:], update=False)
        self.app.stylesheet.apply(self, animate=False)

    def on_resize(self) -> None:
        is_small = self.size.width < MIN_WIDTH or self.size.height < MIN_HEIGHT
        self.query_one("#too-small").set_class(is_small, "-shown")

    @on(ScreenResume)
    def _spare_styles(self, event: ScreenResume) -> None:
        """Have styles read again for what comes back, not for what was only now mounted."""
        event.refresh_styles = event.refresh_styles and self._was_left

    @on(ScreenSuspend)
    def _remember_leaving(self) -> None:
        self._was_left = True

    def on_screen_resume(self) -> None:
        self.look_for_switch()

    def look_for_switch(self) -> None:
        """Draw the frame anew, and call what hears of a switch or another zone since."""
        self.refresh_frame()
        if self._zone_seen is not zone_of(self):
            self._zone_seen = zone_of(self)
            self.zone_turned()
        if self._generation_seen != self._session_seen.generation:
            self._generation_seen = self._session_seen.generation
            self.session_switched()

    def session_switched(self) -> None:
        """Hear that the session works with another profile: drop its data, keep what was typed."""

    def zone_turned(self) -> None:
        """Hear that times are to be shown in another zone."""

    def refresh_frame(self) -> None:
        """Draw profile, tenant, API and token state anew."""
        self._frame.update_state()

    # Background work

    def guarded(
        self,
        work: Work,
        *,
        name: str,
        group: str,
        description: str,
        exclusive: bool = True,
    ) -> Worker[None]:
        """Start background work on this screen; what it does not report itself becomes an error."""
        return run_guarded(
            self, work, name=name, group=group, description=description, exclusive=exclusive
        )

    @on(WorkFailed)
    def _work_failed(self, event: WorkFailed) -> None:
        event.stop()
        self.show_error(event.error, "This could not be finished")

    # Errors

    @property
    def has_error(self) -> bool:
        """Whether the error panel is open."""
        return self._error_panel.is_shown

    def show_error(
        self,
        error: DefenderTuiError,
        what: str,
        retry: Callable[[], object] | str | None = None,
        *,
        retry_words: str = "Retry",
    ) -> None:
        """Show an error above the content, under a title that says what could not be done.

        `retry` is a function, or the name of an action of this screen; `retry_words` say what it
        does. The focus stays where it is: `Esc`, `y` and `r` belong to the error while it is shown,
        unless a field takes them.
        """
        action = getattr(self, f"action_{retry}") if isinstance(retry, str) else retry
        self._error_panel.show(error, what, action, retry_words=retry_words)
        self.refresh_frame()
        self.refresh_bindings()

    def clear_error(self) -> None:
        """Close the error panel, if it is open."""
        if self.has_error:
            self._error_panel.hide()
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"error_close", "error_copy"}:
            return self.has_error
        if action == "error_retry":
            return self._error_panel.can_retry
        return True

    def action_error_close(self) -> None:
        self.clear_error()

    def action_error_copy(self) -> None:
        self._error_panel.copy()

    def action_error_retry(self) -> None:
        self._error_panel.retry()


def _with_error_keys(own: Sequence[Binding]) -> list[BindingType]:
    """Put each key of the error before the screen's own use of it, without moving that one."""
    shared = {binding.key for binding in own}
    others = [binding for binding in _ERROR_BINDINGS if binding.key not in shared]
    ordered: list[BindingType] = []
    for binding in own:
        ordered += [error for error in _ERROR_BINDINGS if error.key == binding.key]
        ordered.append(binding)
    return [*ordered, *others]
