"""Asking for an API that is not one of ours."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ...core.custom_resource import CustomResource
from ...core.errors import ConfigError
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput

_ABOUT = (
    "Its App ID URI or application id, such as https://api.loganalytics.io; the scope may follow. "
    "It stays in the list until the program ends."
)


class AddResource(Dialog[CustomResource]):
    """One field for an audience; gives the API that it names."""

    DEFAULT_CSS = """
    AddResource {
        & #add-title { text-style: bold; }
        & #add-about { color: $text-muted; }
        & FieldInput { margin: 1 0 0 0; }
        & #add-problem { margin: 0 0 1 0; color: $text-error; }
    }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("A token for another API"), id="add-title")
            yield Static(Content(_ABOUT), id="add-about")
            yield FieldInput(placeholder="https://…")
            yield Static(Content(""), id="add-problem")
            yield Static(Content("Enter Get a token   Esc Close"), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            api = CustomResource.from_text(event.value)
        except ConfigError as error:
            problem = f"{error.message} {error.hint}"
            self.query_one("#add-problem", Static).update(shown(problem, limit=300))
        else:
            self.dismiss(api)
