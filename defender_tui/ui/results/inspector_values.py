"""What can be done with a value of the row that is looked at in full."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ...core.zones import Zone, zoned_time
from ...kql.member_path import extension, member_path
from ...results.column_types import ResultColumn
from ..widgets.copying import copy_value
from ..widgets.left_once import LeftOnce
from .item_lines import ItemLine
from .row_items import RowItem

if TYPE_CHECKING:
    from ...core.evidence import Evidence


class RowDesk(Protocol):
    """What the inspector needs of the rows that it looks at."""

    @property
    def columns(self) -> tuple[ResultColumn, ...]: ...

    @property
    def order(self) -> Sequence[int]:
        """The columns' places, in the order in which they are shown; hidden ones at the end."""
        ...

    @property
    def row_count(self) -> int: ...

    @property
    def zone(self) -> Zone: ...

    async def read(self, row: int) -> tuple[str | None, ...] | None:
        """Give a whole row; `None` when other rows are shown than when the desk was opened."""
        ...

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor of the rows there."""
        ...

    def add_step(self, step: str) -> None:
        """Add a step to the query that gave the rows."""
        ...

    def pivot_on(self, entity: Evidence, cells: tuple[str | None, ...]) -> None:
        """Hunt for an entity of a row."""
        ...

    def go_to_incident(self, column: int, cells: tuple[str | None, ...]) -> bool:
        """Go to the incident or alert that a row names, in a column first; false without one."""
        ...


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row that was read and laid out."""

    row: int
    cells: tuple[str | None, ...]
    items: list[RowItem]
    lines: list[ItemLine]


class ValueActions(LeftOnce[None]):
    """A screen over one row, with a cursor on one of its items."""

    def __init__(self, desk: RowDesk) -> None:
        super().__init__()
        self.desk = desk
        self.shown_row: ShownRow | None = None

    @property
    @abstractmethod
    def item(self) -> RowItem | None:
        """The item under the cursor."""

    def action_copy(self) -> None:
        """Copy the value."""
        item = self.item
        if item is not None:
            copy_value(self.app, item.value or "")

    def action_copy_path(self) -> None:
        """Copy the way to the value as a query spells it."""
        item = self.item
        if item is not None:
            copy_value(self.app, self.path_to(item))

    def path_to(self, item: RowItem) -> str:
        """Spell the way to a value as a query does."""
        column = self.desk.columns[item.key.column]
        return member_path(column.name, item.key.steps, is_parsed=column.type == "dynamic")

    def action_add(self, comparison: str) -> None:
        """Add the value to the query as a condition."""
        item = self.item
        if item is None:
            return
        from ...kql.cell_conditions import condition, member_condition

        column = self.desk.columns[item.key.column]
        if item.key.steps:
            step = member_condition(
                column.name,
                item.key.steps,
                comparison,
                item.value,
                is_parsed=column.type == "dynamic",
            )
        else:
            value = item.value
            if column.type == "datetime" and value is not None:
                value = zoned_time(value, self.desk.zone)
            step = condition(column.name, column.type, comparison, value)
        self.desk.add_step(step)

    def action_extend(self) -> None:
        """Add a step to the query that makes a column of the member."""
        item = self.item
        if item is None:
            return
        if not item.key.steps:
            words = "This is a column already. Enter unfolds JSON; x makes a column of a member."
            self.notify(words, markup=False)
            return
        column = self.desk.columns[item.key.column]
        taken = [one.name for one in self.desk.columns]
        is_parsed = column.type == "dynamic"
        self.desk.add_step(extension(column.name, item.key.steps, is_parsed=is_parsed, taken=taken))

    def action_pivot(self) -> None:
        """Hunt for the entity that the value names."""
        item = self.item
        if item is None or self.shown_row is None:
            return
        if item.entity is None:
            self.notify("This names no device, user, file or address.", markup=False)
            return
        self.desk.pivot_on(item.entity, self.shown_row.cells)

    def action_incident(self) -> None:
        """Go to the incident or alert that the row names."""
        item = self.item
        if item is None or self.shown_row is None:
            return
        if self.desk.go_to_incident(item.key.column, self.shown_row.cells):
            self.dismiss(None)
