"""The guided registration in plain lines on stdout."""

from __future__ import annotations

import textwrap

from ..core.registration.guide_step import CopyValue, GuideStep
from ..core.registration.plan import RegistrationPlan
from ..core.text import many_lines, one_line
from ..workflows.credential_test import StepState
from ..workflows.setup import CheckNews

_WIDTH = 96
_LABEL_CELLS = 8
_MARKS = {StepState.PASSED: "ok", StepState.FAILED: "FAILED"}


def print_plan(plan: RegistrationPlan) -> None:
    """Print what is going to be registered."""
    print(one_line(f"An application “{plan.app_name}” · cloud {plan.cloud.title}"))


def print_step(number: int, step: GuideStep) -> None:
    """Print one step: where, what to press, what to copy and what to beware of."""
    print(f"\n{number}  {step.title}")
    _print_labelled("Where", step.path)
    _print_value("Link", step.link or "")
    for press in step.presses:
        _print_labelled("Do", press)
    for value in step.values:
        print_copy_value(value)
    for trap in step.traps:
        _print_labelled("Beware", trap)
    _print_labelled("Note", step.formerly)


def print_copy_value(value: CopyValue) -> None:
    """Print a value alone on its line, so that a click selects all of it."""
    print(f"   {'Copy':<{_LABEL_CELLS}}{one_line(value.label)}:")
    indent = " " * (3 + _LABEL_CELLS)
    print(textwrap.indent(many_lines(value.text), indent))


def print_check(news: CheckNews) -> None:
    """Print how a check ended, with what it found; nothing while it runs."""
    if news.state in _MARKS:
        detail = f" · {one_line(news.detail)}" if news.detail else ""
        print(f"   {_MARKS[news.state]:<{_LABEL_CELLS}}{news.check.value}{detail}", flush=True)


def _print_labelled(label: str, text: str) -> None:
    if text:
        first = f"   {label:<{_LABEL_CELLS}}"
        print(
            textwrap.fill(
                one_line(text),
                _WIDTH,
                initial_indent=first,
                subsequent_indent=" " * len(first),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def _print_value(label: str, text: str) -> None:
    if text:
        print(f"   {label:<{_LABEL_CELLS}}{one_line(text)}")
