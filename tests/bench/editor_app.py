"""What `editor_keys` types into: `python -m tests.bench.editor_app bare|query FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea

from defender_tui.ui.hunting.problem_line import ProblemLine
from defender_tui.ui.widgets.kql_editor import KqlEditor


class EditorApp(App[None]):
    """One editor over the whole screen; the window's title says when help is there."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "TextArea { height: 1fr; }"

    def __init__(self, kind: str, text: str) -> None:
        super().__init__()
        self._editor: TextArea = (
            KqlEditor(text)
            if kind == "query"
            else TextArea(text, soft_wrap=False, show_line_numbers=True, compact=True)
        )

    def compose(self) -> ComposeResult:
        yield self._editor
        if isinstance(self._editor, KqlEditor):
            yield ProblemLine(self._editor)

    def on_mount(self) -> None:
        self._editor.cursor_blink = False
        self._editor.focus()
        self._editor.move_cursor((150, 0))

    def on_text_area_changed(self) -> None:
        for line in self.query(ProblemLine):
            line.text_changed()


if __name__ == "__main__":
    EditorApp(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")).run()
