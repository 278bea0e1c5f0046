"""Asking what of a result is to be written where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Select, Static
from textual.widgets.selection_list import Selection

from ...core.errors import ConfigError
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes

_RAW = "raw"
_MANIFEST = "manifest"


class RowSelection(Enum):
    """Which rows of a result; the value is the manifest's word."""

    ALL = "all"
    FILTERED = "filtered"
    MARKED = "marked"


SELECTION_WORDS = {
    RowSelection.ALL: "all rows",
    RowSelection.FILTERED: "the rows as filtered and sorted",
    RowSelection.MARKED: "the marked rows",
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen; `is_raw` keeps in a CSV what a spreadsheet would run."""

    file: Path
    selection: RowSelection
    is_raw: bool = False
    with_manifest: bool = False


class ExportDialog(Dialog[ExportChoice]):
    """Gives a choice; a name whose ending is no form is told at once, and stays to be corrected."""

    DEFAULT_CSS = """
    ExportDialog {
        & > Vertical { width: 72; height: auto; }
        & Input { margin: 1 0; }
        & Select { margin: 0 0 1 0; }
        & Boxes { height: auto; border: none; padding: 0; background: transparent; }
        & #export-note { height: auto; color: $text-muted; margin: 1 0 0 0; }
        & #export-note.-wrong { color: $text-error; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "write", "Write", id="export.write"),
    ]

    def __init__(
        self,
        counts: Sequence[tuple[RowSelection, int]],
        name: str,
        *,
        first: RowSelection,
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
            boxes = [Selection(Content("CSV as it is, formulas too"), _RAW)]
            if self._can_tell_origin:
                words = "a manifest beside it: query, tenant, times, checksum"
                boxes.append(Selection(Content(words), _MANIFEST))
            yield Boxes(*boxes, compact=True, id="export-boxes")
            yield Static(
                Content("The ending tells the form: .csv .json .ndjson .parquet .md"),
                id="export-note",
            )
            words = "F5 Write   Tab Next   Space Tick   Esc Leave it   for you alone"
            yield Static(Content(words), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Give the choice, unless the name is none for a file of rows."""
        path = self.query_one("#export-file", Input).value.strip()
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
        chosen = self.query_one(Select).value
        assert isinstance(chosen, RowSelection)
        ticked = self.query_one(Boxes).selected
        self.dismiss(ExportChoice(file, chosen, _RAW in ticked, _MANIFEST in ticked))
