"""One hunt from the session to its rows on stdout or in a file."""

from __future__ import annotations

import asyncio
import importlib
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from ..core.profiles import ApiChoice
from ..workflows.hunt import HuntOutcome
from ..workflows.session import Session
from .embedded import EmbeddedSandbox
from .hunt_rows import give_rows
from .opening import opened_session
from .streams import note


def run_hunt(
    arguments: Namespace, query: str, output: Path | None, sandbox: EmbeddedSandbox | None
) -> None:
    """Run the query, in the sandbox if there is one, and print its rows or write them to a file.

    Raises:
        QueryInvalid: the service refused it.
        DefenderTuiError: it could not be run.
    """
    if sandbox is not None:
        # What reads and prints the answer is imported while the sandbox starts.
        for module in ("defender_tui.results.ingest", "rich.table"):
            importlib.import_module(module)
    asyncio.run(_run(arguments, query, output, sandbox))


async def _run(
    arguments: Namespace, query: str, output: Path | None, sandbox: EmbeddedSandbox | None
) -> None:
    async with opened_session(arguments, sandbox) as session:
        await _choose_api(session, arguments.api)
        outcome = await _answer(session, arguments, query)
        try:
            await asyncio.to_thread(give_rows, outcome, output, arguments)
        finally:
            await asyncio.to_thread(outcome.table.close)
    _say_what_is_not_whole(outcome)


async def _answer(session: Session, arguments: Namespace, query: str) -> HuntOutcome:
    if arguments.split:
        from .hunt_split import split_hunt

        return await split_hunt(session, query, arguments.timespan)
    return await session.hunt(query, timespan=arguments.timespan)


async def _choose_api(session: Session, api: str | None) -> None:
    if api is not None and session.profile is not None:
        await session.switch_to(replace(session.profile, hunting_api=ApiChoice(api)))


def _say_what_is_not_whole(outcome: HuntOutcome) -> None:
    if outcome.reached_limit:
        count = outcome.table.row_count
        note(f"CUT at the API's limit of {count:,} rows: narrow the query, or add --split.")
    for caveat in outcome.adapted:
        note(f"Not exact in the sandbox: {caveat}")
