"""Rows of a result on their way out: files that can be trusted, and texts for the clipboard."""

from defender_tui.results.export.csv_file import guarded
from defender_tui.results.export.json_rows import iter_rows, json_array, json_lines
from defender_tui.results.export.names import distinct_names
from defender_tui.results.export.writing import (
    Export,
    ExportForm,
    export,
    form_of,
    manifest_file,
)

__all__ = [
    "Export",
    "ExportForm",
    "distinct_names",
    "export",
    "form_of",
    "guarded",
    "iter_rows",
    "json_array",
    "json_lines",
    "manifest_file",
]
