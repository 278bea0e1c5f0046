"""Asking for the values of a query's parameters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ...kql.parameter_values import example_of
from ...kql.parameters import (
    Parameter,
    ParameterProblem,
    fill_parameters,
    find_parameters,
    value_problem,
)
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput, FormField, typed_text


def fill_in(
    app: App[object], text: str, filled: Callable[[str], None], *, title: str = "this query"
) -> None:
    """Ask for the parameters of a query and hand on the filled text; at once when it has none.

    Nothing is handed on when the dialog was called off.
    """
    parameters = find_parameters(text)
    if not parameters:
        filled(text)
        return

    def answered(answer: str | None) -> None:
        if answer is not None:
            filled(answer)

    app.push_screen(ParameterDialog(title, text, parameters), answered)


class ParameterDialog(Dialog[str]):
    """A field for each parameter; gives the query with all values in it."""

    DEFAULT_CSS = """
    ParameterDialog {
        & VerticalScroll { height: auto; max-height: 50vh; margin: 1 0; scrollbar-size: 1 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next", show=False, id="parameters.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="parameters.before"),
    ]

    def __init__(self, title: str, text: str, parameters: tuple[Parameter, ...]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._parameters = parameters
        self._inputs = {
            one.name: FieldInput(one.default or "", placeholder=example_of(one.type) or "text")
            for one in parameters
        }
        self._fields = {
            one.name: FormField(_label(one), self._inputs[one.name], check=partial(_problem, one))
            for one in parameters
        }

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.assemble("Values for ", shown(self._title, limit=60)))
            with VerticalScroll(can_focus=False):
                yield from self._fields.values()
            yield Static(
                Content("Tab Next   Enter Put them in   Esc Close"), classes="dialog--keys"
            )

    def on_mount(self) -> None:
        first = next((one for one in self._parameters if one.default is None), self._parameters[0])
        self._inputs[first.name].focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = [field for field in self._fields.values() if not field.validate_now()]
        if wrong:
            wrong[0].focus_control()
            return
        try:
            self.dismiss(fill_parameters(self._text, self._values()))
        except ParameterProblem as problem:
            self._fields[problem.name].problem = problem.problem
            self._fields[problem.name].focus_control()

    def _values(self) -> dict[str, str]:
        """Give what was typed; a default that was left as it is keeps what no field can show."""
        typed = {one: self._inputs[one.name].value for one in self._parameters}
        return {
            one.name: value
            for one, value in typed.items()
            if one.default is None or value != typed_text(one.default)
        }


def _label(parameter: Parameter) -> str:
    return shown(parameter.name, limit=16).plain


def _problem(parameter: Parameter, text: str) -> str | None:
    if not text and parameter.type == "string" and parameter.default is None:
        return "There is no value."
    return value_problem(parameter, text)
