"""`defender-tui incidents`: list the queue, or follow it."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from datetime import datetime, timedelta
from functools import partial

from ...core.filters import IncidentFilter
from ...core.incidents import Incident
from ...workflows.session import Session
from ..failure import UsageError
from ..incident_lines import print_incidents
from ..incident_output import chosen_form, put_out
from ..opening import opened_session
from ..streams import note
from ..watching import watch

NOBODY = "nobody"
FORMS = ("table", "json", "csv")


def run(arguments: Namespace) -> int:
    """List the wanted incidents; with --watch go on until interrupted.

    Raises:
        UsageError: options contradict each other.
        DefenderTuiError: the list could not be had.
    """
    return asyncio.run(_run(arguments))


async def _run(arguments: Namespace) -> int:
    _check(arguments)
    async with opened_session(arguments) as session:
        if arguments.forget:
            await _forget(session)
            return 0
        wanted = _filter(arguments, session.now())
        if arguments.as_code:
            from ..as_code import print_incidents_code

            print_incidents_code(session, arguments, wanted)
        elif arguments.watch:
            await watch(session, wanted, chosen_form(arguments, FORMS))
        else:
            await _list(session, wanted, arguments)
    return 0


def _check(arguments: Namespace) -> None:
    """Refuse what cannot be done before anything is asked of a service."""
    chosen_form(arguments, FORMS)
    if arguments.watch and arguments.output:
        raise UsageError("--watch prints on stdout only.", hint="Redirect it: --watch > FILE")
    if arguments.forget and (arguments.watch or arguments.output or arguments.as_code):
        raise UsageError("--forget lists nothing.", hint="Run it alone: incidents --forget")


async def _forget(session: Session) -> None:
    """Delete what the screens kept on disk for the profile."""
    name = session.profile.name if session.profile else ""
    count = await session.forget_kept_incidents(name)
    files = f"{count:,} file{'' if count == 1 else 's'}"
    note(f"The kept incidents of “{name}” were deleted: {files}.")


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
    form = chosen_form(arguments, FORMS)
    what = f"{len(shown):,} incident{'' if len(shown) == 1 else 's'}"
    await put_out(partial(print_incidents, shown, form), arguments.output, what)
    if limit is not None and (has_more or len(found) > limit):
        note(f"The first {len(shown)}; there may be more (--limit {limit}).")
    elif not shown and form == "table" and arguments.output is None:
        note("No incident matches.")
