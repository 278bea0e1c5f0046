"""A change of several incidents, line by line: what will be sent, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from textual.content import Content

from ...core.incidents import Incident
from ...workflows.incident_changes import Changed, ChangeResult, Moved, NotChanged
from ..text import shown
from ..widgets.grid import GridColumn
from .change_plans import ChangePlan
from .change_words import change_effect, moved_words


def line_columns(*, is_begun: bool) -> tuple[GridColumn, ...]:
    """Give the columns: the last says what will be sent, and later what came of it."""
    what = "What came of it" if is_begun else "What is sent"
    return (
        GridColumn("sign", "", width=1),
        GridColumn("id", "Id", width=7),
        GridColumn("title", "Incident", width=18, min_width=18, flexible=True),
        GridColumn("what", what, width=34, min_width=34, flexible=True),
    )


class LineState(Enum):
    """Where one of the changes stands."""

    READY = "ready"
    NOTHING = "nothing to send"
    SENDING = "sending"
    CHANGED = "changed"
    MOVED = "moved"
    FAILED = "failed"
    UNCLEAR = "may have been applied"


_SIGNS = {
    LineState.READY: Content(" "),
    LineState.NOTHING: Content.styled("–", "$text-muted"),
    LineState.SENDING: Content.styled("…", "$text-accent"),
    LineState.CHANGED: Content.styled("✓", "bold $text-success"),
    LineState.MOVED: Content.styled("≠", "bold $text-warning"),
    LineState.FAILED: Content.styled("✗", "bold $text-error"),
    LineState.UNCLEAR: Content.styled("?", "bold $text-warning"),
}


_ENDS = (
    (LineState.CHANGED, "changed", ""),
    (LineState.FAILED, "failed", "bold $text-error"),
    (LineState.MOVED, "not sent, as they have changed since", "bold $text-warning"),
    (LineState.UNCLEAR, "may have been applied", "bold $text-warning"),
    (LineState.NOTHING, "so already", "$text-muted"),
    (LineState.READY, "not sent yet", ""),
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One incident as it was last seen, with what there is to say of its change."""

    incident: Incident
    state: LineState
    words: str

    @classmethod
    def planned(cls, incident: Incident, plan: ChangePlan) -> ChangeLine:
        """Say what will be sent."""
        missing = plan.missing(incident)
        state = LineState.NOTHING if missing is None else LineState.READY
        return cls(incident, state, change_effect(incident, missing))

    def ended(self, result: ChangeResult) -> ChangeLine:
        """Say what came of it."""
        if isinstance(result, Changed):
            words = "changed" + (", after an answer got lost" if result.was_unclear else "")
            return ChangeLine(result.incident, LineState.CHANGED, words)
        if isinstance(result, Moved):
            words = f"not sent, it has changed: {moved_words(result.differences)}"
            return ChangeLine(result.now, LineState.MOVED, words)
        if isinstance(result, NotChanged):
            return replace(self, state=LineState.FAILED, words=result.error.message)
        words = f"may have been applied: {result.error.message}"
        return replace(self, state=LineState.UNCLEAR, words=words)


class ChangeLines:
    """The lines as a grid's source; `lines` may be replaced one by one."""

    def __init__(self, lines: Iterable[ChangeLine]) -> None:
        self.lines = list(lines)

    @property
    def row_count(self) -> int:
        """How many incidents there are."""
        return len(self.lines)

    def cells(self, row: int) -> Sequence[Content]:
        """Give one line's cells in the order of `line_columns`."""
        line = self.lines[row]
        return (
            _SIGNS[line.state],
            shown(line.incident.id, limit=20),
            shown(line.incident.title, limit=120),
            shown(line.words, limit=200),
        )

    def want(self, first: int, last: int) -> None:
        """Do nothing: every line is here."""

    def places(self, *states: LineState) -> list[int]:
        """Give the rows in any of the states."""
        return [place for place, line in enumerate(self.lines) if line.state in states]

    def count(self, *states: LineState) -> int:
        """Count the lines in any of the states."""
        return len(self.places(*states))

    def counts(self) -> list[Content]:
        """Say how many came to what end; how many are changed always comes first."""
        return [
            Content.styled(f"{self.count(state):,} {words}", style)
            for state, words, style in _ENDS
            if self.count(state) or state is LineState.CHANGED
        ]
