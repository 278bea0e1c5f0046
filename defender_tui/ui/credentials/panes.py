"""What stands beside the form: the stored profiles, and the way to an application."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ...core.profiles import Profile
from ..text import shown
from .guide import TITLE, guide_text


class SidePane(VerticalScroll):
    """Profiles on top, the portal's steps below."""

    def compose(self) -> ComposeResult:
        yield Static(Content("Profiles"), classes="pane--title")
        yield Static(Content(""), id="profile-list")
        yield Static(Content(TITLE), classes="pane--title")
        yield Static(guide_text(), id="guide")

    def show_profiles(self, names: Sequence[str], current: Profile | None) -> None:
        """List the stored profiles with the current one marked."""
        self.query_one("#profile-list", Static).update(profiles_text(names, current))


def profiles_text(names: Sequence[str], current: Profile | None) -> Content:
    """Write one line for each profile, with the current one marked, be it stored or not."""
    here = current.name if current else None
    lines = [_line(name, is_current=name == here) for name in names]
    if here is not None and here not in names:
        lines.insert(0, _line(here, is_current=True, note="not stored"))
    if not lines:
        return Content.styled("None stored yet. Save makes the first.", "$foreground-muted")
    if len(lines) > 1:
        lines.append(
            Content.styled("Start with --profile NAME to use another.", "$foreground-muted")
        )
    return Content("\n").join(lines)


def _line(name: str, *, is_current: bool, note: str = "") -> Content:
    mark = ("● ", "$accent") if is_current else ("  ", "")
    tail = (f"  {note}", "$foreground-muted") if note else ""
    return Content.assemble(mark, shown(name, limit=64), tail)
