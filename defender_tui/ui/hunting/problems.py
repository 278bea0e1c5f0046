"""Which problem of a query to tell of, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.text import one_line

if TYPE_CHECKING:
    from ...kql import Diagnostic

_SIGNS = {"error": "✗", "warning": "!", "information": "i"}
_RANKS = ("error", "warning", "information")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of words, and how much it matters."""

    words: str
    severity: str


def problem_at(problems: Sequence[Diagnostic], offset: int) -> Diagnostic | None:
    """Give the gravest problem that an offset is in or right behind of."""
    here = [one for one in problems if one.start <= offset <= one.end]
    return min(here, key=lambda one: _RANKS.index(one.severity), default=None)


def problem_after(problems: Sequence[Diagnostic], offset: int) -> Diagnostic | None:
    """Give the first problem that begins behind an offset, else the first of all."""
    return next((one for one in problems if one.start > offset), problems[0] if problems else None)


def problem_words(problems: Sequence[Diagnostic], offset: int, text: str) -> Told | None:
    """Tell of the problem at the cursor, else of the gravest; `None` when there is none."""
    here = problem_at(problems, offset)
    told = here or min(problems, key=lambda one: _RANKS.index(one.severity), default=None)
    if told is None:
        return None
    where = "" if here else f"line {text.count(chr(10), 0, told.start) + 1}: "
    keys = " · F11 mends it" if here and told.fix else ""
    count = f" · F7 next of {len(problems)}" if len(problems) > 1 or not here else ""
    words = f"{_SIGNS[told.severity]} {where}{told.message}{keys}{count}"
    return Told(one_line(words), str(told.severity))
