"""Following the incident queue: a line for whatever is new or changed, as it happens."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol

from ..core.errors import NetworkError, ServerFault, Throttled
from ..core.filters import IncidentFilter
from ..core.incidents import Incident
from ..core.json_form import as_json, json_text
from ..core.text import one_line
from ..core.wording import in_words
from ..workflows.incident_sync import QueueProgress
from .incident_lines import print_incidents
from .streams import note

POLL_S = 60.0
# What may be over by the next look.
_PASSING = (NetworkError, ServerFault, Throttled)


class Queue(Protocol):
    """The part of a session that can be watched."""

    def load_queue(self, wanted: IncidentFilter) -> AsyncIterator[QueueProgress]:
        """Bring the wanted incidents up to date; the last step tells what is new."""
        ...


async def watch(
    queue: Queue,
    wanted: IncidentFilter,
    form: str,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Print the wanted incidents, then for ever those that appear or change, a line for each.

    JSON comes as one object a line, CSV with one header. Each look asks only for what was updated
    since the last one. A look that fails for a passing reason is told and made again.

    Raises:
        DefenderTuiError: the first look failed, or a later one for a reason that stays.
    """
    note(f"Watching, one look every {POLL_S:.0f} s. Ctrl-C stops.")
    known: set[str] | None = None
    while True:
        try:
            last = await _look(queue, wanted)
        except _PASSING as error:
            if known is None:
                raise
            note(f"{error.message} The next look is in {POLL_S:.0f} s.")
        else:
            fresh = _news(last, is_first=known is None)
            if fresh:
                words = [_word(incident, known) for incident in fresh]
                await asyncio.to_thread(_print, fresh, words, form, goes_on=bool(known))
            known = (known or set()) | {incident.id for incident in fresh}
        await sleep(POLL_S)


async def _look(queue: Queue, wanted: IncidentFilter) -> QueueProgress | None:
    last = None
    async for step in queue.load_queue(wanted):
        last = step
    return last


def _news(last: QueueProgress | None, *, is_first: bool) -> Sequence[Incident]:
    """Give what to print of a complete reading, the oldest update last printed first."""
    if last is None:
        return ()
    if is_first:
        return last.incidents
    fresh = [incident for incident in last.incidents if incident.id in last.news]
    return sorted(fresh, key=_updated)


def _updated(incident: Incident) -> float:
    return incident.last_updated.timestamp() if incident.last_updated else 0.0


def _word(incident: Incident, known: set[str] | None) -> str:
    if known is None:
        return "listed"
    return "changed" if incident.id in known else "new"


def _print(fresh: Sequence[Incident], words: Sequence[str], form: str, *, goes_on: bool) -> None:
    if form == "json":
        for incident in fresh:
            print(json_text(as_json(incident), indent=None))
    elif form == "csv":
        print_incidents(fresh, form, goes_on=goes_on)
    else:
        for incident, word in zip(fresh, words, strict=True):
            print(_line(incident, word))
    # Whoever reads along in a pipe is not to wait for a full buffer.
    sys.stdout.flush()


def _line(incident: Incident, word: str) -> str:
    """Give one incident as one safe line, its parts aligned as far as they are short."""
    at = incident.last_updated
    parts = (
        f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else " " * 23,
        f"{word:<7}",
        f"{in_words(incident.severity):<13}",
        incident.id,
        f"{in_words(incident.status):<11}",
        incident.assigned_to or "nobody",
        incident.title or "",
    )
    return one_line("  ".join(parts)).rstrip()
