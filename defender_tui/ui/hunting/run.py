"""One run of a query, as the screen remembers it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from ...core.errors import DefenderTuiError
from ...workflows.hunt import HuntOutcome
from ...workflows.hunt_waiting import Waiting
from .result_source import ResultSource


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


class HuntWaited(Message):
    """A run waits for its turn, or its call was made, which `None` tells."""

    def __init__(self, run: HuntRun, waiting: Waiting | None) -> None:
        super().__init__()
        self.run = run
        self.waiting = waiting


class HuntFailed(Message):
    """A run came to nothing."""

    def __init__(self, run: HuntRun, error: DefenderTuiError) -> None:
        super().__init__()
        self.run = run
        self.error = error
