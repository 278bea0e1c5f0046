"""What an action needs to be said: why, how far it goes, which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import RadioSet, Static, TextArea

from ...core.action_words import TITLES
from ...core.errors import ConfigError
from ...core.machines import ActionKind, ResponseRequest
from ..text import shown
from ..widgets.form import FieldInput, FormField
from ..widgets.toggles import Dot

_MOST_FILES = 4
_SCOPE_WORDS = {
    (ActionKind.ISOLATE, "Full"): "Full: no connection but to Defender",
    (ActionKind.ISOLATE, "Selective"): "Selective: Outlook, Teams and Skype still work",
    (ActionKind.SCAN, "Quick"): "Quick: the usual places",
    (ActionKind.SCAN, "Full"): "Full: every file; takes long",
}


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that evidence names."""

    sha1: str
    name: str


class OrderForm(Vertical):
    """The fields for one kind of action; the comment is mandatory.

    `text` is what stands in the comment at first. Of the files, the first one is filled in.
    """

    DEFAULT_CSS = """
    OrderForm {
        height: auto;
        & RadioSet { height: auto; border: none; padding: 0; background: transparent; }
        & .order--label { text-style: bold; margin-top: 1; }
        & TextArea { height: 4; }
        & #order-problem { color: $text-error; height: auto; }
    }
    """

    def __init__(self, kind: ActionKind, files: Sequence[KnownFile], text: str = "") -> None:
        super().__init__(id="order")
        self._kind = kind
        self._files = tuple(files)[:_MOST_FILES] if kind is ActionKind.QUARANTINE else ()
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(TITLES[self._kind], "bold"))
        if self._kind.scopes:
            with RadioSet(id="scope", compact=True):
                for number, scope in enumerate(self._kind.scopes):
                    yield Dot(Content(_SCOPE_WORDS[self._kind, scope]), value=number == 0)
        if len(self._files) > 1:
            with RadioSet(id="files", compact=True):
                for number, file in enumerate(self._files):
                    yield Dot(shown(file.name, limit=60), value=number == 0)
        if self._kind is ActionKind.QUARANTINE:
            first = self._files[0].sha1 if self._files else ""
            sha1 = FieldInput(first, placeholder="40 digits from 0 to f")
            yield FormField("SHA-1 of the file", sha1, id="sha1")
        yield Static(Content("Why (stays with the action)"), classes="order--label")
        yield TextArea(self._text, id="comment", compact=True, tab_behavior="focus")
        yield Static(Content(""), id="order-problem")

    def focus_first(self) -> None:
        """Put the focus where the next thing is to be entered."""
        for field in self.query("#sha1").results(FormField):
            if not field.text:
                field.focus_control()
                return
        self.query_one("#comment", TextArea).focus()

    @property
    def comment(self) -> str:
        """The comment as typed."""
        return self.query_one("#comment", TextArea).text

    def request(self) -> ResponseRequest | None:
        """Give what was entered; `None` when something is missing, which is shown then."""
        request = ResponseRequest(self._kind, self.comment, self._scope(), self._sha1())
        problem = self.query_one("#order-problem", Static)
        try:
            request.check()
        except ConfigError as error:
            problem.update(shown(f"{error.message} {error.hint}", limit=300))
            return None
        problem.update(Content(""))
        return request

    def _scope(self) -> str | None:
        if not self._kind.scopes:
            return None
        return self._kind.scopes[max(self.query_one("#scope", RadioSet).pressed_index, 0)]

    def _sha1(self) -> str | None:
        if self._kind is not ActionKind.QUARANTINE:
            return None
        return self.query_one("#sha1", FormField).text.lower()

    @on(RadioSet.Changed, "#files")
    def _file_chosen(self, event: RadioSet.Changed) -> None:
        event.stop()
        self.query_one("#sha1", FormField).write(self._files[event.index].sha1)
