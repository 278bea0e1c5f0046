"""`defender-tui hunt`: run a query and print or save its rows."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from ...core.profiles import ApiChoice
from ...workflows.hunt import HuntOutcome
from ...workflows.session import Session
from ..failure import UsageError
from ..hunt_rows import SUFFIXES, print_rows, save_rows
from ..opening import opened_session
from ..reading import STDIN, read_text
from ..streams import note


def run(arguments: Namespace) -> int:
    """Run the query; its rows go to stdout, or to the file after -o.

    Raises:
        UsageError: there is no query, or more than one.
        QueryInvalid: the service refused it.
        DefenderTuiError: it could not be run.
    """
    query = _query(arguments)
    output = _output_file(arguments.output)
    return asyncio.run(_run(arguments, query, output))


async def _run(arguments: Namespace, query: str, output: Path | None) -> int:
    async with opened_session(arguments) as session:
        await _choose_api(session, arguments.api)
        outcome = await session.hunt(query, timespan=arguments.timespan)
        try:
            if output is None:
                await asyncio.to_thread(print_rows, outcome.table, arguments.format)
            else:
                await asyncio.to_thread(save_rows, outcome.table, output)
        finally:
            await asyncio.to_thread(outcome.table.close)
    _say_what_is_not_whole(outcome)
    return 0


def _query(arguments: Namespace) -> str:
    named: str | None = arguments.query
    if named is not None and arguments.file is not None:
        raise UsageError("There are two queries.", hint="Give either QUERY or -f FILE.")
    if arguments.file is not None:
        return read_text(arguments.file)
    if named is None:
        raise UsageError(
            "There is no query to run.", hint="Give it as QUERY, with -f FILE, or - for stdin."
        )
    return read_text(STDIN) if named == STDIN else named


def _output_file(name: str | None) -> Path | None:
    if name is None:
        return None
    file = Path(name)
    if file.suffix.casefold() not in SUFFIXES:
        raise UsageError(
            f"What to write into {file} is not clear.",
            hint=f"Let the name end in {', '.join(SUFFIXES)}.",
        )
    return file


async def _choose_api(session: Session, api: str | None) -> None:
    if api is not None and session.profile is not None:
        await session.switch_to(replace(session.profile, hunting_api=ApiChoice(api)))


def _say_what_is_not_whole(outcome: HuntOutcome) -> None:
    if outcome.reached_limit:
        note(f"CUT at the API's limit of {outcome.table.row_count:,} rows: narrow the query.")
    for caveat in outcome.adapted:
        note(f"Not exact in the sandbox: {caveat}")
