"""What is said of a split, before it, on its way and after it stopped."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual.content import Content

from ...kql.slicing import moment_words
from ..text import shown

if TYPE_CHECKING:
    from ...kql.slicing import Refusal, Window
    from ...workflows.hunt_split import SplitProgress
    from ...workflows.hunt_waiting import Waiting
    from ...workflows.split_plan import SplitPlan

_SECONDS = len("2026-11-23T12:00:00")


def plan_words(plan: SplitPlan) -> Content:
    """Say what a split will do."""
    sources = ", ".join(
        f"{column} ({count} sources)" if count > 1 else column
        for column, count in Counter(plan.sliced.columns).items()
    )
    order = (
        "The rows are sorted by it, and stay so."
        if plan.sliced.order
        else "The rows come part by part, the oldest first."
    )
    return shown(
        "The query is run again in parts of its time. A part that meets a limit is cut in half, "
        "until each fits; then all rows are put together. None is left out, none comes twice.\n\n"
        f"Cut by   {sources}\n"
        f"Span     {_span(plan.span)}, and beyond\n"
        f"Order    {order}\n"
        "Calls    one at a time; each counts against the quota",
        lines=True,
    )


def refusal_words(refusal: Refusal, query: str) -> Content:
    """Say why a query cannot be split, and where."""
    before = query[: refusal.start]
    line, column = before.count("\n") + 1, refusal.start - (before.rfind("\n") + 1) + 1
    return shown(f"{refusal.reason}\n\nLine {line}, column {column} of the query.", lines=True)


def count_words(progress: SplitProgress) -> Content:
    """Say how far a split is."""
    calls = "1 call" if progress.calls == 1 else f"{progress.calls:,} calls"
    parts = "1 part" if progress.parts_done == 1 else f"{progress.parts_done:,} parts"
    return shown(f"{parts} done, {progress.parts_left:,} left · {calls} · {progress.rows:,} rows")


def step_words(progress: SplitProgress, waiting: Waiting | None) -> Content:
    """Say which part is on its way, or what it waits for."""
    if waiting is not None:
        return shown(f"waits {waiting.seconds:.0f} s for the quota")
    if progress.window is None:
        return shown("putting the rows together")
    return shown(f"now {_window(progress.window)}")


def bar_words(share: float, width: int) -> Content:
    """Draw how much of the time is done."""
    done = round(share * width)
    return Content.assemble(("━" * done, "$primary"), ("━" * (width - done), "$foreground 20%"))


def _span(span: Window) -> str:
    return f"{_moment(span.start)} to {_moment(span.end)}"


def _window(window: Window) -> str:
    if window.is_timeless:
        return "rows without a time"
    start = "the first row" if window.start is None else _moment(window.start)
    end = "the last row" if window.end is None else _moment(window.end)
    return f"{start} to {end}"


def _moment(ticks: int | None) -> str:
    return "" if ticks is None else moment_words(ticks)[:_SECONDS].replace("T", " ")
