"""The step's text, the list of steps and the checks, as content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from ...core.registration.guide_step import GuideStep, StepId
from ...core.registration.landing import LandingVerdict
from ...workflows.setup import Check
from ..credentials.steps import STATE_MARKS
from ..text import shown
from ..widgets.facts import Fact
from .marks import Mark
from .report import CheckReport, Progress

_LABEL_CELLS = 8
# Short enough for one line: it can be opened, and copied whole.
_LINK_CELLS = 56
_CHECK_CELLS = max(len(check) for check in Check) + 2
_MARK_STYLES: Mapping[Mark, str] = {
    Mark.OPEN: "$foreground-muted",
    Mark.DONE: "$success",
    Mark.FAILED: "bold $error",
}


def step_lines(marks: Mapping[StepId, Mark], current: StepId) -> list[Content]:
    """Give one line for each step: its mark, its number, its title."""
    lines = []
    for number, (step, mark) in enumerate(marks.items(), start=1):
        title = (step.value, "bold" if step is current else "")
        lines.append(Content.assemble((mark.value, _MARK_STYLES[mark]), f" {number} ", title))
    return lines


def steps_in_one_line(marks: Mapping[StepId, Mark], current: StepId) -> Content:
    """Give the same for a narrow screen: numbers with their marks, then the title."""
    parts: list[Content] = []
    for number, (step, mark) in enumerate(marks.items(), start=1):
        is_here = step is current
        sign = "▸" if is_here and mark is Mark.OPEN else mark.value
        style = "bold $accent" if is_here else _MARK_STYLES[mark]
        parts.append(Content.styled(f"{sign}{number}", style))
    return Content.assemble(Content(" ").join(parts), "   ", (current.value, "bold"))


def heading(steps: Sequence[StepId], current: StepId) -> Content:
    """Give the current step's number, of how many, and its title."""
    count = f"Step {steps.index(current) + 1} of {len(steps)}  "
    return Content.assemble((count, "$foreground-muted"), (current.value, "bold"))


def step_facts(step: GuideStep) -> list[Fact]:
    """Lay out what to do: where, the presses in their order, what to beware of."""
    facts: list[Fact] = []
    if step.path:
        facts.append((_label("Where"), shown(step.path)))
    if step.link:
        facts.append(
            (_label("Link"), shown(step.link, limit=_LINK_CELLS).stylize("$foreground-muted"))
        )
    numbered = len(step.presses) > 1
    for number, press in enumerate(step.presses, start=1):
        label = f"{number}. " if numbered else ""
        facts.append((Content(label), shown(press)))
    facts += [(Content.styled("! ", "bold $text-warning"), shown(trap)) for trap in step.traps]
    if step.formerly:
        facts.append((Content(""), shown(step.formerly).stylize("$foreground-muted")))
    return facts


def check_facts(report: CheckReport) -> list[Fact]:
    """Draw the checks: a heading, then each that ran with what it found."""
    words = report.progress.value
    if report.tenant:
        words = f"Customer's tenant {report.tenant}. {words}"
    style = {Progress.PASSED: "$success", Progress.FAILED: "bold"}.get(
        report.progress, "$foreground-muted"
    )
    facts: list[Fact] = [(Content(""), shown(words).stylize(style))]
    for check in Check:
        news = report.news.get(check)
        if news is None:
            continue
        mark = STATE_MARKS[news.state]
        # A failed check's detail repeats its error, which stands below in full.
        detail = "" if news.error is not None else news.detail
        label = Content.assemble(" ", mark, f" {check.value.ljust(_CHECK_CELLS)}")
        facts.append((label, shown(detail, limit=400).stylize("$foreground-muted")))
    return facts


def landing_facts(verdict: LandingVerdict) -> list[Fact]:
    """Say what the pasted address means, and what to do next."""
    mark = ("✓ ", "$success") if verdict.is_granted else ("✗ ", "bold $error")
    facts: list[Fact] = [(Content.assemble(mark), shown(verdict.words, limit=500))]
    if verdict.said:
        facts.append(
            (Content.styled("Entra said  ", "$text-muted"), shown(verdict.said, limit=300))
        )
    if verdict.claimed_tenant:
        tenant = Content.styled("It names    ", "$text-muted")
        facts.append((tenant, shown(verdict.claimed_tenant)))
    facts.append((Content.styled("Do  ", "bold"), shown(verdict.next_step, limit=500)))
    return facts


def _label(text: str) -> Content:
    return Content.styled(text.ljust(_LABEL_CELLS), "$text-muted")
