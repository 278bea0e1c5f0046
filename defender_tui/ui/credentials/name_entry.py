"""Asking for the name of a copy."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ...core.profiles import profile_name_problem
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput, FormField

_MAX_NAME = 64


class NameEntry(Dialog[str]):
    """Ask what the copy of a profile is to be called; gives a name that is free."""

    DEFAULT_CSS = "NameEntry FormField { margin: 1 0; }"

    def __init__(self, name: str, taken: Sequence[str]) -> None:
        super().__init__()
        self._name_of_original = name
        self._taken = frozenset(taken)

    def compose(self) -> ComposeResult:
        original = shown(self._name_of_original, limit=_MAX_NAME).stylize("bold")
        with Vertical():
            yield Static(Content.assemble("Copy ", original, ", its secrets too."))
            yield FormField(
                "New name",
                FieldInput(f"{self._name_of_original}-copy"[:_MAX_NAME]),
                check=self._problem,
                id="new-name",
            )
            yield Static(Content("Enter Copy   Esc Leave it"), classes="dialog--keys")

    def _problem(self, name: str) -> str | None:
        if name in self._taken:
            return f"There is a profile “{name}” already."
        return profile_name_problem(name)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        field = self.query_one(FormField)
        if field.validate_now():
            self.dismiss(field.text)
