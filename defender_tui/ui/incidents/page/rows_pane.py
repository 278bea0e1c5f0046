"""Alerts or evidence as rows, with all fields of the chosen one beside them where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from ....core.evidence import Evidence
from ....core.gathered_evidence import GatheredEvidence
from ....core.incidents import Alert
from ...widgets.cell_view import CellView
from ...widgets.facts import Facts
from ...widgets.grid import Grid
from ..overview import alert_lines
from . import alert_tree, evidence_table
from .alert_tree import AlertTree
from .evidence_table import EvidenceTable
from .fields import Field, alert_fields, evidence_fields, field_facts, gathered_fields
from .page_grid import PageGrid


class RowsPane(Horizontal):
    """The rows of one incident. Which alerts are unfolded stays until `fold_all`."""

    DEFAULT_CSS = """
    RowsPane {
        & PageGrid { width: 1fr; height: 1fr; }
        & #detail-side {
            display: none; width: 40%; height: 1fr; padding: 0 1; scrollbar-size: 1 1;
            border-left: solid $border;
        }
        &.-wide #detail-side { display: block; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: AlertTree | EvidenceTable | None = None
        self._unfolded: set[str] = set()

    def compose(self) -> ComposeResult:
        yield PageGrid(alert_tree.COLUMNS)
        yield VerticalScroll(Facts(), id="detail-side")

    @property
    def grid(self) -> PageGrid:
        """The rows themselves, to give the focus to."""
        return self.query_one(PageGrid)

    # Showing

    def fold_all(self) -> None:
        """Forget which alerts are unfolded: another incident comes."""
        self._unfolded.clear()

    def show_nothing(self, why: Content) -> None:
        """Show no rows, and say why."""
        self.grid.empty = why
        self._rows = None
        self.grid.set_source(None)
        self._draw_side()

    def show_alerts(self, alerts: Sequence[Alert], now: datetime, *, keep_place: bool) -> None:
        """Show alerts that unfold to their evidence."""
        self.grid.empty = Content("This incident has no alerts.")
        self._rows = AlertTree(alerts, now, self._unfolded)
        self.grid.set_source(self._rows, columns=alert_tree.COLUMNS, keep_cursor=keep_place)
        self._draw_side()

    def show_evidence(self, things: Sequence[GatheredEvidence], *, keep_place: bool) -> None:
        """Show evidence by its kinds."""
        self.grid.empty = Content("Its alerts name no evidence.")
        self._rows = EvidenceTable(things)
        self.grid.set_source(self._rows, columns=evidence_table.COLUMNS, keep_cursor=keep_place)
        if not keep_place:
            # The first row is a heading.
            self.grid.move_cursor(row=1)
        self._draw_side()

    # What is chosen

    @property
    def evidence(self) -> Evidence | None:
        """The evidence under the cursor; `None` when there is none."""
        if isinstance(self._rows, AlertTree):
            return self._rows.evidence(self.grid.cursor_row)
        thing = self._thing
        return thing.item if thing else None

    @property
    def alert(self) -> Alert | None:
        """The alert under the cursor, or whose evidence is; `None` when there is none."""
        rows = self._rows
        return rows.alert(self.grid.cursor_row) if isinstance(rows, AlertTree) else None

    @property
    def fields(self) -> list[Field]:
        """Everything that is known of what is under the cursor; empty when that is nothing."""
        thing, evidence, alert = self._thing, self.evidence, self.alert
        if thing is not None:
            return gathered_fields(thing)
        if evidence is not None:
            return evidence_fields(evidence)
        return alert_fields(alert) if alert is not None else []

    @property
    def _thing(self) -> GatheredEvidence | None:
        rows = self._rows
        return rows.thing(self.grid.cursor_row) if isinstance(rows, EvidenceTable) else None

    # Moving about

    def turn_branch(self, *, is_to_unfold: bool | None) -> None:
        """Unfold or fold the alert under the cursor; `None` for whichever it is not."""
        if isinstance(self._rows, AlertTree):
            row = self._rows.turn(self.grid.cursor_row, is_to_unfold)
            self.grid.refresh_rows()
            self.grid.move_cursor(row=row)
            self._draw_side()

    def _draw_side(self) -> None:
        side = self.query_one("#detail-side", VerticalScroll)
        side.query_one(Facts).show(field_facts(self.fields))
        side.scroll_home(animate=False)

    @on(Grid.RowHighlighted)
    def _row_highlighted(self, event: Grid.RowHighlighted) -> None:
        event.stop()
        self._draw_side()

    @on(PageGrid.BranchTurned)
    def _branch_turned(self, event: PageGrid.BranchTurned) -> None:
        event.stop()
        self.turn_branch(is_to_unfold=event.is_to_unfold)

    @on(Grid.RowOpened)
    def _row_opened(self, event: Grid.RowOpened) -> None:
        event.stop()
        evidence, alert = self.evidence, self.alert
        if evidence is not None:
            text = "\n".join(f"{name}: {value}" for name, value in self.fields)
            self.app.push_screen(CellView(evidence.label, text))
        elif alert is not None:
            self.app.push_screen(CellView(alert.title or alert.id, alert_lines(alert)))
