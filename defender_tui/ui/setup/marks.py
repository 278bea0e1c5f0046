"""How each step of the registration stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ...core.registration.guide_step import StepId
from ...core.registration.landing import LandingVerdict
from ...workflows.credential_test import StepState
from ...workflows.setup import Check
from .report import CheckReport, Progress

# Which checks tell whether a step was done right.
_TOLD_BY: Mapping[StepId, tuple[Check, ...]] = {
    StepId.IDS: (Check.TENANT, Check.APP),
    StepId.PERMISSIONS: (Check.ROLES,),
    StepId.CONSENT: (Check.ROLES,),
    StepId.PROOF: (Check.PROOF,),
    StepId.CHECK: tuple(Check),
}


class Mark(Enum):
    """What stands before a step in the list."""

    OPEN = "·"
    DONE = "✓"
    FAILED = "✗"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: the step in front, and all that were in front once."""

    current: StepId = StepId.CHOOSE
    visited: frozenset[StepId] = frozenset({StepId.CHOOSE})

    def at(self, step: StepId) -> Place:
        """Go to a step."""
        return Place(step, self.visited | {step})


def mark_of(
    step: StepId, place: Place, report: CheckReport, landing: LandingVerdict | None
) -> Mark:
    """Give a step's mark; what no check can tell counts as done once it is left behind."""
    if step is StepId.PARTNER:
        if landing is None:
            return Mark.OPEN
        return Mark.DONE if landing.is_granted else Mark.FAILED
    if step not in _TOLD_BY:
        has_gone_on = step in place.visited and step is not place.current
        return Mark.DONE if has_gone_on else Mark.OPEN
    if report.tenant or report.progress is Progress.OUTDATED:
        return Mark.OPEN
    states = [report.news[one].state for one in _TOLD_BY[step] if one in report.news]
    if StepState.FAILED in states:
        return Mark.FAILED
    is_whole = len(states) == len(_TOLD_BY[step])
    is_done = is_whole and all(state is StepState.PASSED for state in states)
    return Mark.DONE if is_done else Mark.OPEN
