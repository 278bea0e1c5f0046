"""What a session does with hunting queries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..client import DefenderClient
    from .hunt import HuntOutcome


class SessionHunting(ABC):
    """Running queries."""

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    async def hunt(self, query: str, *, timespan: str | None = None) -> HuntOutcome:
        """Run one query; cancelling the awaiting task drops the connection."""
        client = await self.client()
        from .hunt import HuntOutcome

        run = await client.hunting.run(query, timespan=timespan)
        return HuntOutcome(run.table, run.api, run.elapsed_s, run.adapted)
