"""The whole queue, page by page, with nothing lost while it changes under the reader.

Pages that are counted off from the top lose an incident whenever another one leaves the list
between two of them. So the next page is asked for by time: created not after the oldest incident so
far. The moment of creation never changes, hence no incident moves from one page to another.
Where more of one moment than a page holds are counted off, each page begins with the end of the one
before: when it does not, incidents have left the list meanwhile, and the count goes back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..core.errors import ProtocolError, ServerFault
from ..core.filters import IncidentFilter
from ..core.incidents import Incident, IncidentPage

# The services count in tenths of a microsecond, which are cut off here: up to the next whole one
# an incident may have been created at the same moment as the last one seen.
_TICK = timedelta(microseconds=1)
# So many are on a screen; they come sooner without those below.
_FIRST_PAGE = 20
# Expanding the alerts of a full page is too much for large tenants: smaller pages come first.
_LEAST_PAGE = 10
# So many of the page before begin the next one that is counted off.
_OVERLAP = 3
_MOST_WITHOUT_NEWS = 20


@dataclass(frozen=True, slots=True)
class PageWanted:
    """One page to ask for: `skip` counts within what `wanted` finds, newest first."""

    wanted: IncidentFilter
    skip: int
    size: int


@dataclass(frozen=True, slots=True)
class PageFound:
    """The answer: as many incidents as were asked for, or all that are left."""

    incidents: tuple[Incident, ...]
    is_last: bool
    total: int | None = None


AskPage = Callable[[PageWanted], Awaitable[PageFound]]


async def walk(ask: AskPage, wanted: IncidentFilter, page_size: int) -> AsyncIterator[IncidentPage]:
    """Give every incident that is wanted, newest first, each once.

    The first page is a small one. A page that the server fails to make is asked for in half the
    size, down to ten, and so are those after a full one.

    Raises:
        ProtocolError: more incidents share one moment of creation than the API counts off.
        DefenderTuiError: a page could not be had; pages given before stay good.
    """
    at = PageWanted(wanted, 0, min(_FIRST_PAGE, page_size))
    seen: set[str] = set()
    without_news = 0
    total: int | None = None
    while True:
        try:
            found = await ask(at)
        except ServerFault:
            if at.size <= _LEAST_PAGE:
                raise
            smaller = max(_LEAST_PAGE, at.size // 2)
            # A first page that failed says nothing yet of those after it.
            page_size = smaller if at.size == page_size else page_size
            at = replace(at, size=smaller)
            continue
        is_joined = any(one.id in seen for one in found.incidents[:1])
        is_behind_a_gap = at.skip > 0 and not is_joined
        fresh = tuple({one.id: one for one in found.incidents if one.id not in seen}.values())
        seen.update(one.id for one in fresh)
        total = found.total if total is None else total
        yield IncidentPage(fresh, is_behind_a_gap or not found.is_last, total)
        if is_behind_a_gap:
            at = replace(at, skip=max(0, at.skip - at.size))
            continue
        if found.is_last:
            return
        without_news = 0 if fresh else without_news + 1
        # After others left, a page that was counted off may hold nothing new; not page after page.
        is_circle = without_news > (_MOST_WITHOUT_NEWS if at.skip else 0)
        at = replace(_next(at, found.incidents, is_circle=is_circle), size=page_size)


def _next(at: PageWanted, incidents: Sequence[Incident], *, is_circle: bool) -> PageWanted:
    """Choose the page after one: by time where the times allow it, else by counting on."""
    if not incidents:
        raise ProtocolError(
            "Could not list incidents to the end: a page came empty though more should follow.",
            hint="The list is incomplete. Refresh.",
        )
    before = _oldest(incidents)
    if before is not None and before != at.wanted.created_before:
        return replace(at, wanted=replace(at.wanted, created_before=before), skip=0)
    if is_circle and (before is None or at.skip):
        raise ProtocolError(
            "Could not list incidents to the end: the pages lead in a circle.",
            hint="The list is incomplete. Narrow the filter, then refresh.",
        )
    return replace(at, skip=at.skip + max(1, len(incidents) - _OVERLAP))


def _oldest(incidents: Sequence[Incident]) -> datetime | None:
    """Give the time that bounds the rest; `None` when the page is not in the order of creation."""
    times = [one.created for one in incidents]
    known = [one for one in times if one is not None]
    if len(known) < len(times) or known != sorted(known, reverse=True):
        return None
    return known[-1] + _TICK
