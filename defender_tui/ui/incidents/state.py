"""How far the reading of the queue has come, and the line that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from textual.content import Content

from ...core.incidents import Incident
from ...core.resources import Resource
from ..text import shown
from .wanted import Wanted
from .words import counted


class Reading(Enum):
    """Where the reading of the queue stands."""

    NOT_BEGUN = "not begun"
    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue as read: what matches, how many the API sent in how many pages, and when.

    `local` names the parts of the filter that were applied here, `total` is how many the API says
    there are to read. While a queue that is already on the screen is brought up to date,
    `incidents` stays as it was until the reading is complete. `is_kept` tells that it is still the
    one that an earlier run of the program kept on disk.
    """

    incidents: tuple[Incident, ...] = ()
    reading: Reading = Reading.NOT_BEGUN
    page_count: int = 0
    read_count: int = 0
    local: tuple[str, ...] = ()
    total: int | None = None
    synced_at: datetime | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What else there is to say of the list on the screen.

    `found_count` is what the search leaves, `chosen_count` how many are marked for a change,
    `news_count` how many are new or changed and were not looked at, `set_name` the kept filter that
    is in force; empty for none. `waiting` says that a call waits before it goes, and for what.
    """

    search: str = ""
    found_count: int = 0
    chosen_count: int = 0
    news_count: int = 0
    set_name: str = ""
    is_watching: bool = False
    is_slow: bool = False
    waiting: str = ""


def summary_text(state: QueueState, wanted: Wanted, facts: ListFacts) -> Content:
    """Say how many of how many are shown, and what was asked for."""
    total = len(state.incidents)
    count = counted(total, "incident")
    search, found_count = facts.search, facts.found_count
    if search:
        count = f"{found_count:,} of {count}"
    elif state.local and state.read_count != total:
        count = f"{total:,} of {counted(state.read_count, 'incident')} read"
    parts = [Content.styled(count, "bold")]
    if facts.chosen_count:
        parts.append(Content.styled(f"{facts.chosen_count:,} marked", "bold $text-success"))
    if facts.set_name:
        parts.append(shown(facts.set_name, limit=30).stylize("$text-accent"))
    parts.append(shown(wanted.words, limit=120))
    if search:
        parts.append(Content.assemble("“", shown(search, limit=30), "”"))
    if state.local:
        note = f"{' and '.join(state.local)} filtered here"
        parts.append(Content.styled(note, "$text-warning"))
    return Content(" · ").join(parts)


def progress_text(state: QueueState, facts: ListFacts) -> Content:
    """Say how current and how complete the list is, and which key goes on."""
    read = f"{state.read_count:,} read"
    if state.total is not None and state.reading is not Reading.COMPLETE:
        read = f"{state.read_count:,} of {state.total:,} read"
    synced = f"{state.synced_at:%H:%M:%S}" if state.synced_at else ""
    if state.is_kept and state.synced_at:
        synced = f"{state.synced_at:%d %b %H:%M}"
    if facts.waiting and state.reading in (Reading.RUNNING, Reading.COMPLETE):
        kept = f"kept {synced} · " if state.is_kept else ""
        stop = " · F5 stops" if state.reading is Reading.RUNNING else ""
        return shown(f"{kept}{facts.waiting}{stop}", limit=120).stylize("$text-warning")
    if state.reading is Reading.RUNNING:
        if state.is_kept:
            return Content.styled(f"kept {synced} · catching up · F5 stops", "$text-warning")
        if not facts.is_slow:
            return Content.styled(f"synced {synced}" if synced else "", "$text-muted")
        page = f"page {state.page_count + 1}"
        return Content.styled(f"reading {page} · {read} · F5 stops", "$text-warning")
    if state.reading is Reading.STOPPED:
        words = "stopped" if state.is_kept else f"stopped after page {state.page_count} · {read}"
        return Content.styled(f"{words}{_from(synced)} · F5 reads again", "$text-warning")
    if state.reading is Reading.FAILED:
        place = f" after page {state.page_count}" if state.page_count else ""
        return Content.styled(f"failed{place}{_from(synced)} · F5 tries again", "$text-error")
    if state.reading is Reading.COMPLETE:
        # Without seconds, so that eighty cells hold the usual filter beside it.
        at = f"{state.synced_at:%H:%M}" if state.synced_at else ""
        parts = [Content.styled(f"synced {at}", "$text-muted")]
        if facts.news_count:
            parts.append(Content.styled(f"{facts.news_count:,} new", "bold $text-accent"))
        end = "watching" if facts.is_watching else "all pages"
        return Content(" · ").join([*parts, Content.styled(end, "$text-muted")])
    return Content("")


def empty_text(
    state: QueueState, wanted: Wanted, *, search: str, api: Resource, is_slow: bool
) -> Content:
    """Say why the list is empty and which key helps; nothing while that may change at once."""
    if state.incidents and search:
        return Content.assemble("Nothing found for “", shown(search, limit=40), "”. Esc drops it.")
    if state.reading is Reading.RUNNING:
        words = f"Reading incidents from {api.label} … F5 stops." if is_slow else ""
        return Content(words)
    if state.reading is Reading.COMPLETE:
        chosen = shown(wanted.words, limit=200)
        return Content.assemble("Nothing matches: ", chosen, ". f changes the filter.")
    if state.reading is Reading.STOPPED:
        return Content("Stopped before anything came. F5 reads again.")
    if state.reading is Reading.FAILED:
        return Content("Nothing could be read. F5 tries again.")
    return Content("Waiting for a profile. F2 goes to Credentials." if is_slow else "")


def _from(synced: str) -> str:
    return f" · list of {synced}" if synced else ""
