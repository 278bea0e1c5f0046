"""What one can do about the problems of a query."""

from __future__ import annotations

from textual import on

from ..widgets.kql_editor import KqlEditor
from .editor_commands import EditorCommands
from .problem_line import ProblemLine


class ProblemCommands(EditorCommands):
    """Keeps the line of problems up with the cursor, and mends."""

    @property
    def _problem_line(self) -> ProblemLine:
        return self.query_one(ProblemLine)

    @on(KqlEditor.SelectionChanged)
    def _cursor_moved(self) -> None:
        self._problem_line.cursor_moved()

    def action_next_problem(self) -> None:
        """Go to the next problem of the text."""
        self._problem_line.go_to_next()

    def action_fix_problem(self) -> None:
        """Mend the problem at the cursor."""
        self._problem_line.fix()

    def action_format(self) -> None:
        """Lay out the query at the cursor."""
        from ...kql import format_query

        found = self._editor.current_query()
        laid_out = format_query(found.query).rstrip("\n")
        if laid_out != found.query:
            end = found.offset + len(found.query)
            self._editor.replace_offsets(found.offset, end, laid_out)
