"""What a session does with tables that are open here."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from contextlib import ExitStack
from typing import TYPE_CHECKING

from .session_history import SessionHistory

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.profiles import Profile
    from ..results.answer_spool import AnswerSpool
    from ..results.local.tables import LocalTable, LocalTables
    from .hunt import HuntOutcome


class SessionLocal(SessionHistory):
    """Open results and files as tables. They outlive a switch of profile, and end with the session.

    `_local` is made when it is first asked for.
    """

    _local: LocalTables | None = None
    _spool: AnswerSpool

    @property
    @abstractmethod
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""

    @property
    def local_tables(self) -> LocalTables:
        """What is open: names, columns and row counts, and the schema for help in the editor."""
        if self._local is None:
            from ..results.local.tables import LocalTables

            self._local = LocalTables(self._spool)
        return self._local

    async def open_local_file(self, file: Path, name: str) -> LocalTable:
        """Read a file of rows (CSV, TSV, JSON, NDJSON, Parquet) as a table.

        Raises:
            ConfigError: the name is taken or is none, or the file is of no such form.
            StoreError: the file cannot be read, is broken or too large.
        """
        return await asyncio.to_thread(self.local_tables.open_file, file, name)

    async def close_local_table(self, name: str) -> None:
        """Take a table from local queries; a result stays open where it is shown."""
        self.local_tables.forget(name)
        await asyncio.to_thread(self.local_tables.tidy)

    async def hunt_local(self, query: str, *, timespan: str | None = None) -> HuntOutcome:
        """Run a query over the open tables; cancelling the awaiting task stops it.

        Raises:
            QueryInvalid: it is wrong, or the local engine cannot run it.
            DefenderTuiError: it could not be run.
        """
        from ..core.hunt_target import HuntTarget
        from .local_hunt import run_local

        with ExitStack() as stack:
            recording = None
            if self.profile is not None:
                recorded = self.recording(
                    self.profile, query, HuntTarget.LOCAL.value, timespan=timespan
                )
                recording = stack.enter_context(recorded)
            outcome = await run_local(self.local_tables, query, now=self.now(), timespan=timespan)
            if recording is not None:
                recording.outcome = outcome
        return outcome

    async def close_local(self) -> None:
        """Take everything away, before the spool goes."""
        local, self._local = self._local, None
        if local is not None:
            await asyncio.to_thread(local.close)
