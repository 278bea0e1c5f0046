"""Code in one of several languages, to read and to copy."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ...core.as_code import Language
from ...core.errors import DefenderTuiError
from ..text import shown
from .copying import copy_value
from .tab_line import TabLine

CodeMaker = Callable[[Language], str]
_LANGUAGES = tuple(Language)
_LONGEST_CELLS = 200_000


class CodePane(Vertical):
    """One piece of code, written anew for each language that is chosen."""

    DEFAULT_CSS = """
    CodePane {
        height: 1fr;
        & .code--note { color: $text-muted; height: auto; }
        & VerticalScroll { height: 1fr; scrollbar-size: 1 1; }
        & .code--text { width: 1fr; height: auto; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._language = Language.CURL
        self._make: CodeMaker | None = None
        self._text = ""

    def compose(self) -> ComposeResult:
        yield TabLine()
        yield Static(Content(""), classes="code--note")
        with VerticalScroll():
            yield Static(Content(""), classes="code--text")

    def on_mount(self) -> None:
        self._draw()

    @property
    def text(self) -> str:
        """The code in the chosen language; empty when there is none."""
        return self._text

    def show(self, make: CodeMaker | None, note: str = "") -> None:
        """Show what `make` writes; `note` says in our own words what it does."""
        self._make = make
        self.query_one(".code--note", Static).update(Content(note))
        self._draw()

    def turn(self, step: int = 1) -> None:
        """Go to another language, round and round."""
        place = _LANGUAGES.index(self._language) + step
        self._choose(_LANGUAGES[place % len(_LANGUAGES)])

    def copy(self) -> None:
        """Send the code to the terminal's clipboard."""
        if self._text:
            copy_value(self.app, self._text)

    def focus_text(self) -> None:
        """Give the focus to the code, so that it scrolls."""
        self.query_one(VerticalScroll).focus()

    @on(TabLine.Chosen)
    def _language_clicked(self, event: TabLine.Chosen) -> None:
        event.stop()
        self._choose(_LANGUAGES[event.index])

    def _choose(self, language: Language) -> None:
        self._language = language
        self._draw()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _draw(self) -> None:
        titles = [language.label for language in _LANGUAGES]
        self.query_one(TabLine).show(titles, _LANGUAGES.index(self._language))
        self._text, problem = "", ""
        if self._make is not None:
            try:
                self._text = self._make(self._language)
            except DefenderTuiError as error:
                problem = f"{error.message} {error.hint}"
        words = self._text.rstrip("\n") or problem
        self.query_one(".code--text", Static).update(shown(words, limit=_LONGEST_CELLS, lines=True))
