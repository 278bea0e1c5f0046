"""One run of a query, as the screen remembers it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...workflows.hunt import HuntOutcome
from .result_source import Page, ResultSource


@dataclass(frozen=True, slots=True, eq=False)
class HuntRun:
    """What was sent and from where, to tell a stale answer and to place an error.

    `generation` is the session's; `offset` is where the query starts in `text`, the whole editor as
    it was; `started` is in seconds of the monotonic clock.
    """

    generation: int
    query: str
    offset: int
    text: str
    timespan: str | None
    started: float


class HuntAnswered(Message):
    """A run came back; whoever handles this owns the outcome's table."""

    def __init__(self, run: HuntRun, outcome: HuntOutcome, source: ResultSource) -> None:
        super().__init__()
        self.run = run
        self.outcome = outcome
        self.source = source


class HuntFailed(Message):
    """A run came to nothing."""

    def __init__(self, run: HuntRun, error: DefenderTuiError) -> None:
        super().__init__()
        self.run = run
        self.error = error


class PageLoaded(Message):
    """Rows for the grid were read."""

    def __init__(self, source: ResultSource, number: int, page: Page) -> None:
        super().__init__()
        self.source = source
        self.number = number
        self.page = page


class CellRead(Message):
    """A whole cell was read, to be copied or to be shown."""

    def __init__(
        self, outcome: HuntOutcome, title: str, value: str | None, *, is_to_copy: bool
    ) -> None:
        super().__init__()
        self.outcome = outcome
        self.title = title
        self.value = value
        self.is_to_copy = is_to_copy
