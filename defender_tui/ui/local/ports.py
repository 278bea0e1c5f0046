"""What local tables need from the rest of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from ...results.local.tables import LocalTable, LocalTables
    from ...workflows.hunt import HuntOutcome


class LocalWork(Protocol):
    """Queries over what is open here, which go to no API."""

    @property
    def local_tables(self) -> LocalTables:
        """What is open; telling it which results are shown takes no time."""
        ...

    async def open_local_file(self, file: Path, name: str) -> LocalTable:
        """Read a file of rows as a table."""
        ...

    async def close_local_table(self, name: str) -> None:
        """Take a table from local queries."""
        ...

    async def hunt_local(self, query: str, *, timespan: str | None = None) -> HuntOutcome:
        """Run one query over the open tables; cancelling the awaiting task stops it."""
        ...
