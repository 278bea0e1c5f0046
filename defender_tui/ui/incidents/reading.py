"""Reading the queue in, page by page: it can be stopped, and it says how far it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.timer import Timer

from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ...core.listed_incident import listed
from ...workflows.incident_sync import QueueProgress
from ..collector import spare_collector
from ..worker import WorkFailed, run_guarded
from .queue_messages import KeepingFailed, NewsRead, PageRead, ReadingFailed
from .state import QueueState, Reading
from .wanted import Wanted

if TYPE_CHECKING:
    from ..ports import IncidentWork

_PATIENCE_S = 0.3
_WATCH_S = 60.0
_SPARED_AT_ONCE = 1000


class QueueReading(Vertical):
    """The part of the queue widget that reads; what came is in `state`.

    A list that is on the screen stays while it is read again, and when that fails or is stopped.
    """

    def __init__(self, session: IncidentWork, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._session = session
        self._wanted = Wanted()
        self.state = QueueState()
        self.news: set[str] = set()
        self._run = 0
        self._keeps_list = False
        self._is_slow = False
        self._patience: Timer | None = None
        self._watch: Timer | None = None
        self._spared_count = 0

    def incidents_changed(self, *, is_growing: bool = False) -> None:
        """Hear that other incidents are to be shown; `is_growing` while more are to come."""

    def line_changed(self) -> None:
        """Hear that only what is said about the list is another."""

    @property
    def wanted(self) -> Wanted:
        """The part of the queue that is read."""
        return self._wanted

    @property
    def is_reading(self) -> bool:
        """Whether pages are still on their way."""
        return self.state.reading is Reading.RUNNING

    @property
    def is_watching(self) -> bool:
        """Whether the queue is read again every minute."""
        return self._watch is not None

    def want(self, wanted: Wanted) -> None:
        """Read another part of the queue."""
        self._wanted = wanted
        self._spared_count = 0
        self.state = QueueState()
        self.news.clear()
        self.read()

    def forget(self) -> None:
        """Drop what was read, for it belongs to another profile; filter and order stay."""
        self._end_reading()
        self._run += 1
        self.state = QueueState()
        self.news.clear()
        self.incidents_changed()

    def keep_reading(self, *, is_wanted: bool) -> None:
        """Read the queue again every minute from now on, or do not."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if is_wanted:
            self._watch = self.set_interval(_WATCH_S, self.look_again, name="watch")
        self.line_changed()

    def look_again(self) -> None:
        """Bring the queue up to date, unless that is under way."""
        if not self.is_reading and self._session.profile is not None:
            self.read()

    def read(self, *, anew: bool = False) -> None:
        """Bring the queue up to date; with `anew` every page of it is read again."""
        self._end_reading()
        self._run += 1
        self._keeps_list = bool(self.state.incidents)
        self._spared_count = 0 if anew else self._spared_count
        self.state = replace(
            self.state, reading=Reading.RUNNING, page_count=0, read_count=0, total=None
        )
        self._is_slow = False
        self.await_slowness()
        if self._keeps_list:
            self.line_changed()
        else:
            self.incidents_changed()
        run_guarded(
            self,
            partial(self._reading, self._run, anew=anew),
            name="read the queue",
            group="queue",
            description="read the incident queue",
        )

    def await_slowness(self) -> None:
        """Say after a moment that this takes time, and what it waits for."""
        self._patience = self.set_timer(_PATIENCE_S, self._admit_slowness, name="patience")

    def stop(self) -> None:
        """Stop reading; what has come stays."""
        self._end_reading()
        self.state = replace(self.state, reading=Reading.STOPPED)
        self.incidents_changed()

    def renew(self, incident: Incident) -> None:
        """Put what is known now of an incident in the place of what the list knew."""
        kept = listed(incident)
        incidents = tuple(kept if one.id == incident.id else one for one in self.state.incidents)
        self.state = replace(self.state, incidents=incidents)
        self.incidents_changed()

    async def _reading(self, run: int, *, anew: bool) -> None:
        wanted = self._wanted.as_filter(self._session.now())
        try:
            async for progress in self._session.load_queue(wanted, anew=anew, listed=True):
                self.post_message(PageRead(run, progress))
        except DefenderTuiError as error:
            self.post_message(ReadingFailed(run, error))

    def _end_reading(self) -> None:
        self.workers.cancel_group(self, "queue")
        if self._patience is not None:
            self._patience.stop()

    def _admit_slowness(self) -> None:
        self._is_slow = True
        self.line_changed()

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        if event.run != self._run or not self.is_reading:
            event.stop()
            return
        progress = event.progress
        if progress.remark:
            self.post_message(KeepingFailed(progress.remark))
        if progress.kept_at is not None:
            self._take_kept(progress)
            return
        is_new = progress.is_complete or not self._keeps_list
        self.state = replace(
            self.state,
            incidents=progress.incidents if is_new else self.state.incidents,
            reading=Reading.COMPLETE if progress.is_complete else Reading.RUNNING,
            page_count=self.state.page_count + 1,
            read_count=progress.read_count,
            local=progress.local,
            total=progress.total,
            synced_at=self._session.now() if progress.is_complete else self.state.synced_at,
            is_kept=self.state.is_kept and not progress.is_complete,
        )
        self._spare_collector(len(progress.incidents))
        if progress.is_complete:
            self._end_reading()
            if progress.news:
                self.news |= progress.news
                fresh = (one for one in progress.incidents if one.id in progress.news)
                self.post_message(NewsRead(tuple(fresh)))
            self._keep()
        if is_new:
            self.incidents_changed(is_growing=not progress.is_complete)
        else:
            self.line_changed()

    def _take_kept(self, progress: QueueProgress) -> None:
        """Show what an earlier run kept on disk, until what changed since is read."""
        if self._keeps_list and not self.state.is_kept:
            return
        self._keeps_list = True
        self.state = replace(
            self.state,
            incidents=progress.incidents,
            local=progress.local,
            synced_at=progress.kept_at,
            is_kept=True,
        )
        self._spare_collector(len(progress.incidents))
        self.incidents_changed(is_growing=True)

    def _keep(self) -> None:
        """Have what was read written to disk, where the profile says so."""
        run_guarded(
            self,
            self._keeping,
            name="keep the queue",
            group="kept queue",
            description="write the incident queue to disk",
        )

    async def _keeping(self) -> None:
        try:
            await self._session.keep_queue()
        except DefenderTuiError as error:
            self.post_message(KeepingFailed(f"{error.message} {error.hint}"))

    def _spare_collector(self, count: int) -> None:
        """Spare it the search through a queue that has grown long."""
        if count - self._spared_count >= _SPARED_AT_ONCE:
            spare_collector()
            self._spared_count = count

    @on(ReadingFailed)
    def _reading_failed(self, event: ReadingFailed) -> None:
        if event.run != self._run or not self.is_reading:
            event.stop()
            return
        self._broke_off()

    @on(WorkFailed)
    def _work_failed(self) -> None:
        """Show that reading ended; the screen tells why."""
        self._broke_off()

    def _broke_off(self) -> None:
        self._end_reading()
        self.state = replace(self.state, reading=Reading.FAILED)
        self.incidents_changed()
