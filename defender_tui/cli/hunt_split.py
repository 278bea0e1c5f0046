"""`hunt --split`: a query past the caps in parts, with its progress on stderr."""

from __future__ import annotations

import sys

from ..core.errors import DefenderTuiError, NetworkError, ServerFault
from ..core.text import one_line
from ..kql.slicing import Refusal
from ..workflows.hunt import HuntOutcome
from ..workflows.hunt_split import HuntSplit, SplitProgress
from ..workflows.session import Session
from .streams import note


async def split_hunt(session: Session, query: str, timespan: str | None) -> HuntOutcome:
    """Run a query in as many parts as it takes, and put their rows together.

    A part that the network or the service fails is tried once more; what is done stays done.

    Raises:
        DefenderTuiError: the query cannot be split, or a part failed again.
    """
    plan = await session.plan_split(query, timespan=timespan)
    if isinstance(plan, Refusal):
        line, column = _place(query, plan.start)
        raise DefenderTuiError(
            f"The query cannot be split by time: line {line}, column {column}: {plan.reason}",
            hint="Run it without --split, or change that part of it.",
        )
    split = await session.start_split(plan)
    try:
        await _carry_out(session, split)
        outcome = split.outcome
        assert outcome is not None, "a split that did not fail has an outcome"
        return outcome
    finally:
        await split.close()


async def _carry_out(session: Session, split: HuntSplit) -> None:
    told: SplitProgress | None = None
    failed_at: int | None = None
    while split.outcome is None:
        try:
            async for step in session.carry_out_split(split):
                _say(step, told)
                told = step
        except (NetworkError, ServerFault) as error:
            # Without a part more since the last failure, trying again would never end.
            if failed_at == split.progress.parts_done:
                raise
            failed_at = split.progress.parts_done
            note(f"A part failed and is tried again: {error.message}")


def _say(step: SplitProgress, before: SplitProgress | None) -> None:
    if step.is_done:
        _show(
            f"{_count(step.parts_done, 'part')}, {_count(step.calls, 'call')}, {step.rows:,} rows.",
            ends=True,
        )
    elif sys.stderr.isatty() or before is None or before.parts_done != step.parts_done:
        _show(progress_words(step), ends=not sys.stderr.isatty())


def progress_words(step: SplitProgress) -> str:
    """Say how far a split is, in one line."""
    return (
        f"{_count(step.parts_done, 'part')} done, {step.parts_left} left, "
        f"{_count(step.calls, 'call')}, {step.rows:,} rows; now {step.window}"
    )


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def _show(text: str, *, ends: bool) -> None:
    if not sys.stderr.isatty():
        note(text)
        return
    # One line that is written over, as long as nothing follows it.
    sys.stderr.write(f"\r\x1b[K{one_line(text)}" + ("\n" if ends else ""))
    sys.stderr.flush()


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
