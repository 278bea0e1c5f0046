"""What the browser needs from the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from ...workflows.session_schema import KnownSchema


class SchemaWork(Protocol):
    """Knowing what there is to hunt in, for the browser and the editor's help."""

    @property
    def generation(self) -> int:
        """Counts up at every switch."""
        ...

    def now(self) -> datetime:
        """The time, UTC and aware."""
        ...

    async def hunting_schema(self) -> KnownSchema:
        """Give what is known without asking anybody."""
        ...

    async def refresh_schema(self, *, anew: bool = False) -> KnownSchema:
        """Ask the tenant when what it said is older than a day, or `anew`; a problem is told."""
        ...

    async def read_columns(self, table: str) -> KnownSchema:
        """Ask for the columns of one table by a query, and give all that is known then."""
        ...
