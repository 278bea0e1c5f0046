"""The words of the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from ...core.hunt_record import HuntRecord, RunState
from ..text import absolute, ago, duration, shown
from ..widgets.grid import GridColumn

COLUMNS = (
    GridColumn("when", "When", width=10),
    GridColumn("state", "State", width=9),
    GridColumn("rows", "Rows", width=8, align="right", priority=1),
    GridColumn("took", "Took", width=7, align="right", priority=3),
    GridColumn("target", "API", width=5, priority=4),
    GridColumn("tenant", "Tenant", width=16, priority=5),
    GridColumn("query", "Query", min_width=20, flexible=True),
)
_TARGETS = {"graph": "Graph", "xdr": "XDR", "local": "local"}
_STATES = {
    RunState.DONE: ("done", ""),
    RunState.FAILED: ("failed", "bold $text-error"),
    RunState.THROTTLED: ("throttled", "bold $text-warning"),
    RunState.STOPPED: ("stopped", "$text-muted"),
}
_FIRST_LINE_CELLS = 120


def run_cells(record: HuntRecord, now: datetime) -> Sequence[Content]:
    """Give a run's cells, one for each of `COLUMNS`."""
    word, style = _STATES[record.state]
    cut = "+" if record.is_cut else ""
    rows = Content(f"{record.rows:,}{cut}") if record.rows is not None else Content("")
    return (
        Content.styled(ago(record.started, now).removesuffix(" ago"), "$text-muted"),
        Content.styled(word, style),
        rows.stylize("bold $text-warning") if record.is_cut else rows,
        Content(_took(record.elapsed_s)),
        shown(_TARGETS.get(record.target, record.target), limit=5),
        shown(record.tenant, limit=16),
        shown(first_line(record.query), limit=_FIRST_LINE_CELLS),
    )


def run_facts(record: HuntRecord) -> list[Content]:
    """Give what is known of a run besides its query, an error last."""
    target = _TARGETS.get(record.target, record.target)
    facts = [
        shown(f"{absolute(record.started)} · {target}"),
        shown(f"{record.tenant} · profile {record.profile}") if record.profile else Content(""),
        shown(f"range {record.timespan}") if record.timespan else Content(""),
        Content.styled("CUT at the API's limit", "$text-warning") if record.is_cut else Content(""),
        shown(record.error, limit=600).stylize("$text-error"),
    ]
    return [fact for fact in facts if fact]


def first_line(query: str) -> str:
    """Give the first line of a query that is no comment; a comment where there is nothing else."""
    lines = [line.strip() for line in query.splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith("//")), lines[0] if lines else "")


def _took(elapsed_s: float | None) -> str:
    if elapsed_s is None:
        return ""
    return f"{elapsed_s:.1f} s" if elapsed_s < 100 else duration(elapsed_s)
