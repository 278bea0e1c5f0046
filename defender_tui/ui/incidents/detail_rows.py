"""Alerts and evidence as rows of a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from textual.content import Content

from ...core.evidence import Evidence
from ...core.incidents import Alert
from ...core.wording import in_words, short_service
from ..text import ago, severity_mark, shown
from ..widgets.grid import GridColumn

ALERT_COLUMNS = (
    GridColumn("severity", "Sev", width=4),
    GridColumn("title", "Alert", min_width=24, flexible=True),
    GridColumn("status", "Status", width=11, priority=2),
    GridColumn("service", "Service", width=8, priority=3),
    GridColumn("category", "Tactic", width=20, priority=4),
    GridColumn("activity", "Last activity", width=13, priority=1),
)
EVIDENCE_COLUMNS = (
    GridColumn("kind", "Kind", width=18),
    GridColumn("label", "What", min_width=24, flexible=True),
    GridColumn("verdict", "Verdict", width=12, priority=1),
    GridColumn("roles", "Roles", width=20, priority=2),
)

T = TypeVar("T")


class ItemRows(Generic[T]):
    """A grid's source over items that are all there; a row's cells are made when it is drawn."""

    def __init__(self, items: Sequence[T], cells_of: Callable[[T], Sequence[Content]]) -> None:
        self.items = items
        self._cells_of = cells_of

    @property
    def row_count(self) -> int:
        """How many items there are."""
        return len(self.items)

    def cells(self, row: int) -> Sequence[Content]:
        """Give one item's cells."""
        return self._cells_of(self.items[row])

    def want(self, first: int, last: int) -> None:
        """Do nothing: every row is here."""


def alert_rows(alerts: Sequence[Alert], now: datetime) -> ItemRows[Alert]:
    """Give alerts in the order of `ALERT_COLUMNS`."""

    def cells(alert: Alert) -> Sequence[Content]:
        return (
            severity_mark(alert.severity),
            shown(alert.title, limit=200),
            shown(in_words(alert.status), limit=20),
            shown(short_service(alert.service or ""), limit=20),
            shown(in_words(alert.category), limit=40),
            Content(ago(alert.last_activity, now)),
        )

    return ItemRows(alerts, cells)


def evidence_rows(evidence: Sequence[Evidence]) -> ItemRows[Evidence]:
    """Give evidence in the order of `EVIDENCE_COLUMNS`."""
    return ItemRows(evidence, _evidence_cells)


def _evidence_cells(item: Evidence) -> Sequence[Content]:
    return (
        shown(in_words(item.kind), limit=40),
        shown(item.label, limit=300),
        shown(in_words(item.verdict), limit=20),
        shown(", ".join(item.roles), limit=60),
    )
