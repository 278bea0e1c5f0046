"""What stands beside the form: the stored profiles, and the way to an application."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..ports import CredentialWork
from .guide import TITLE, guide_text
from .profile_pane import ProfilePane


class SidePane(VerticalScroll):
    """Profiles on top, the pointer to the guided registration below."""

    def __init__(self, work: CredentialWork, *, id: str) -> None:
        super().__init__(id=id)
        self._work = work

    def compose(self) -> ComposeResult:
        yield Static(Content("Profiles"), classes="pane--title")
        yield ProfilePane(self._work)
        yield Static(Content(TITLE), classes="pane--title")
        yield Static(guide_text(), id="guide")
