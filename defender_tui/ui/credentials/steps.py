"""The steps of a test as they happen, and the remedy of the first that fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from textual.content import Content

from ...core.errors import DefenderTuiError
from ...workflows.credential_test import Step, StepState, TestStep
from ..text import shown
from ..widgets.facts import Fact

STATE_MARKS: Mapping[StepState, tuple[str, str]] = {
    StepState.RUNNING: ("…", "$accent"),
    StepState.PASSED: ("✓", "$success"),
    StepState.FAILED: ("✗", "bold $error"),
}
_STEP_CELLS = max(len(step) for step in Step) + 2


class Progress(Enum):
    """How far a test is, in the words of its heading."""

    NOT_RUN = "F5 tests these values, step by step. Nothing is stored by a test."
    RUNNING = "Testing. F5 stops it."
    STOPPED = "Stopped by you. F5 tests again."
    PASSED = "All is well. ctrl+s saves."
    FAILED = "Not working yet. Mend it, then F5 tests again."
    OUTDATED = "Tested before your last change. F5 tests again."


@dataclass(frozen=True, slots=True)
class TestReport:
    """What a test has told so far."""

    __test__ = False  # pytest collects classes by name

    progress: Progress = Progress.NOT_RUN
    steps: Mapping[Step, TestStep] = field(default_factory=dict)

    def with_step(self, step: TestStep) -> TestReport:
        """Take in one step's news."""
        return TestReport(self.progress, {**self.steps, step.step: step})

    def outdated(self) -> TestReport:
        """Mark a finished report as one about other values; any other stays as it is."""
        if self.progress in (Progress.PASSED, Progress.FAILED):
            return TestReport(Progress.OUTDATED, self.steps)
        return self

    def ended(self, *, was_stopped: bool = False) -> TestReport:
        """Close the report: stopped, failed where a step failed, else passed."""
        if was_stopped:
            kept = {
                step: news
                for step, news in self.steps.items()
                if news.state is not StepState.RUNNING
            }
            return TestReport(Progress.STOPPED, kept)
        states = [news.state for news in self.steps.values()]
        is_passed = bool(states) and all(state is StepState.PASSED for state in states)
        return TestReport(Progress.PASSED if is_passed else Progress.FAILED, self.steps)

    @property
    def error(self) -> DefenderTuiError | None:
        """Why the failed step failed; `None` when none did."""
        return next((news.error for news in self.steps.values() if news.error is not None), None)


def report_facts(report: TestReport) -> list[Fact]:
    """Draw the report: a heading, then the steps in their order with what each found.

    Steps that wait for their turn show only while there is a turn to wait for.
    """
    heading = Content.styled(report.progress.value, _heading_style(report.progress))
    facts = [(Content(""), heading)]
    for step in Step:
        news = report.steps.get(step)
        if news is not None or report.progress is Progress.RUNNING:
            facts.append(_step_fact(step, news))
    return facts


def remedy_facts(error: DefenderTuiError) -> list[Fact]:
    """Say what failed, what to do about it, and the facts to report, in three paragraphs."""
    whole = Content("")
    lines = [(whole, shown(error.message, limit=500))]
    if error.hint:
        lines.append((Content.styled("Do  ", "bold"), shown(error.hint, limit=500)))
    facts = [
        Content.assemble(name, " ", shown(value, limit=300)) for name, value in error.details()
    ]
    if facts:
        lines.append((whole, Content(" · ").join(facts).stylize("$foreground-muted")))
    return lines


def _heading_style(progress: Progress) -> str:
    return {Progress.PASSED: "$success", Progress.FAILED: "bold"}.get(progress, "$foreground-muted")


def _step_fact(step: Step, news: TestStep | None) -> Fact:
    if news is None:
        return Content(""), Content.styled(f" · {step.value}", "$foreground-muted")
    mark, style = STATE_MARKS[news.state]
    # A failed step's detail repeats its error, which stands below in full.
    detail = "" if news.error is not None else news.detail
    label = Content.assemble(" ", (mark, style), f" {step.value.ljust(_STEP_CELLS)}")
    return label, shown(detail, limit=200).stylize("$foreground-muted")
