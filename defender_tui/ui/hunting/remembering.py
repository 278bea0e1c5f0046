"""The panes of past and saved queries, and saving the text of a tab."""

from __future__ import annotations

import re
from contextlib import suppress

from textual.widget import Widget

from ...core.saved_query import SavedQuery
from ..ports import HuntWork
from ..text import shown
from .buffer_tabs import BufferTabs
from .editor_commands import EditorCommands

_UNNAMED = re.compile(r"query \d+")


class Remembering(EditorCommands):
    """A screen with a history and a library."""

    _work: HuntWork

    def make_history_pane(self) -> Widget:
        """Give the pane of past runs."""
        from ..history.pane import HistoryPane

        return HistoryPane(self._work, id="history-pane")

    def make_library_pane(self) -> Widget:
        """Give the pane of saved queries."""
        from ..library.pane import LibraryPane

        return LibraryPane(self._work, id="library-pane")

    def action_save_query(self) -> None:
        """Save the text of this tab in the library, under a name that is asked for."""
        from ..library.saving import ask_to_save

        text = self._editor.text
        if not text.strip():
            self.notify("There is no text in this tab to save.", markup=False)
            return
        name = self.query_one(BufferTabs).buffers.buffer.name
        given = "" if _UNNAMED.fullmatch(name) else name
        ask_to_save(self.app, self._work, text, name=given, saved=self._query_saved)

    def _query_saved(self, query: SavedQuery) -> None:
        from ..library.pane import LibraryPane

        # Not every file's name can be that of a tab.
        with suppress(ValueError):
            self.query_one(BufferTabs).rename(query.name)
        for pane in self.query(LibraryPane):
            pane.read()
        self.notify(shown(f"Saved as {query.file}.").plain, markup=False)
