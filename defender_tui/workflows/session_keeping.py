"""The queue of a profile that keeps it on disk: found at the start, written after a reading."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.errors import StoreError
from ..core.profiles import ApiChoice, CachePlace

if TYPE_CHECKING:
    from pathlib import Path

    from ..client import DefenderClient
    from ..core.filters import IncidentFilter
    from ..core.kept_incidents import KeptQueue, QueuePart
    from ..core.profiles import Profile
    from ..store.incident_cache import IncidentCache
    from .incident_sync import IncidentSync, QueueProgress


@dataclass(frozen=True, slots=True)
class FromRest:
    """What an earlier run kept, and the same as the first step of a reading."""

    rest: KeptQueue
    as_kept: QueueProgress


class SessionKeeping(ABC):
    """Keeping the queue; `_queue` is the part that was read, `None` after a switch.

    `_written` is what lies on disk of it, as far as this run knows.
    """

    _queue: IncidentSync | None
    _written: KeptQueue | None = None

    @property
    @abstractmethod
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""

    @property
    @abstractmethod
    def generation(self) -> int:
        """Counts up at every switch."""

    @property
    @abstractmethod
    def incident_cache(self) -> IncidentCache | None:
        """Where queues are kept on disk; `None` to keep none, whatever a profile says."""

    @property
    def incident_folder(self) -> Path | None:
        """The folder that `incident_cache` keeps queues in, there or not."""
        return self.incident_cache.folder if self.incident_cache else None

    @abstractmethod
    async def client(self) -> DefenderClient:
        """Give the open client of the current profile, opening it on first use."""

    async def from_rest(self, wanted: IncidentFilter) -> tuple[FromRest | None, str]:
        """Give the wanted part as it was kept, and what to tell if it could not be used."""
        cache, profile = self.incident_cache, self.profile
        if cache is None or profile is None or profile.cache is not CachePlace.DISK:
            return None, ""
        part = await self._part(profile, wanted)
        try:
            rest = await asyncio.to_thread(cache.load, part)
        except StoreError as error:
            return None, f"{error.message} {error.hint}"
        if rest is None:
            return None, ""
        found = await asyncio.to_thread(_from_rest, rest, wanted, part)
        self._written = rest if found else None
        return found, ""

    async def keep_queue(self) -> None:
        """Write the part that was read to disk where the profile says so, if it is another now.

        Raises:
            StoreError: the disk refused; what was kept before stays.
        """
        cache, profile, queue = self.incident_cache, self.profile, self._queue
        if cache is None or profile is None:
            return
        if profile.cache is not CachePlace.DISK:
            # It may have been set back by hand, in the configuration.
            await asyncio.to_thread(cache.forget, profile.name)
            return
        rest = queue.at_rest if queue else None
        if queue is None or rest is None or rest is self._written:
            return
        part = await self._part(profile, queue.wanted)
        if queue is self._queue:
            before, self._written = self._written, rest
            try:
                await asyncio.to_thread(cache.save, part, rest)
            except StoreError:
                # The next reading tries again, even one that finds nothing new.
                self._written = before
                raise

    async def forget_kept_incidents(self, profile_name: str) -> int:
        """Delete what was kept on disk for a profile and tell how many files that were.

        Raises:
            StoreError: the disk refused.
        """
        cache = self.incident_cache
        return await asyncio.to_thread(cache.forget, profile_name) if cache else 0

    async def settle_kept_incidents(self, profile: Profile) -> None:
        """Leave on disk only what a profile, as it was just saved, can use.

        Raises:
            StoreError: the disk refused.
        """
        cache = self.incident_cache
        if cache is None:
            return
        try:
            if profile.cache is CachePlace.DISK:
                await asyncio.to_thread(cache.drop_left_over, profile)
            else:
                await asyncio.to_thread(cache.forget, profile.name)
        except StoreError as error:
            error.say_first(f"The profile “{profile.name}” was saved.")
            raise

    async def _part(self, profile: Profile, wanted: IncidentFilter) -> QueuePart:
        from ..core.filters import Dialect
        from ..core.kept_incidents import QueuePart
        from ..core.resources import Resource

        if profile.incidents_api is ApiChoice.AUTO:
            api = await (await self.client()).incidents.dialect()
        else:
            api = Dialect(profile.incidents_api.value)
        return QueuePart(
            profile.name,
            profile.tenant_id,
            profile.client_id,
            profile.cloud.base_url(Resource(api.value)),
            api,
            wanted,
        )


def _from_rest(rest: KeptQueue, wanted: IncidentFilter, part: QueuePart) -> FromRest | None:
    """Give what is wanted of the kept part; `None` when it is too old, or does not reach back."""
    from ..core.filters import server_filter
    from .incident_sync import QueueProgress, reaches_back

    if not reaches_back(rest.since, wanted.since):
        return None
    if wanted.since is not None and rest.complete_until < wanted.since:
        # All that changed since would be more to read than the whole part.
        return None
    found = tuple(one for one in rest.incidents if wanted.matches(one))
    local = server_filter(wanted, part.api).local
    count = len(rest.incidents)
    return FromRest(rest, QueueProgress(found, count, False, local, kept_at=rest.synced_at))
