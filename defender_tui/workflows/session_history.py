"""What a session does with the runs of the past."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.errors import DefenderTuiError
    from ..core.hunt_record import HuntRecord
    from ..core.profiles import Profile
    from .hunt_history import HistoryKeeper, Recording


class SessionHistory(ABC):
    """The history of all profiles; `_keeper` is made when it is first asked for."""

    _keeper: HistoryKeeper | None = None

    @property
    @abstractmethod
    def data_folder(self) -> Path | None:
        """Where the history is kept; `None` to keep it as long as the program runs."""

    @abstractmethod
    def now(self) -> datetime:
        """Give the time, UTC and aware."""

    def recording(
        self, profile: Profile, query: str, target: str, *, timespan: str | None = None
    ) -> Recording:
        """Give a context manager that keeps a record of the run inside it.

        `target` is the word of a `HuntTarget`.
        """
        from .hunt_history import Recording

        return Recording(
            self._history_keeper(), profile, query, target, timespan=timespan, started=self.now()
        )

    @property
    def history_problem(self) -> DefenderTuiError | None:
        """Why the last run is not on disk yet; `None` when it is."""
        return self._keeper.problem if self._keeper else None

    async def past_runs(self) -> tuple[HuntRecord, ...]:
        """Give the runs of all profiles, the newest first.

        Raises:
            StoreError: the history cannot be read.
        """
        return await self._history_keeper().load()

    async def forget_run(self, record_id: str) -> None:
        """Forget one run; absent is fine.

        Raises:
            StoreError: the history cannot be written.
        """
        await self._history_keeper().remove(record_id)

    async def forget_all_runs(self) -> None:
        """Forget all runs.

        Raises:
            StoreError: the history cannot be removed.
        """
        await self._history_keeper().clear()

    async def close_history(self) -> None:
        """Wait until the runs so far are written, those that were refused tried once more."""
        if self._keeper is not None:
            await self._keeper.close()

    def _history_keeper(self) -> HistoryKeeper:
        from ..store.query_history import HistoryFile, MemoryHistory
        from .hunt_history import HistoryKeeper

        if self._keeper is None:
            folder = self.data_folder
            self._keeper = HistoryKeeper(HistoryFile(folder) if folder else MemoryHistory())
        return self._keeper
