"""What is wrong with the query, below the editor, while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from ...kql.statements import query_at
from ..widgets.kql_editor import KqlEditor, TextMark
from ..worker import run_guarded
from .problems import problem_after, problem_at, problem_words

if TYPE_CHECKING:
    from ...kql import Diagnostic, HuntingSchema
    from ...workflows.kql_check import SyntaxChecker

PATIENCE_S = 0.25


class ProblemLine(Static):
    """One line, hidden while there is nothing to say; it checks when the typing rests.

    Errors and warnings are underlined in the editor too. Nothing here keeps a query from running.
    """

    DEFAULT_CSS = """
    ProblemLine {
        height: 1; padding: 0 1; display: none; text-wrap: nowrap; text-overflow: ellipsis;
        &.-shown { display: block; }
        &.-error { color: $text-error; }
        &.-warning { color: $text-warning; }
        &.-information { color: $text-muted; }
    }
    """
    _CLASSES: ClassVar[tuple[str, ...]] = ("error", "warning", "information")

    class Found(Message):
        """The problems of a text as it was; told again where the grammar finds one more."""

        def __init__(self, text: str, problems: Sequence[Diagnostic]) -> None:
            super().__init__()
            self.text = text
            self.problems = tuple(problems)

    def __init__(self, editor: KqlEditor, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._editor = editor
        self._timespan: timedelta | None = None
        self._timer: Timer | None = None
        self._schema: HuntingSchema | None = None
        self._problems: tuple[Diagnostic, ...] = ()
        self._checker: SyntaxChecker | None = None
        self._has_typed = False
        self._check_number = 0

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What was found in the text as it is, in order of place; empty while it is not known."""
        return self._problems

    def limit_timespan(self, timespan: timedelta | None) -> None:
        """Take the range that goes with the next run, `None` when the query alone sets it."""
        if timespan != self._timespan:
            self._timespan = timespan
            self._check_soon()

    def use_schema(self, schema: HuntingSchema) -> None:
        """Check by other tables from now on."""
        if schema is not self._schema:
            self._schema = schema
            self._check_soon()

    def text_changed(self) -> None:
        """The editor's text is another: what was found in it holds no longer."""
        self._has_typed = self._has_typed or self._editor.has_focus
        self._problems = ()
        self._check_number += 1
        self._check_soon()

    def cursor_moved(self) -> None:
        """Tell of the problem that the cursor is at now."""
        self._tell()

    def go_to_next(self) -> None:
        """Move the cursor to the next problem, from the last on to the first."""
        problem = problem_after(self._problems, self._editor.cursor_offset)
        if problem is None:
            self.notify("No problem was found in this text.", markup=False)
            return
        self._editor.go_to(problem.start)

    def fix(self) -> None:
        """Mend the problem at the cursor, if it is plain how."""
        problem = problem_at(self._problems, self._editor.cursor_offset)
        if problem is None or problem.fix is None:
            self.notify("There is nothing to mend at the cursor.", markup=False)
            return
        self._editor.replace_offsets(problem.fix.start, problem.fix.end, problem.fix.text)

    def on_mount(self) -> None:
        self._check_soon()

    async def on_unmount(self) -> None:
        if self._checker is not None:
            await self._checker.close()

    def _check_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PATIENCE_S, self._check)

    def _check(self) -> None:
        run_guarded(
            self, self._checking, name="check", group="check", description="check the query"
        )

    async def _checking(self) -> None:
        from ...kql import Severity, diagnose, diagnose_timespan, load_schema
        from ...kql.abandoning import Abandoned

        text, timespan, schema = self._editor.text, self._timespan, self._schema
        number = self._check_number

        def found_in_thread() -> list[Diagnostic] | None:
            # Behind a key this thread gives way, so that the key is on the screen first.
            try:
                return diagnose(
                    text, schema or load_schema(), goes_on=lambda: number == self._check_number
                )
            except Abandoned:
                return None

        found = await asyncio.to_thread(found_in_thread)
        if found is None:
            return
        if timespan is not None:
            found = sorted(
                [*found, *diagnose_timespan(text, timespan)], key=lambda one: (one.start, one.end)
            )
        self.post_message(self.Found(text, found))
        if self._has_typed and all(one.severity is not Severity.ERROR for one in found):
            await self._ask_grammar(text, found)

    async def _ask_grammar(self, text: str, found: Sequence[Diagnostic]) -> None:
        span = query_at(text, self._editor.cursor_offset)
        lines = (line.lstrip() for line in span.of(text).split("\n"))
        if all(not line or line.startswith("//") for line in lines):
            # To the grammar an empty text is a wrong one.
            return
        if self._checker is None:
            self._checker = (await asyncio.to_thread(_checker_class))()
        fault = await self._checker.check(span.of(text))
        if fault is not None:
            start, end = span.start + fault.start, span.start + fault.end
            whole = [*found, replace(fault, start=start, end=end)]
            self.post_message(self.Found(text, sorted(whole, key=lambda one: one.start)))

    def on_problem_line_found(self, event: Found) -> None:
        event.stop()
        if event.text != self._editor.text:
            return
        self._problems = event.problems
        self._editor.mark_problems(
            [
                TextMark(one.start, one.end, str(one.severity))
                for one in self._problems
                if one.severity != "information"
            ]
        )
        self._tell()

    def _tell(self) -> None:
        told = problem_words(self._problems, self._editor.cursor_offset, self._editor.text)
        self.set_class(told is not None, "-shown")
        for name in self._CLASSES:
            self.set_class(told is not None and told.severity == name, f"-{name}")
        self.update(Content(told.words if told else ""))


def _checker_class() -> type[SyntaxChecker]:
    from ...workflows.kql_check import SyntaxChecker

    return SyntaxChecker
