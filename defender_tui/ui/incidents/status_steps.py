"""The statuses an incident can be set to; resolving takes the verdict with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.changes import SETTABLE_STATUSES, IncidentChange
from ...core.wording import in_words
from ...core.words import DETERMINATIONS, Classification, IncidentStatus

SHORT_CLASSIFICATIONS = {
    Classification.TRUE_POSITIVE: "true positive",
    Classification.EXPECTED_ACTIVITY: "expected activity",
    Classification.FALSE_POSITIVE: "false positive",
}


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A line to choose, and the change it stands for."""

    words: str
    change: IncidentChange


def status_steps() -> list[StatusStep]:
    """Give every status and verdict that can be chosen, with the change each one makes."""
    steps = [
        StatusStep(in_words(status), IncidentChange(status=status))
        for status in SETTABLE_STATUSES
        if status is not IncidentStatus.RESOLVED
    ]
    resolved = in_words(IncidentStatus.RESOLVED)
    for classification, determinations in DETERMINATIONS.items():
        for word in determinations:
            change = IncidentChange(
                status=IncidentStatus.RESOLVED, classification=classification, determination=word
            )
            words = (
                f"{resolved} · {SHORT_CLASSIFICATIONS[classification]} · {in_words(word).lower()}"
            )
            steps.append(StatusStep(words, change))
    as_it_is = IncidentChange(status=IncidentStatus.RESOLVED)
    return [*steps, StatusStep(f"{resolved} · verdict as it is", as_it_is)]


def place_of(status: str | None, steps: Sequence[StatusStep]) -> int:
    """Find the step that changes nothing about a status; the first where there is none."""
    places = [place for place, step in enumerate(steps) if step.change.status == status]
    return places[-1] if places else 0
