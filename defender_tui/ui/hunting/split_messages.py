"""What happens to a split on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from ...core.errors import DefenderTuiError

if TYPE_CHECKING:
    from ...kql.slicing import Refusal
    from ...workflows.hunt import HuntOutcome
    from ...workflows.hunt_split import HuntSplit, SplitProgress
    from ...workflows.hunt_waiting import Waiting
    from ...workflows.split_plan import SplitPlan
    from .result_source import ResultSource
    from .run import HuntRun


class SplitPlanned(Message):
    """It was found how the query of a run can be split, or why it cannot."""

    def __init__(self, run: HuntRun, plan: SplitPlan | Refusal) -> None:
        super().__init__()
        self.run = run
        self.plan = plan


class SplitBegan(Message):
    """A split is there, and will be carried out; whoever handles this closes it in the end."""

    def __init__(self, run: HuntRun, split: HuntSplit) -> None:
        super().__init__()
        self.run = run
        self.split = split


class SplitMoved(Message):
    """A split came a part further."""

    def __init__(self, split: HuntSplit, progress: SplitProgress) -> None:
        super().__init__()
        self.split = split
        self.progress = progress


class SplitWaited(Message):
    """A part waits for its turn, or (`None`) waits no longer."""

    def __init__(self, waiting: Waiting | None) -> None:
        super().__init__()
        self.waiting = waiting


class SplitAnswered(Message):
    """All parts are put together; whoever handles this owns the outcome's table."""

    def __init__(self, split: HuntSplit, outcome: HuntOutcome, source: ResultSource) -> None:
        super().__init__()
        self.split = split
        self.outcome = outcome
        self.source = source


class SplitFailed(Message):
    """A part failed; what is done is kept."""

    def __init__(self, split: HuntSplit, error: DefenderTuiError) -> None:
        super().__init__()
        self.split = split
        self.error = error
