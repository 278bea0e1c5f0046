"""What doctor found, line by line for people or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from ..core.text import one_line
from ..workflows.doctor.check import Check, State
from .streams import print_json

_COLOURS = {State.PASS: 32, State.WARN: 33, State.FAIL: 31, State.SKIPPED: 90}
_STATE_WIDTH = max(len(state) for state in State)


def print_check(check: Check) -> None:
    """Print one line, and below it the next step where there is one."""
    state = f"{check.state:<{_STATE_WIDTH}}"
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        state = f"\x1b[{_COLOURS[check.state]}m{state}\x1b[0m"
    print(f"{state}  {one_line(check.name)}: {one_line(check.found)}", flush=True)
    if check.next_step:
        print(f"{'':<{_STATE_WIDTH}}  -> {one_line(check.next_step)}", flush=True)


def print_checks_as_json(checks: Iterable[Check]) -> None:
    """Print all lines as one JSON array."""
    print_json(
        [
            {
                "name": check.name,
                "state": check.state,
                "found": check.found,
                "next_step": check.next_step,
            }
            for check in checks
        ]
    )


def summary(checks: Iterable[Check]) -> str:
    """Count the lines by how they ended, in one sentence."""
    states = [check.state for check in checks]
    counts = (f"{states.count(state)} {word}" for state, word in _WORDS if state in states)
    return f"{', '.join(counts)}."


_WORDS = (
    (State.PASS, "passed"),
    (State.WARN, "to look at"),
    (State.FAIL, "failed"),
    (State.SKIPPED, "skipped"),
)
