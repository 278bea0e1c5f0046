"""Looking closer at a row, and doing something with a cell of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from textual import on

from ...core.evidence import Evidence
from ...core.zones import Zone, zoned_time
from ...results.column_types import ResultColumn
from ..hunting.result_source import ResultSource
from ..pivoting.messages import IncidentWanted
from ..widgets.grid import Grid
from .arranging import ArrangedPane
from .messages import PivotWanted, StepWanted
from .shelf import OpenResult

Row = tuple[str | None, ...]
_INCIDENT_COLUMNS = ("incidentid", "incidentnumber", "providerincidentid")
_ALERT_COLUMNS = ("alertid", "systemalertid", "vendororiginalid")


@dataclass(frozen=True, slots=True)
class _Desk:
    """The rows of one result as the inspector sees them, for as long as they are shown."""

    pane: InspectedPane
    result: OpenResult
    rows: ResultSource

    @property
    def columns(self) -> tuple[ResultColumn, ...]:
        return self.result.outcome.table.columns

    @property
    def order(self) -> Sequence[int]:
        layout = self.pane.grid.column_layout
        order = replace(layout, hidden=frozenset()).order_of(self.result.source.columns)
        return sorted(order, key=lambda place: str(place) in layout.hidden)

    @property
    def row_count(self) -> int:
        return self.rows.row_count

    @property
    def zone(self) -> Zone:
        return self.result.source.reader.zone

    async def read(self, row: int) -> Row | None:
        return await self.pane.read_row(self.result, self.rows, row)

    def go_to(self, row: int, column: int) -> None:
        if self.result is self.pane.result and self.rows is self.result.source:
            self.pane.grid.move_cursor(row=row)
            self.pane.grid.show_column(column)

    def add_step(self, step: str) -> None:
        self.pane.post_message(StepWanted(self.result, step))

    def pivot_on(self, entity: Evidence, cells: Row) -> None:
        self.pane.post_message(PivotWanted(entity, _moment(self.columns, cells)))

    def go_to_incident(self, column: int, cells: Row) -> bool:
        return self.pane.tell_incident(self.result, column, cells)


class InspectedPane(ArrangedPane):
    """Rows that can be looked at in full, and whose cells lead on."""

    async def read_row(self, result: OpenResult, rows: ResultSource, row: int) -> Row | None:
        """Read a whole row among those of a source; `None` when others are shown by then."""
        found = await self.ask_view(result, lambda view: view.page(row, 1), rows=rows)
        return found[0] if found else None

    @on(Grid.CellOpened, "#results")
    @on(Grid.RowOpened, "#results")
    def _opened(self, event: Grid.CellOpened | Grid.RowOpened) -> None:
        event.stop()
        self.inspect()

    def inspect(self) -> None:
        """Show the row under the cursor in full, at the field of the column."""
        result, column = self.result, self.current_column
        if result is None or column is None or not self.grid.row_count:
            return
        from .inspector import RowInspector

        desk = _Desk(self, result, result.source)
        self.app.push_screen(RowInspector(desk, result.name, self.grid.cursor_row, column))

    def add_to_query(self, comparison: str) -> None:
        """Ask for the cell under the cursor to be added to the query as a condition."""
        self._with_row(partial(self._adding, comparison), "add a cell to the query")

    def _adding(self, comparison: str, result: OpenResult, column: int, cells: Row) -> None:
        from ...kql.cell_conditions import condition

        kind = result.outcome.table.columns[column]
        cell = cells[column]
        if kind.type == "datetime" and cell is not None:
            cell = zoned_time(cell, result.source.reader.zone)
        step = condition(kind.name, kind.type, comparison, cell)
        self.post_message(StepWanted(result, step))

    def pivot(self) -> None:
        """Ask for a hunt for what the cell under the cursor names."""
        self._with_row(self._pivoting, "pivot on a cell")

    def _pivoting(self, result: OpenResult, column: int, cells: Row) -> None:
        from ...kql.cell_entities import entity_in

        columns = result.outcome.table.columns
        row = {one.name: cell for one, cell in zip(columns, cells, strict=True)}
        entity = entity_in(columns[column].name, cells[column], row)
        if entity is None:
            words = "This cell names no device, user, file or address to hunt for."
            self.app.notify(words, markup=False)
        else:
            self.post_message(PivotWanted(entity, _moment(columns, cells)))

    def go_to_incident(self) -> None:
        """Ask for the incident or the alert that the cell names, else for the row's."""
        self._with_row(self.tell_incident, "go to an incident")

    def tell_incident(self, result: OpenResult, column: int, cells: Row) -> bool:
        """Ask for the incident or alert of a row, the one of a column first; false without one."""
        names = [one.name.casefold() for one in result.outcome.table.columns]
        for place in (column, *range(len(names))):
            value = (cells[place] or "").strip()
            if value and names[place] in _INCIDENT_COLUMNS:
                self.post_message(IncidentWanted(incident_id=value))
                return True
            if value and names[place] in _ALERT_COLUMNS:
                self.post_message(IncidentWanted(alert_id=value))
                return True
        self.app.notify("This row names no incident and no alert.", markup=False)
        return False

    def _with_row(self, use: Callable[[OpenResult, int, Row], object], description: str) -> None:
        """Read the row under the cursor whole and use it with the column under the cursor."""
        result, column, row = self.result, self.current_column, self.grid.cursor_row
        if result is None or column is None or not self.grid.row_count:
            return

        rows = result.source

        async def reading() -> None:
            cells = await self.read_row(result, rows, row)
            if cells is not None:
                use(result, column, cells)

        self.ask(reading, description)


def _moment(columns: Sequence[ResultColumn], cells: Row) -> str | None:
    """Give the first time of a row as it came."""
    times = (
        cell for one, cell in zip(columns, cells, strict=True) if one.type == "datetime" and cell
    )
    return next(times, None)
