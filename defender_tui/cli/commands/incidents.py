"""`defender-tui incidents`: list the queue, or follow it."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from datetime import datetime, timedelta

from ...core.filters import IncidentFilter
from ...core.incidents import Incident
from ...workflows.session import Session
from ..incident_lines import print_incidents
from ..opening import opened_session
from ..streams import note
from ..watching import watch

NOBODY = "nobody"


def run(arguments: Namespace) -> int:
    """List the wanted incidents; with --watch go on until interrupted.

    Raises:
        DefenderTuiError: the list could not be had.
    """
    return asyncio.run(_run(arguments))


async def _run(arguments: Namespace) -> int:
    async with opened_session(arguments) as session:
        wanted = _filter(arguments, session.now())
        if arguments.watch:
            await watch(session, wanted, arguments.format)
        else:
            await _list(session, wanted, arguments)
    return 0


def _filter(arguments: Namespace, now: datetime) -> IncidentFilter:
    since = now - arguments.since if isinstance(arguments.since, timedelta) else arguments.since
    owner: str | None = arguments.assigned_to
    is_nobody = owner is not None and owner.casefold() == NOBODY
    return IncidentFilter(
        statuses=arguments.status or frozenset(),
        severities=arguments.severity or frozenset(),
        assigned_to=None if is_nobody else owner,
        unassigned=is_nobody,
        since=since,
    )


async def _list(session: Session, wanted: IncidentFilter, arguments: Namespace) -> None:
    limit: int | None = arguments.limit
    found: tuple[Incident, ...] = ()
    has_more = False
    async for step in session.load_queue(wanted):
        found = step.incidents
        has_more = not step.is_complete
        if limit is not None and len(found) >= limit:
            break
    shown = found[:limit]
    await asyncio.to_thread(print_incidents, shown, arguments.format)
    if limit is not None and (has_more or len(found) > limit):
        note(f"The first {len(shown)}; there may be more (--limit {limit}).")
    elif not shown and arguments.format == "table":
        note("No incident matches.")
