"""Following the incident queue: what is new or changed, as it happens."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import datetime
from typing import Protocol

from ..core.filters import IncidentFilter
from ..core.incidents import Incident
from ..core.json_form import as_json
from ..workflows.incident_queue import QueueProgress
from .incident_lines import print_incidents
from .streams import json_text, note

POLL_S = 60.0


class Queue(Protocol):
    """The part of a session that can be watched."""

    def load_queue(self, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
        """Page through the wanted incidents; each step holds all so far."""
        ...


class QueueMemory:
    """Which state of each incident has been told."""

    def __init__(self) -> None:
        self._told: dict[str, datetime | None] = {}

    def news(self, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
        """Give the incidents that are new or changed since they were told, and remember them."""
        fresh = tuple(
            incident
            for incident in incidents
            if incident.id not in self._told or self._told[incident.id] != incident.last_updated
        )
        self._told.update({incident.id: incident.last_updated for incident in fresh})
        return fresh


async def watch(
    queue: Queue,
    wanted: IncidentFilter,
    form: str,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Print the wanted incidents, then for ever those that appear or change.

    JSON comes as one object a line. Every poll reads the whole wanted part, so a change is seen
    whichever field it is in.

    Raises:
        DefenderTuiError: a poll failed.
    """
    memory = QueueMemory()
    note(f"Watching, one look every {POLL_S:.0f} s. Ctrl-C stops.")
    goes_on = False
    while True:
        incidents: tuple[Incident, ...] = ()
        async for step in queue.load_queue(wanted):
            incidents = step.incidents
        fresh = memory.news(incidents)
        if fresh:
            await asyncio.to_thread(_print, fresh, form, goes_on=goes_on)
            goes_on = True
        await sleep(POLL_S)


def _print(fresh: tuple[Incident, ...], form: str, *, goes_on: bool) -> None:
    if form == "json":
        for incident in fresh:
            print(json_text(as_json(incident), indent=None))
    else:
        print_incidents(fresh, form, goes_on=goes_on)
    # Whoever reads along in a pipe is not to wait for a full buffer.
    sys.stdout.flush()
