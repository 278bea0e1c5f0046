"""The status line's words."""

from __future__ import annotations

import math

from textual.content import Content

from ...core.hunt_target import HuntTarget
from ...workflows.hunt import HuntOutcome
from ...workflows.hunt_waiting import Waiting, WaitReason
from ..text import shown


def answer_words(outcome: HuntOutcome) -> Content:
    """Say how many rows came, how fast, and whether that is all."""
    rows = outcome.table.row_count
    if not rows:
        facts = ["0 rows", _seconds(outcome.elapsed_s), "found nothing"]
    elif outcome.reached_limit:
        limit = "CUT HERE" if outcome.api is HuntTarget.LOCAL else "CUT AT THE API'S LIMIT"
        facts = [f"{rows:,} rows", limit, _seconds(outcome.elapsed_s)]
        if outcome.api is not HuntTarget.LOCAL:
            facts.insert(2, "x Split by time")
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
    said = "Not exact: " if outcome.api is HuntTarget.LOCAL else "In a tenant this may differ: "
    return shown(said + " ".join(outcome.adapted), limit=600)


def running_words(elapsed_s: float) -> Content:
    """Say how long a run has lasted and how to end it."""
    return Content(f"running {elapsed_s:.0f} s · F5 stops")


def waiting_words(waiting: Waiting) -> Content:
    """Say how long a run waits for its turn, why, and how to take it out of the queue."""
    left = f"waits {math.ceil(waiting.seconds)} s" if waiting.seconds > 0 else "waits"
    why = "the service asked for it"
    if waiting.reason is WaitReason.PACE:
        why = "the profile's hunts_per_minute are used up"
    line = f" · {waiting.place - 1} before it" if waiting.place > 1 else ""
    return Content(f"{left} · {why}{line} · F5 takes it out")


def taken_out_words(elapsed_s: float) -> Content:
    """Say that a run ended before its turn."""
    return Content(f"taken out of the queue after {_seconds(elapsed_s)} · it was not run")


def stopped_words(elapsed_s: float) -> Content:
    """Say what stopping did and what it cannot do."""
    return Content(
        f"stopped after {_seconds(elapsed_s)} · connection dropped; the service may still finish"
    )


def stopped_here_words(elapsed_s: float) -> Content:
    """Say that a query that went to no API was stopped."""
    return Content(f"stopped after {_seconds(elapsed_s)}")


def failed_words(elapsed_s: float, *, has_rows: bool) -> Content:
    """Say that a run came to nothing, and whose rows are still shown."""
    words = f"failed after {_seconds(elapsed_s)}"
    return Content(words + " · the rows are those of the run before" if has_rows else words)


def _seconds(elapsed_s: float) -> str:
    return f"{elapsed_s:.1f} s" if elapsed_s < 100 else f"{elapsed_s:,.0f} s"
