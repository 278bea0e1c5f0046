"""Opening a file of rows as a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ...core.errors import DefenderTuiError
from ...core.typed_path import typed_path
from ...results.local.names import name_problem, suggested_name
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput, FormField
from ..worker import run_guarded
from .paths import PathSuggester

if TYPE_CHECKING:
    from ...results.local.tables import LocalTable
    from .ports import LocalWork

_KEYS = "Tab Next   → Complete   Enter Open   Esc Close"
_FORMS = "CSV, TSV, JSON, NDJSON or Parquet. The file is read once."


class TableOpened(Message):
    """A file was read; queries can name it."""

    def __init__(self, table: LocalTable) -> None:
        super().__init__()
        self.table = table


class TableRefused(Message):
    """A file was not read."""

    def __init__(self, error: DefenderTuiError) -> None:
        super().__init__()
        self.error = error


class OpenTable(Dialog["LocalTable"]):
    """A path and a name; gives the table once the file was read. A failure leaves what was typed.

    Closing it does not stop a reading that has begun.
    """

    DEFAULT_CSS = """
    OpenTable {
        & FormField { margin-top: 1; }
        & #open-state { margin: 1 0; color: $text-muted; }
        & #open-state.-failed { color: $text-error; }
    }
    """

    def __init__(self, work: LocalWork) -> None:
        super().__init__()
        self._work = work
        self._file = FieldInput(placeholder="logons.csv", id="open-path")
        self._file.suggester = PathSuggester()
        self._called = FieldInput(placeholder="Logons", id="open-name")
        self._suggested = ""
        self._is_reading = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("Open a file as a table"))
            yield FormField("File", self._file, check=_path_problem, id="open-file")
            yield FormField("Name in queries", self._called, check=self._name_problem, id="open-as")
            yield Static(Content(_FORMS), id="open-state")
            yield Static(Content(_KEYS), classes="dialog--keys")

    def on_mount(self) -> None:
        self._file.focus()

    @on(FormField.Edited, "#open-file")
    def _path_changed(self) -> None:
        """Name the table for the file as long as nobody has named it."""
        if self._called.value == self._suggested:
            path = self._file.value.strip()
            self._suggested = suggested_name(typed_path(path), self._taken()) if path else ""
            self._called.value = self._suggested

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if self._is_reading:
            return
        wrong = [field for field in self.query(FormField) if not field.validate_now()]
        if wrong:
            wrong[0].focus_control()
            return
        self._is_reading = True
        self._say(Content("Reading the file …"))
        path, name = self._file.value.strip(), self._called.value.strip()
        run_guarded(
            self,
            partial(self._opening, path, name),
            name="open a file",
            group="open table",
            description="open a file as a table",
        )

    async def _opening(self, path: str, name: str) -> None:
        try:
            table = await self._work.open_local_file(typed_path(path), name)
        except DefenderTuiError as error:
            self.post_message(TableRefused(error))
        else:
            self.post_message(TableOpened(table))

    @on(TableOpened)
    def _opened(self, event: TableOpened) -> None:
        event.stop()
        self.dismiss(event.table)

    @on(TableRefused)
    def _refused(self, event: TableRefused) -> None:
        event.stop()
        self._is_reading = False
        words = f"{event.error.message} {event.error.hint}".strip()
        self._say(shown(words, limit=400), is_failure=True)
        self._file.focus()

    def _say(self, words: Content, *, is_failure: bool = False) -> None:
        state = self.query_one("#open-state", Static)
        state.set_class(is_failure, "-failed")
        state.update(words)

    def _taken(self) -> set[str]:
        return {one.name for one in self._work.local_tables.tables}

    def _name_problem(self, name: str) -> str | None:
        return name_problem(name, self._taken()) or None


def _path_problem(path: str) -> str | None:
    return None if path else "Name a file."
