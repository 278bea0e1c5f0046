"""The commands of the Hunting screen that work on the rows of a result."""

from __future__ import annotations

from textual import on
from textual.content import Content

from ..command_sets.hunting_results import RESULT_COMMANDS
from ..hunting.lower_half import LowerHalf, LowerTab
from ..hunting.running import HuntRunning
from ..text import shown
from .messages import PivotWanted, StepWanted

_ACTIONS = frozenset(command.action.partition("(")[0] for command in RESULT_COMMANDS)


class ResultCommands(HuntRunning):
    """A screen with the rows of a result; its actions hand on, while rows are shown."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in _ACTIONS:
            return super().check_action(action, parameters)
        lower = self.query_one_optional(LowerHalf)
        if lower is None or lower.current is not LowerTab.RESULTS:
            return False
        return self._pane.result is not None

    # Which rows

    def action_sort_rows(self) -> None:
        """Sort by the column under the cursor alone."""
        self._pane.sort(is_further=False)

    def action_sort_rows_too(self) -> None:
        """Sort by the column under the cursor after the others."""
        self._pane.sort(is_further=True)

    def action_filter_rows(self) -> None:
        """Ask for a condition on the column under the cursor."""
        self._pane.ask_filter()

    def action_drop_filters(self) -> None:
        """Show all rows again."""
        self._pane.clear_conditions()

    def action_keep_alike(self) -> None:
        """Show only rows with the value of the cell."""
        self._pane.keep_alike(is_wanted=True)

    def action_leave_alike(self) -> None:
        """Leave out rows with the value of the cell."""
        self._pane.keep_alike(is_wanted=False)

    def action_go_to_filters(self) -> None:
        """Go to the line of filters."""
        self._pane.go_to_pills()

    def action_find_rows(self) -> None:
        """Look for a text in the rows."""
        self._pane.open_find()

    def action_find_rows_next(self, step: int) -> None:
        """Go to the next hit, or the one before."""
        self._pane.find_next(step)

    def action_mark_row(self) -> None:
        """Mark the row under the cursor, or take its mark off."""
        self._pane.toggle_mark()

    def action_mark_all_rows(self) -> None:
        """Mark every row, or take all marks off."""
        self._pane.toggle_all_marks()

    # Which columns

    def action_go_to_column(self) -> None:
        """Ask for a column and go there."""
        self._pane.ask_column()

    def action_choose_columns(self) -> None:
        """Ask which columns to show."""
        self._pane.choose_columns()

    def action_hide_column(self) -> None:
        """Hide the column under the cursor."""
        self._pane.hide_column()

    def action_turn_empty_columns(self) -> None:
        """Hide empty columns, or show all."""
        self._pane.turn_empty_columns()

    def action_freeze_columns(self) -> None:
        """Keep the columns up to the cursor in sight, or let them go."""
        self._pane.freeze()

    def action_resize_column(self, cells: int) -> None:
        """Make the column under the cursor wider, or narrower."""
        self._pane.resize_column(cells)

    def action_turn_cursor(self) -> None:
        """Change the kind of cursor."""
        self._pane.turn_cursor()

    def action_describe_column(self) -> None:
        """Show what the column under the cursor holds."""
        self._pane.describe_column()

    # From a cell

    def action_inspect_row(self) -> None:
        """Show the row under the cursor in full."""
        self._pane.inspect()

    def action_add_condition(self, comparison: str) -> None:
        """Add the cell to the query as a condition."""
        self._pane.add_to_query(comparison)

    def action_pivot_on_cell(self) -> None:
        """Hunt for what the cell names."""
        self._pane.pivot()

    def action_go_to_incident(self) -> None:
        """Open the incident or the alert that the cell names."""
        self._pane.go_to_incident()

    @on(StepWanted)
    def _step_wanted(self, event: StepWanted) -> None:
        """Put the step behind the query where that still stands, else into a tab of its own."""
        event.stop()
        from ...kql.cell_conditions import next_step, step_in_text

        run, step = event.result.run, event.step
        addition = step_in_text(self._editor.text, run.query, run.offset, step)
        words = shown(f"| {step}", limit=120)
        if addition is not None:
            self._editor.replace_offsets(addition.offset, addition.offset, addition.text)
            query = self._editor.current_query()
            is_at_cursor = 0 <= addition.offset - query.offset <= len(query.query)
            key = self.run_words("it") if is_at_cursor else "F5 runs it with the cursor in it."
            note = f"was added to the query. {key}"
        else:
            addition = next_step(run.query, step)
            before, after = run.query[: addition.offset], run.query[addition.offset :]
            self._tabs.put(before + addition.text + after)
            note = "was added to the query that gave these rows, in a tab of its own."
        self.notify(Content.assemble(words, "  ", note).plain, markup=False)

    @on(PivotWanted)
    def _pivot_wanted(self, event: PivotWanted) -> None:
        event.stop()
        from .pivoting import ask_pivot

        ask_pivot(self, event.entity, event.moment, self._work.now())
