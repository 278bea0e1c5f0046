from __future__ import annotations

import pytest

from defender_tui.core.words import DETERMINATIONS
from defender_tui.ui.incidents.status_steps import place_of, status_steps


def test_every_step_is_a_change_that_can_be_made_and_has_its_own_words() -> None:
    steps = status_steps()
    for step in steps:
        step.change.check()
    assert len(steps) == len({step.words for step in steps})
    verdicts = [step for step in steps if " · " in step.words]
    assert len(verdicts) == sum(map(len, DETERMINATIONS.values())) + 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("active", "Active"),
        ("inProgress", "In progress"),
        ("resolved", "Resolved · verdict as it is"),
        ("somethingNew", "Active"),
        (None, "Active"),
    ],
)
def test_the_step_marked_at_first_keeps_what_is(status: str | None, words: str) -> None:
    steps = status_steps()
    assert words == steps[place_of(status, steps)].words
