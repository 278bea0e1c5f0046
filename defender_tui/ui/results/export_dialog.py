"""Asking what of a result is to be written where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Checkbox, Input, Select, Static

from ...core.errors import ConfigError
from ..text import shown
from ..widgets.dialog import Dialog


class Selection(Enum):
    """Which rows of a result; the value is the manifest's word."""

    ALL = "all"
    FILTERED = "filtered"
    MARKED = "marked"


SELECTION_WORDS = {
    Selection.ALL: "all rows",
    Selection.FILTERED: "the rows as filtered and sorted",
    Selection.MARKED: "the marked rows",
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen; `is_raw` keeps in a CSV what a spreadsheet would run."""

    file: Path
    selection: Selection
    is_raw: bool = False
    with_manifest: bool = False


class ExportDialog(Dialog[ExportChoice]):
    """Gives a choice; a name whose ending is no form is told at once, and stays to be corrected."""

    DEFAULT_CSS = """
    ExportDialog {
        & > Vertical { width: 72; height: auto; }
        & Input { margin: 1 0; }
        & Select { margin: 0 0 1 0; }
        & Checkbox { background: transparent; border: none; padding: 0; width: 1fr; height: 1; }
        & #export-note { height: auto; color: $text-muted; margin: 1 0 0 0; }
        & #export-note.-wrong { color: $text-error; }
    }
    """

    def __init__(
        self,
        counts: Sequence[tuple[Selection, int]],
        name: str,
        *,
        first: Selection,
        can_tell_origin: bool,
    ) -> None:
        super().__init__()
        self._counts = counts
        self._name = name
        self._first = first
        self._can_tell_origin = can_tell_origin

    def compose(self) -> ComposeResult:
        options = [
            (f"{SELECTION_WORDS[selection]} · {count:,}", selection)
            for selection, count in self._counts
        ]
        with Vertical():
            yield Static(Content.styled("Export", "bold"))
            yield Input(self._name, id="export-file")
            yield Select(options, value=self._first, allow_blank=False, compact=True)
            yield Checkbox("CSV as it is, formulas too", id="export-raw", compact=True)
            manifest = Checkbox(
                "a manifest beside it: query, tenant, times, checksum",
                id="export-manifest",
                compact=True,
            )
            manifest.display = self._can_tell_origin
            yield manifest
            yield Static(
                Content("The ending tells the form: .csv .json .ndjson .parquet .md"),
                id="export-note",
            )
            words = "Enter Write   Tab Next   Esc Leave it   readable by you alone"
            yield Static(Content(words), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        path = event.value.strip()
        if not path:
            return
        from ...results.export import form_of

        file = Path(path).expanduser()
        try:
            form_of(file)
        except ConfigError as error:
            note = self.query_one("#export-note", Static)
            note.update(shown(f"{error.message} {error.hint}", limit=300))
            note.set_class(True, "-wrong")
            return
        selection = self.query_one(Select).value
        assert isinstance(selection, Selection)
        self.dismiss(
            ExportChoice(
                file,
                selection,
                self.query_one("#export-raw", Checkbox).value,
                self.query_one("#export-manifest", Checkbox).value and self._can_tell_origin,
            )
        )
