"""What a session does with incidents."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .session_keeping import SessionKeeping

if TYPE_CHECKING:
    from ..client import DefenderClient
    from ..core.call_wait import CallWait
    from ..core.changes import IncidentChange
    from ..core.filters import IncidentFilter
    from ..core.incidents import Incident
    from .incident_changes import ChangeResult
    from .incident_sync import IncidentSync, QueueProgress


class SessionIncidents(SessionKeeping):
    """The queue and changes to it; `_queue` is the part that was read, `None` after a switch.

    `_client` is the open one.
    """

    _client: DefenderClient | None

    @abstractmethod
    def now(self) -> datetime:
        """Give the time, UTC and aware."""

    def call_waits(self) -> tuple[CallWait, ...]:
        """Give the waits of calls that are not over yet: for a limit, or to be made again."""
        client = self._client
        return client.waits.held if client is not None else ()

    async def load_queue(
        self, wanted: IncidentFilter, *, anew: bool = False, listed: bool = False
    ) -> AsyncIterator[QueueProgress]:
        """Bring the wanted part of the queue up to date; each step holds all found so far.

        A part that was read before is only asked for what was updated since, unless `anew`.
        `listed` leaves out what a list does not need: see `core.listed_incident`. Such a list comes
        at once as an earlier run kept it on disk, where the profile says so: see `kept_at`.
        """
        sync, remark = self._queue, ""
        if sync is None or anew or not sync.fits(wanted):
            generation, begun = self.generation, None
            if listed and not anew:
                begun, remark = await self.from_rest(wanted)
            if begun is not None:
                yield begun.as_kept
            client = await self.client()
            # Not sooner: while the client is being imported, this would wait for it on the loop.
            from .incident_sync import IncidentSync

            # What was kept for a profile that was left meanwhile is nothing to go on from.
            rest = begun.rest if begun and self.generation == generation else None
            if listed:
                from ..core.listed_incident import listed as keep

                self._queue = sync = IncidentSync(client.incidents, wanted, keep, rest)
            else:
                self._queue = sync = IncidentSync(client.incidents, wanted)
        async for progress in sync.read(wanted, self.now()):
            yield replace(progress, remark=remark) if remark else progress
            remark = ""

    async def load_incident(self, incident_id: str) -> Incident:
        """Give one incident with alerts, evidence and comments."""
        client, queue = await self.client(), self._queue
        return self._renewed(await client.incidents.get(incident_id), queue)

    async def incident_of_alert(self, alert_id: str) -> str:
        """Give the id of the incident that an alert belongs to; empty for none."""
        client = await self.client()
        return (await client.alerts.get(alert_id)).incident_id or ""

    async def change_incident(self, incident_id: str, change: IncidentChange) -> Incident:
        """Change one incident and give it as it is then, with its alerts."""
        client, queue = await self.client(), self._queue
        return self._renewed(await client.incidents.update(incident_id, change), queue)

    async def change(
        self, seen: Incident, change: IncidentChange, *, even_if_moved: bool = False
    ) -> ChangeResult:
        """Change an incident unless it moved since it was `seen`; a refusal is a result too."""
        client, queue = await self.client(), self._queue
        from .incident_changes import Changed, IncidentChanges, Moved

        changes = IncidentChanges(client.incidents, asyncio.sleep)
        result = await changes.make(seen, change, even_if_moved=even_if_moved)
        if isinstance(result, Changed):
            self._renewed(result.incident, queue)
        elif isinstance(result, Moved):
            self._renewed(result.now, queue)
        return result

    async def change_all(
        self, changes: Iterable[tuple[Incident, IncidentChange]]
    ) -> AsyncIterator[ChangeResult]:
        """Change several incidents one after the other; one that fails does not stop the rest."""
        for seen, change in changes:
            yield await self.change(seen, change)

    def _renewed(self, incident: Incident, asked_in: IncidentSync | None) -> Incident:
        # Another tenant counts its incidents the same way: after a switch this one is not its.
        if asked_in is not None and asked_in is self._queue:
            asked_in.put(incident)
        return incident

    async def write_file(self, file: Path, text: str, *, overwrite: bool = False) -> None:
        """Write a text to a file, whole or not at all; one that is there stays, unless told.

        Raises:
            ConfigError: something of that name is there.
            StoreError: the disk refused.
        """
        from ..store.whole_file import write_whole

        await asyncio.to_thread(write_whole, file, text, overwrite=overwrite)
