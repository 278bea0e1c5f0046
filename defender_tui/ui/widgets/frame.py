"""The two lines on top of every screen: who, where, which API, which token; and the four modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.resources import Resource
from ...core.zones import Zone
from ..commands import commands_of
from ..text import duration, shown
from ..zone import zone_of

# This is part of the first frame, so it does without the models at run time.
if TYPE_CHECKING:
    from datetime import datetime

    from ...core.profiles import ApiChoice, Profile
    from ...core.tokens import AccessToken
    from ..ports import HasProfile

_API_NAMES = {"graph": "Graph", "xdr": "XDR", "auto": "Graph or XDR"}
_LONG_S = 2 * 3600.0
_SOON_S = 300


class ModeTab(Static):
    """One mode's name in the second line; a click goes there."""

    class Chosen(Message):
        """A mode was clicked."""

        def __init__(self, mode: str) -> None:
            super().__init__()
            self.mode = mode

    def __init__(self, mode: str, *, is_current: bool) -> None:
        command = next(one for one in commands_of("app") if one.id == f"app.{mode}")
        name = (command.title, "bold $text-primary" if is_current else "")
        content = Content.assemble((f"{command.key_text} ", "$text-disabled"), name)
        super().__init__(content, classes="-current" if is_current else "")
        self._mode = mode

    def on_click(self) -> None:
        self.post_message(self.Chosen(self._mode))


class StateLine(Static):
    """The first line; a click on where one is asks to go elsewhere."""

    ALLOW_SELECT = False

    class SwitchAsked(Message):
        """The profile, the tenant or what stands beside them was clicked."""

    def __init__(self) -> None:
        super().__init__(Content(""), id="frame-state")
        self._place_cells = 0

    def show(self, where: Content, state: Content, width: int) -> None:
        """Draw the two ends of the line."""
        self._place_cells = where.cell_length
        self.update(_apart(where, state, width))

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is not None and at.x < self._place_cells:
            self.post_message(self.SwitchAsked())


class Frame(Vertical):
    """The head of a screen. It reads the session and asks nothing of it."""

    DEFAULT_CSS = """
    Frame {
        height: 3;
        & #frame-state { height: 1; padding: 0 1; background: $panel; }
        & #frame-modes { height: 2; padding: 0 1; }
        & ModeTab { width: auto; margin-right: 3; text-wrap: nowrap; }
        & ModeTab:hover { background: $foreground 10%; }
    }
    """

    def __init__(self, session: HasProfile, mode: str) -> None:
        super().__init__()
        self._session = session
        self._mode = mode
        self._state = StateLine()

    def compose(self) -> ComposeResult:
        yield self._state
        with Horizontal(id="frame-modes"):
            for mode in ("credentials", "token", "incidents", "hunting"):
                yield ModeTab(mode, is_current=mode == self._mode)

    def on_mount(self) -> None:
        self.update_state()

    def on_resize(self) -> None:
        self.update_state()

    def update_state(self) -> None:
        """Draw the first line for what the session holds now and the width there is."""
        session, profile = self._session, self._session.profile
        choice = _api_choice(profile, self._mode)
        token = session.known_token(_resource(choice)) if choice else None
        width = (self.size.width or self.app.size.width) - 2
        where, state = state_ends(
            profile,
            choice,
            token,
            session.now(),
            width=width,
            hunts=session.hunts_last_minute,
            zone=zone_of(self),
        )
        self._state.show(where, state, width)


def state_line(
    profile: Profile | None,
    choice: ApiChoice | None,
    token: AccessToken | None,
    now: datetime,
    *,
    width: int,
) -> Content:
    """Give the first line, as wide as it is to be."""
    where, state = state_ends(profile, choice, token, now, width=width)
    return _apart(where, state, width)


def state_ends(
    profile: Profile | None,
    choice: ApiChoice | None,
    token: AccessToken | None,
    now: datetime,
    *,
    width: int,
    hunts: int = 0,
    zone: Zone = Zone.UTC,
) -> tuple[Content, Content]:
    """Give where one is and how the token stands, in the longest form that fits.

    Tenant and token always stay, and the `hunts` of the last minute when there were any. The
    program's name goes first, then the clock, the zone that times are in when it is UTC, cloud and
    API, the profile, and at last another zone.
    """
    at = now if zone is Zone.UTC else now.astimezone()
    clock = Content.styled(f" · {zone.value} {at:%H:%M}", "$text-muted")
    name = Content.styled("defender-tui", "bold $text-primary")
    if profile is None:
        return Content.assemble(name, ("  no profile yet", "$text-muted")), clock
    who = Content.assemble(shown(profile.name, limit=24), (" ▾", "$text-muted"))
    tenant = shown(profile.tenant_title, limit=40).stylize("bold")
    place = Content.styled(
        f" · {profile.cloud.name} · {_API_NAMES[choice or 'graph']}", "$text-muted"
    )
    gap = Content("  ")
    state = Content.assemble(_hunts_state(hunts, profile), token_state(token, now))
    with_clock = Content.assemble(state, clock)
    with_zone = Content.assemble(state, (f" · {zone.value}", "$text-muted"))
    least = state if zone is Zone.UTC else with_zone
    forms = (
        (Content.assemble(name, gap, who, gap, tenant, place), with_clock),
        (Content.assemble(who, gap, tenant, place), with_clock),
        (Content.assemble(who, gap, tenant, place), with_zone),
        (Content.assemble(who, gap, tenant, place), least),
        (Content.assemble(who, gap, tenant), least),
        (tenant, least),
        (tenant, state),
    )
    for where, end in forms:
        if where.cell_length + end.cell_length + 2 <= width:
            return where, end
    return tenant.truncate(max(width - state.cell_length - 1, 0), ellipsis=True), state


def token_state(token: AccessToken | None, now: datetime) -> Content:
    """Say in two words how long the token in hand still lasts."""
    if token is None:
        return Content.styled("no token", "$text-muted")
    left_s = token.seconds_left(now)
    if left_s <= 0:
        return Content.styled("token expired", "bold $text-error")
    left = f"{int(left_s // 60)} min" if 60 <= left_s < _LONG_S else duration(left_s)
    return Content.styled(f"token {left}", "$text-warning" if left_s < _SOON_S else "")


def _hunts_state(hunts: int, profile: Profile) -> Content:
    """Say how many hunting calls were made in the last minute; empty for none."""
    if not hunts:
        return Content("")
    limit = profile.hunts_per_minute
    is_full = limit is not None and hunts >= limit
    return Content.styled(f"hunts {hunts}/min  ", "$text-warning" if is_full else "")


def _api_choice(profile: Profile | None, mode: str) -> ApiChoice | None:
    if profile is None:
        return None
    return profile.hunting_api if mode == "hunting" else profile.incidents_api


def _resource(choice: ApiChoice) -> Resource:
    return Resource.XDR if choice == "xdr" else Resource.GRAPH


def _apart(left: Content, right: Content, width: int) -> Content:
    space = max(width - left.cell_length - right.cell_length, 1)
    return Content.assemble(left, " " * space, right)
