"""The status line's words."""

from __future__ import annotations

from textual.content import Content

from ...workflows.hunt import HuntOutcome
from ..text import shown


def answer_words(outcome: HuntOutcome) -> Content:
    """Say how many rows came, how fast, and whether that is all."""
    rows = outcome.table.row_count
    if not rows:
        facts = ["0 rows", _seconds(outcome.elapsed_s), "found nothing"]
    elif outcome.reached_limit:
        facts = [f"{rows:,} rows", "CUT AT THE API'S LIMIT", _seconds(outcome.elapsed_s)]
    else:
        unit = "row" if rows == 1 else "rows"
        facts = [f"{rows:,} {unit}", _seconds(outcome.elapsed_s), "complete"]
    if uncast := outcome.table.uncast_count:
        facts.append(f"{uncast:,} values not of their column's type, shown as they came")
    if repaired := outcome.table.repaired_count:
        facts.append(f"{repaired:,} broken characters replaced")
    if outcome.adapted:
        facts.append("not exact")
    return shown(" · ".join(facts))


def caveat_words(outcome: HuntOutcome) -> Content:
    """Say what an answer of the sandbox rests on that a tenant would know; empty when exact."""
    if not outcome.adapted:
        return Content("")
    return shown("In a tenant this may differ: " + " ".join(outcome.adapted), limit=600)


def running_words(elapsed_s: float) -> Content:
    """Say how long a run has lasted and how to end it."""
    return Content(f"running {elapsed_s:.0f} s · F5 stops")


def stopped_words(elapsed_s: float) -> Content:
    """Say what stopping did and what it cannot do."""
    return Content(
        f"stopped after {_seconds(elapsed_s)} · connection dropped; the service may still finish"
    )


def failed_words(elapsed_s: float, *, has_rows: bool) -> Content:
    """Say that a run came to nothing, and whose rows are still shown."""
    words = f"failed after {_seconds(elapsed_s)}"
    return Content(words + " · the rows are those of the run before" if has_rows else words)


def _seconds(elapsed_s: float) -> str:
    return f"{elapsed_s:.1f} s" if elapsed_s < 100 else f"{elapsed_s:,.0f} s"
