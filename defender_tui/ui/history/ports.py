"""What the history needs from the rest of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from ...core.errors import DefenderTuiError
    from ...core.hunt_record import HuntRecord
    from ...core.profiles import Profile


class HistoryWork(Protocol):
    """The runs of the past, of all profiles."""

    @property
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""
        ...

    def now(self) -> datetime:
        """The time, UTC and aware."""
        ...

    @property
    def history_problem(self) -> DefenderTuiError | None:
        """Why the last run is not on disk yet; `None` when it is."""
        ...

    async def past_runs(self) -> tuple[HuntRecord, ...]:
        """Give the runs, the newest first."""
        ...

    async def forget_run(self, record_id: str) -> None:
        """Forget one run; absent is fine."""
        ...

    async def forget_all_runs(self) -> None:
        """Forget all runs."""
        ...
