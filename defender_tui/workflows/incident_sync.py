"""The queue kept in step with the tenant: read whole once, then only what changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from ..core.errors import NotFound
from ..core.filters import Dialect, IncidentFilter, server_filter
from ..core.incidents import Incident, IncidentPage

if TYPE_CHECKING:
    from ..core.kept_incidents import KeptQueue

# A change may reach the list a little after the time that it bears, and clocks differ.
OVERLAP = timedelta(minutes=5)
_LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class QueueProgress:
    """The queue so far: what matches, how many were read, and whether more is to come.

    `read_count` counts what the API sent, `incidents` only what matches the filter; `local` names
    the parts of the filter that were applied here and not by the API. `news` holds the ids of the
    incidents that this reading found to be new or changed; empty for the first one. `total` is how
    many the API says there are, where it does. `kept_at` is set as long as nothing was read yet but
    what an earlier run kept, and when that was. `remark` is something to tell that did not hold the
    reading up.
    """

    incidents: tuple[Incident, ...]
    read_count: int
    is_complete: bool
    local: tuple[str, ...] = ()
    news: frozenset[str] = frozenset()
    total: int | None = None
    kept_at: datetime | None = None
    remark: str = ""


class IncidentApi(Protocol):
    """What is needed of `client.incidents`."""

    async def dialect(self) -> Dialect:
        """Give the API that answers."""
        ...

    def walk(self, wanted: IncidentFilter) -> AsyncIterator[IncidentPage]:
        """Give the whole of what the API finds, newest first."""
        ...

    async def get(self, incident_id: str) -> Incident:
        """Give one incident with its alerts."""
        ...


class IncidentSync:
    """One part of the queue, by its filter; times may move on between two readings.

    What was read stays when a reading fails or is stopped: the next one begins where the last
    complete one ended. `keep` gives what is kept of an incident. With `rest`, the part as an
    earlier run of the program left it, the first reading goes on from there.
    """

    def __init__(
        self,
        api: IncidentApi,
        wanted: IncidentFilter,
        keep: Callable[[Incident], Incident] = lambda incident: incident,
        rest: KeptQueue | None = None,
    ) -> None:
        self._api = api
        self._keep = keep
        self._part = _without_times(wanted)
        self._until = wanted.until
        self._held: dict[str, Incident] = {}
        self._put: dict[str, Incident] = {}
        self._complete_until: datetime | None = None
        self._since: datetime | None = None
        self._has_moved = False
        self._rest: KeptQueue | None = rest
        if rest is not None:
            self._held = {one.id: one for one in rest.incidents}
            self._complete_until, self._since = rest.complete_until, rest.since

    def fits(self, wanted: IncidentFilter) -> bool:
        """Whether this is the part that is wanted: its window may move on, but not reach back."""
        if self._part != _without_times(wanted) or self._until != wanted.until:
            return False
        return self._complete_until is None or reaches_back(self._since, wanted.since)

    @property
    def wanted(self) -> IncidentFilter:
        """The part, without times."""
        return self._part

    @property
    def at_rest(self) -> KeptQueue | None:
        """The part as it was last read whole; the same one until a reading finds another.

        `None` until one was complete, when no time is known from which to go on, and for a part
        that is wanted up to some time only.
        """
        return self._rest

    async def read(self, wanted: IncidentFilter, now: datetime) -> AsyncIterator[QueueProgress]:
        """Bring the part up to date: whole the first time, later only what was updated since.

        Raises:
            DefenderTuiError: a page could not be had; the steps before it stay good.
        """
        local = server_filter(wanted, await self._api.dialect()).local
        since, known = self._complete_until, dict(self._held)
        self._put.clear()
        # Off the loop what looks at every incident there is: a screen draws on it.
        beginning = {} if since is None else known
        reading = await asyncio.to_thread(_Reading, wanted, now, beginning, self._keep)
        if since is None:
            async for page in self._api.walk(wanted):
                reading.take(page)
                if page.has_more:
                    yield reading.progress(local)
            since = reading.beginning
        if since is not None:
            # Without the status: what has left the wanted part must be seen to leave it.
            changed = IncidentFilter(since=since - OVERLAP)
            async for page in self._api.walk(changed):
                reading.look_again(page)
        await self._follow_merged(reading)
        # Its pages may be older than what was changed while they came.
        own = {key: one for key, one in self._put.items() if key in reading.held}
        for incident in own.values():
            reading.put(incident)
        self._held = reading.held
        self._complete_until, self._since = reading.end, wanted.since
        before = known | own if known else None
        last = await asyncio.to_thread(reading.progress, local, is_complete=True, before=before)
        self._has_moved |= bool(last.news) or reading.held.keys() != known.keys()
        self._lay_to_rest(last, now)
        yield last

    def _lay_to_rest(self, last: QueueProgress, now: datetime) -> None:
        if self._complete_until is None or self._until is not None:
            # A part that ends somewhere lacks what lies behind it.
            self._rest = None
        elif self._rest is None or self._has_moved:
            from ..core.kept_incidents import KeptQueue

            self._rest = KeptQueue(last.incidents, self._since, self._complete_until, now)
            self._has_moved = False

    def put(self, incident: Incident) -> None:
        """Take over an incident that was read or changed elsewhere."""
        self._has_moved = True
        self._put[incident.id] = kept = self._keep(incident)
        if incident.id in self._held:
            self._held[incident.id] = kept

    async def _follow_merged(self, reading: _Reading) -> None:
        """Read the incidents that others were merged into, unless they are known."""
        for target in reading.merged_into():
            await self._follow(reading, target)

    async def _follow(self, reading: _Reading, target: str) -> None:
        passed: set[str] = set()
        while target not in passed and len(passed) < _LONGEST_CHAIN:
            passed.add(target)
            try:
                incident = await self._api.get(target)
            except NotFound:
                return
            reading.put(incident)
            if incident.redirect_to is None:
                return
            target = incident.redirect_to


class _Reading:
    """One reading: what is held so far, and from when on the next one has to look (`end`)."""

    def __init__(
        self,
        wanted: IncidentFilter,
        now: datetime,
        held: dict[str, Incident],
        keep: Callable[[Incident], Incident],
    ) -> None:
        # A moving window drops what has grown too old for it.
        self.end: datetime | None = None
        self.held = {key: one for key, one in held.items() if wanted.matches(one)}
        self._wanted = wanted
        self._keep = keep
        self._now = now
        self._looked_at: dict[str, Incident] = {}
        self._read_count = len(held)
        self._first: tuple[Incident, ...] | None = None
        self._total: int | None = None

    @property
    def beginning(self) -> datetime | None:
        """A time before which nothing was missed, by the server's clock; `None` if it told none."""
        return _not_after(self._now, self._first or ())

    def take(self, page: IncidentPage) -> None:
        """Take a page of the wanted part."""
        self._first = page.incidents if self._first is None else self._first
        self._total = page.total if self._total is None else self._total
        self._read_count += len(page.incidents)
        for incident in page.incidents:
            self.put(incident)

    def look_again(self, page: IncidentPage) -> None:
        """Take a page of what was updated, in the wanted part or not."""
        if not self._looked_at:
            # What is updated while further pages are read may be missed in those before.
            self.end = _not_after(self._now, [*self.held.values(), *page.incidents])
        for incident in page.incidents:
            self._read_count += incident.id not in self.held
            self._looked_at[incident.id] = self._keep(incident)
            self.put(incident)

    def put(self, incident: Incident) -> None:
        """Keep an incident if it is wanted, else let go of it; a later state is not overwritten."""
        before = self.held.get(incident.id)
        if before is not None and self._is_older(incident, before):
            return
        if self._wanted.matches(incident):
            self.held[incident.id] = self._keep(incident)
        else:
            self.held.pop(incident.id, None)

    def _is_older(self, one: Incident, other: Incident) -> bool:
        if one.last_updated is None or other.last_updated is None:
            return False
        # A time far ahead comes from a clock that went wrong: no later change would ever beat it.
        is_plausible = other.last_updated <= self._now + OVERLAP
        return is_plausible and one.last_updated < other.last_updated

    def merged_into(self) -> tuple[str, ...]:
        """Give the incidents that others were merged into and that were not seen."""
        seen = [*self.held.values(), *self._looked_at.values()]
        targets = dict.fromkeys(one.redirect_to for one in seen if one.redirect_to)
        return tuple(one for one in targets if one not in self.held and one not in self._looked_at)

    def progress(
        self,
        local: tuple[str, ...],
        *,
        is_complete: bool = False,
        before: dict[str, Incident] | None = None,
    ) -> QueueProgress:
        """Say how far it is; `before` is what an earlier reading held."""
        found = list(self.held.values())
        if is_complete:
            # Until then they are in the order of the pages, which is the same.
            found.sort(key=_creation, reverse=True)
        news: frozenset[str] = frozenset()
        if before is not None:
            news = frozenset(one.id for one in found if not _is_same(before.get(one.id), one))
        return QueueProgress(tuple(found), self._read_count, is_complete, local, news, self._total)


def reaches_back(since: datetime | None, wanted_since: datetime | None) -> bool:
    """Whether a part that goes back to `since` goes back as far as is wanted."""
    return since is None or (wanted_since is not None and wanted_since >= since)


def _without_times(wanted: IncidentFilter) -> IncidentFilter:
    return replace(wanted, since=None, until=None)


def _not_after(now: datetime, incidents: Iterable[Incident]) -> datetime | None:
    """Give the latest update, or now if that is sooner; `None` where no time is known."""
    times = [one.last_updated for one in incidents if one.last_updated is not None]
    return min(now, max(times)) if times else None


def _is_same(before: Incident | None, after: Incident) -> bool:
    return before is not None and before.last_updated == after.last_updated


def _creation(incident: Incident) -> tuple[float, str]:
    created = incident.created.timestamp() if incident.created else 0.0
    return created, incident.id.zfill(20)
