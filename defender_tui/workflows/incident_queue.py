"""Paging the incident queue in, with its progress."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.filters import IncidentFilter, server_filter
from ..core.incidents import Incident

if TYPE_CHECKING:
    from ..client.incidents import Incidents


@dataclass(frozen=True, slots=True)
class QueueProgress:
    """The queue so far: what matches, how many were read, and whether more pages follow.

    `read_count` counts what the API sent, `incidents` only what matches the filter; `local` names
    the parts of the filter that were applied here and not by the API.
    """

    incidents: tuple[Incident, ...]
    read_count: int
    is_complete: bool
    local: tuple[str, ...] = ()


async def load_queue(api: Incidents, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
    """Page through the wanted incidents, newest first; each step holds all found so far.

    Raises:
        DefenderTuiError: a page could not be had; the steps before it stay good.
    """
    local = server_filter(wanted, await api.dialect()).local
    found: list[Incident] = []
    read_count = 0
    async for page in api.pages(wanted):
        read_count += len(page.incidents)
        found.extend(one for one in page.incidents if wanted.matches(one))
        yield QueueProgress(tuple(found), read_count, not page.has_more, local)
