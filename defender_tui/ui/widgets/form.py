"""Form fields: a label, a control, and under it what is wrong with the value."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from ..text import shown

Check = Callable[[str], str | None]


def typed_text(text: str) -> str:
    """Reduce pasted text to what belongs in one field: printable, on one line, trimmed."""
    return "".join(character for character in text if character.isprintable()).strip()


class FieldInput(Input):
    """A one-line input that takes a paste whole, without breaks and invisible characters."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(typed_text(value), placeholder=placeholder, id=id, compact=True)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        self.replace(typed_text(event.text), start, end)


class SecretInput(FieldInput):
    """A masked input whose value leaves it by no copy, cut or selection."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id)
        self.password = True

    def action_copy(self) -> None:
        self._say_kept()

    def action_cut(self) -> None:
        self._say_kept()

    def _say_kept(self) -> None:
        self.notify("A secret is not copied from here.", markup=False)


class FormField(Vertical):
    """One labelled control; `problem` shows under it and is empty when all is well.

    A text field is checked when the focus leaves it; while a problem shows, every change checks
    again, so that it goes away the moment it is mended.
    """

    DEFAULT_CSS = """
    FormField {
        height: auto;
        & > .field--row { height: 1; }
        & .field--label { width: 18; color: $text-muted; }
        & .field--below { display: none; height: auto; padding: 0 0 0 18; color: $text-muted; }
        & Input, & Select { width: 1fr; max-width: 52; }
        & SelectCurrent Static { text-wrap: nowrap; text-overflow: ellipsis; }
        &.-active .field--label { color: $foreground; text-style: bold; }
        &.-told > .field--below { display: block; }
        &.-wrong > .field--below { color: $text-error; }
    }
    """

    class Edited(Message):
        """The user changed the field's value."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> FormField:
            return self.field

    problem: reactive[str] = reactive("", init=False)
    note: reactive[str] = reactive("", init=False)

    def __init__(
        self, label: str, control: Widget, *, check: Check | None = None, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.check = check
        self._label = label
        self._control = control
        self._was_edited = False

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field--row"):
            yield Static(Content(self._label), classes="field--label")
            yield self._control
        yield Static(Content(""), classes="field--below")

    @property
    def text(self) -> str:
        """The value as typed, trimmed; empty for a control that is no text field."""
        return self._control.value.strip() if isinstance(self._control, Input) else ""

    def write(self, text: str) -> None:
        """Put a text into the field, without a problem and without telling anyone of a change."""
        if isinstance(self._control, Input):
            with self._control.prevent(Input.Changed):
                self._control.value = typed_text(text)
        self._was_edited = False
        if self.is_mounted:
            self.problem = ""

    def focus_control(self) -> None:
        """Put the focus on the control."""
        self._control.focus()

    def validate_now(self) -> bool:
        """Check the value and show what is wrong; true when nothing is."""
        is_checked = self.check is not None and not self._control.disabled
        self.problem = (self.check(self.text) or "") if self.check and is_checked else ""
        return not self.problem

    def watch_problem(self) -> None:
        self._show_below()

    def watch_note(self) -> None:
        self._show_below()

    def _show_below(self) -> None:
        self.set_class(bool(self.problem), "-wrong")
        self.set_class(bool(self.problem or self.note), "-told")
        self.query_one(".field--below", Static).update(shown(self.problem or self.note))

    def on_descendant_focus(self) -> None:
        self.add_class("-active")

    def on_descendant_blur(self) -> None:
        self.remove_class("-active")
        if self._was_edited or self.text:
            self.validate_now()

    @on(Input.Changed)
    def _text_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.was_edited()

    def was_edited(self) -> None:
        """Hear that the control's text is another."""
        self._was_edited = self._control.has_focus
        if self.problem:
            self.validate_now()
        self.post_message(self.Edited(self))

    @on(Select.Changed)
    def _choice_changed(self, event: Select.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self))
