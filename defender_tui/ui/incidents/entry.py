"""Typing one thing about incidents: an owner, a name, tags, a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea
from textual.widgets.selection_list import Selection

from ...core.text import one_line
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes


class LineEntry(Dialog[str]):
    """Ask for one line of text; gives it trimmed.

    `about` names the incidents and the tenant, and was built from `shown()` parts. `text` is made
    safe here: a field draws its value as it is.
    """

    DEFAULT_CSS = """
    LineEntry Input { margin: 1 0; }
    """

    def __init__(self, about: Content, text: str, *, verb: str, placeholder: str = "") -> None:
        super().__init__()
        self._about = about
        self._text = one_line(text)
        self._verb = verb
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield Input(self._text, placeholder=self._placeholder)
            yield Static(Content(f"Enter {self._verb}   Esc Leave it"), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())


class OwnerEntry(LineEntry):
    """Ask for a person's name as incidents are assigned to it."""

    def __init__(self, about: Content, owner: str, *, verb: str = "Assign") -> None:
        super().__init__(about, owner, verb=verb, placeholder="mia.k@contoso.example")


class CommentEntry(Dialog[str]):
    """Ask for a comment; gives its text, `None` for an empty one.

    `about` names the incidents and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = """
    CommentEntry TextArea { margin: 1 0; height: 7; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5,ctrl+enter", "save", "Add", id="comment.save"),
    ]

    def __init__(self, about: Content, text: str) -> None:
        super().__init__()
        self._about = about
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield TextArea(self._text, compact=True, tab_behavior="focus")
            yield Static(Content("ctrl+s Add   Esc Leave it"), classes="dialog--keys")

    def action_save(self) -> None:
        """Close with the comment."""
        self.dismiss(self.query_one(TextArea).text.strip() or None)


class TagEntry(Dialog[tuple[tuple[str, ...], tuple[str, ...]]]):
    """Ask for tags to add and to remove; gives both lists, of which one may be empty.

    `tags` are those that any of the incidents has.
    """

    DEFAULT_CSS = """
    TagEntry {
        & Boxes {
            height: auto; max-height: 8; border: none; padding: 0; margin-top: 1;
            background: transparent;
        }
        & Input { margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "Tag", priority=True, id="tags.save"),
    ]

    def __init__(self, about: Content, tags: Sequence[str], typed: str) -> None:
        super().__init__()
        self._about = about
        self._tags = tuple(tags)
        self._typed = one_line(typed)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            if self._tags:
                options = (Selection(shown(tag, limit=60), tag, True) for tag in self._tags)
                yield Boxes(*options, compact=True)
            yield Input(self._typed, placeholder="tags to add, with commas between them")
            words = "Space takes a tag off   Tab Next   " if self._tags else ""
            keys = f"{words}Enter Tag   Esc Leave it"
            yield Static(Content(keys), classes="dialog--keys")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def action_save(self) -> None:
        """Close with what is to be added and removed."""
        typed = self.query_one(Input).value.split(",")
        added = tuple(dict.fromkeys(tag.strip() for tag in typed if tag.strip()))
        kept = set(self.query_one(Boxes).selected) if self._tags else set()
        removed = tuple(tag for tag in self._tags if tag not in kept and tag not in added)
        self.dismiss((added, removed) if added or removed else None)
