"""The two lines on top of every screen: who, where, which API, which token; and the four modes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.resources import Resource
from ..commands import commands_of
from ..text import duration, shown

# This is part of the first frame, so it does without the models at run time.
if TYPE_CHECKING:
    from datetime import datetime

    from ...core.profiles import ApiChoice, Profile
    from ...core.tokens import AccessToken
    from ..ports import HasProfile

_API_NAMES = {"graph": "Graph", "xdr": "XDR", "auto": "Graph or XDR"}
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
        self._state = Static(Content(""), id="frame-state")

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
        self._state.update(state_line(profile, choice, token, session.now(), width=width))


def state_line(
    profile: Profile | None,
    choice: ApiChoice | None,
    token: AccessToken | None,
    now: datetime,
    *,
    width: int,
) -> Content:
    """Give the first line in the longest form that fits; tenant and token always stay."""
    clock = Content.styled(f" · UTC {now:%H:%M}", "$text-muted")
    name = Content.styled("defender-tui", "bold $text-primary")
    if profile is None:
        return _apart([name, Content.styled("  no profile yet", "$text-muted")], [clock], width)
    who = shown(profile.name, limit=24)
    tenant = shown(profile.tenant_title, limit=40).stylize("bold")
    place = Content.styled(
        f" · {profile.cloud.name} · {_API_NAMES[choice or 'graph']}", "$text-muted"
    )
    gap = Content("  ")
    state = token_state(token, now)
    forms = (
        ([name, gap, who, gap, tenant, place], [state, clock]),
        ([who, gap, tenant, place], [state, clock]),
        ([who, gap, tenant], [state, clock]),
        ([tenant], [state]),
    )
    for left, right in forms:
        if _cells(left) + _cells(right) + 2 <= width:
            return _apart(left, right, width)
    return _apart(
        [tenant.truncate(max(width - state.cell_length - 1, 0), ellipsis=True)], [state], width
    )


def token_state(token: AccessToken | None, now: datetime) -> Content:
    """Say in two words how long the token in hand still lasts."""
    if token is None:
        return Content.styled("no token", "$text-muted")
    left_s = token.seconds_left(now)
    if left_s <= 0:
        return Content.styled("token expired", "bold $text-error")
    left = f"{int(left_s // 60)} min" if left_s >= 60 else duration(left_s)
    return Content.styled(f"token {left}", "$text-warning" if left_s < _SOON_S else "")


def _api_choice(profile: Profile | None, mode: str) -> ApiChoice | None:
    if profile is None:
        return None
    return profile.hunting_api if mode == "hunting" else profile.incidents_api


def _resource(choice: ApiChoice) -> Resource:
    return Resource.XDR if choice == "xdr" else Resource.GRAPH


def _cells(parts: Sequence[Content]) -> int:
    return sum(part.cell_length for part in parts)


def _apart(left: Sequence[Content], right: Sequence[Content], width: int) -> Content:
    space = max(width - _cells(left) - _cells(right), 1)
    return Content.assemble(*left, " " * space, *right)
