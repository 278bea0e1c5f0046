"""Alerts as rows that unfold to their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from ....core.evidence import Evidence
from ....core.evidence_kinds import kind_words
from ....core.incidents import Alert
from ....core.wording import in_words, short_service
from ...text import ago, severity_mark, shown
from ...widgets.grid import GridColumn

COLUMNS = (
    GridColumn("severity", "Sev", width=4),
    GridColumn("title", "Alert", min_width=24, flexible=True),
    GridColumn("status", "Status", width=11, priority=2),
    GridColumn("service", "Service", width=8, priority=3),
    GridColumn("category", "Tactic", width=20, priority=4),
    GridColumn("activity", "Last activity", width=13, priority=1),
)


class AlertTree:
    """A grid's source: each alert, and below an unfolded one its evidence.

    `unfolded` holds ids of alerts; it is shared with whoever keeps it, so that a branch stays open
    when the incident is read again.
    """

    def __init__(self, alerts: Sequence[Alert], now: datetime, unfolded: set[str]) -> None:
        self._alerts = alerts
        self._now = now
        self._unfolded = unfolded
        self._rows: list[tuple[Alert, Evidence | None]] = []
        self._lay_out()

    @property
    def row_count(self) -> int:
        """How many rows are unfolded."""
        return len(self._rows)

    def alert(self, row: int) -> Alert | None:
        """Give the alert of a row, also of its evidence; `None` beyond the rows."""
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def evidence(self, row: int) -> Evidence | None:
        """Give the evidence of a row; `None` for an alert's own row and beyond the rows."""
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def turn(self, row: int, is_to_unfold: bool | None) -> int:
        """Unfold or fold the branch of a row, and give the row to go to."""
        alert = self.alert(row)
        if alert is None or not alert.evidence:
            return row
        is_unfolded = alert.id in self._unfolded
        wanted = not is_unfolded if is_to_unfold is None else is_to_unfold
        if wanted == is_unfolded:
            # A step into the branch, or out of it.
            return row if wanted else self._row_of(alert)
        if wanted:
            self._unfolded.add(alert.id)
        else:
            self._unfolded.discard(alert.id)
        self._lay_out()
        return self._row_of(alert)

    def cells(self, row: int) -> Sequence[Content]:
        """Give a row's cells in the order of `COLUMNS`."""
        alert, evidence = self._rows[row]
        return self._alert_cells(alert) if evidence is None else _evidence_cells(evidence)

    def want(self, first: int, last: int) -> None:
        """Do nothing: every row is here."""

    def _lay_out(self) -> None:
        self._rows = []
        for alert in self._alerts:
            self._rows.append((alert, None))
            if alert.id in self._unfolded:
                self._rows += [(alert, item) for item in alert.evidence]

    def _row_of(self, alert: Alert) -> int:
        return self._rows.index((alert, None))

    def _alert_cells(self, alert: Alert) -> Sequence[Content]:
        mark = ("▾ " if alert.id in self._unfolded else "▸ ") if alert.evidence else "  "
        count = f"  {len(alert.evidence):,}" if alert.evidence else ""
        return (
            severity_mark(alert.severity),
            Content.assemble(
                (mark, "$text-muted"),
                shown(alert.title or alert.id, limit=200),
                (count, "$text-muted"),
            ),
            shown(in_words(alert.status), limit=20),
            shown(short_service(alert.service or ""), limit=20),
            shown(in_words(alert.category), limit=40),
            Content(ago(alert.last_activity, self._now)),
        )


def _evidence_cells(item: Evidence) -> Sequence[Content]:
    kind = shown(kind_words(item.kind), limit=30).stylize("$text-muted")
    return (
        Content(""),
        Content.assemble("    ", kind, "  ", shown(item.label, limit=300)),
        shown(in_words(item.verdict), limit=20),
        Content(""),
        shown(", ".join(map(in_words, item.roles)), limit=60).stylize("$text-muted"),
        Content(""),
    )
