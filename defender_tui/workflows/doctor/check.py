"""One thing that was looked at, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...core.errors import DefenderTuiError


class State(StrEnum):
    """How a check ended."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it ended, what was found, what to do next.

    `found` may hold a server's words. `next_step` is empty where there is nothing to do. `error`
    is the failure behind it, if there was one, for those who show its facts their own way.
    """

    name: str
    state: State
    found: str
    next_step: str = ""
    error: DefenderTuiError | None = None


def passed(name: str, found: str) -> Check:
    """Give a line that is well."""
    return Check(name, State.PASS, found)


def warned(name: str, found: str, next_step: str) -> Check:
    """Give a line that works and will not for long, or not for all."""
    return Check(name, State.WARN, found, next_step)


def failed(name: str, found: str, next_step: str) -> Check:
    """Give a line that keeps the program from working."""
    return Check(name, State.FAIL, found, next_step)


def skipped(name: str, found: str) -> Check:
    """Give a line that could not be looked at, or need not be; `found` says why."""
    return Check(name, State.SKIPPED, found)


def broken(name: str, error: DefenderTuiError) -> Check:
    """Give the line of a failure, with the facts that its other tellers show."""
    facts = [f"{label} {value}" for label, value in error.details() if value not in error.message]
    found = f"{error.message} ({'; '.join(facts)})" if facts else error.message
    return Check(name, State.FAIL, found, error.hint, error)
