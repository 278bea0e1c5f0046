"""A row in full beside the rows: every field, members of JSON, what they name and stand for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ..text import shown
from ..widgets.cell_view import CellView
from ..worker import run_guarded
from .inspector_values import RowDesk, ShownRow, ValueActions
from .item_lines import item_lines
from .items_pane import ItemsPane
from .row_items import ItemKey, RowItem, row_items

_KEYS = (
    "[ ] Row   Enter Open   * Unfold all   u Empty fields   y Copy   Y Copy path\n"
    "= ! h Add to query   x Member to column   p Pivot   j Incident   Esc Close"
)


class RowInspector(ValueActions):
    """A drawer over the right side of the screen, or over all of a narrow one.

    `[` and `]` go to other rows; which fields are unfolded, and the field itself, stay.
    """

    DEFAULT_CSS = """
    RowInspector {
        align: right top;
        & > Vertical {
            width: 100%; height: 100%; padding: 0 1; background: $surface;
        }
        &.-wide > Vertical { width: 62%; min-width: 80; border-left: solid $primary; }
        & #inspector-title { height: 1; text-style: bold; text-wrap: nowrap; }
        & #inspector-keys { height: 2; color: $text-muted; text-wrap: nowrap; }
        & ItemsPane { height: 1fr; margin: 1 0; scrollbar-gutter: stable; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (Textual's type)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v", "close", "Close", id="inspect.close"),
        Binding("right_square_bracket,alt+down,n", "turn_row(1)", "Next row", id="inspect.next"),
        Binding("left_square_bracket,alt+up,b", "turn_row(-1)", "Row before", id="inspect.before"),
        Binding("enter", "open", "Open", id="inspect.open"),
        Binding("right", "unfold(True)", "Unfold", id="inspect.unfold"),
        Binding("left", "unfold(False)", "Fold", id="inspect.fold"),
        Binding("asterisk", "unfold_all", "Unfold all", id="inspect.unfold_all"),
        Binding("u", "turn_empty", "Empty fields", id="inspect.empty"),
        Binding("y", "copy", "Copy", id="inspect.copy"),
        Binding("Y", "copy_path", "Copy path", id="inspect.copy_path"),
        Binding("equals_sign", "add('==')", "Add ==", id="inspect.equals"),
        Binding("exclamation_mark", "add('!=')", "Add !=", id="inspect.differs"),
        Binding("h", "add('has')", "Add has", id="inspect.has"),
        Binding("x", "extend", "To a column", id="inspect.extend"),
        Binding("p", "pivot", "Pivot", id="inspect.pivot"),
        Binding("j", "incident", "To incident", id="inspect.incident"),
    ]

    class RowPrepared(Message):
        """A row was read and laid out."""

        def __init__(self, prepared: ShownRow, serial: int) -> None:
            super().__init__()
            self.prepared = prepared
            self.serial = serial

    class RowsGone(Message):
        """The rows were sorted, selected or closed meanwhile: the row's number means another."""

    def __init__(self, desk: RowDesk, title: str, row: int, column: int) -> None:
        super().__init__(desk)
        self._title = title
        self._row = row
        self._at = ItemKey(column)
        self._unfolded: set[ItemKey] = {self._at}
        self._has_empty = True
        self._serial = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="inspector-title")
            yield ItemsPane(id="inspector-items")
            yield Static(_KEYS, id="inspector-keys", markup=False)

    @property
    def _pane(self) -> ItemsPane:
        return self.query_one(ItemsPane)

    def on_mount(self) -> None:
        self._pane.focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._prepare)

    # Reading

    def _prepare(self) -> None:
        """Read the row and lay it out anew for what is unfolded and for the width."""
        width = self._pane.scrollable_content_region.width - 1
        self._serial += 1
        run_guarded(
            self,
            partial(self._preparing, self._row, width, self._serial),
            name="inspect",
            group="inspect",
            description="read a row in full",
        )

    async def _preparing(self, row: int, width: int, serial: int) -> None:
        shown_row = self.shown_row
        if shown_row and shown_row.row == row:
            cells: tuple[str | None, ...] | None = shown_row.cells
        else:
            cells = await self.desk.read(row)
        if cells is None:
            self.post_message(self.RowsGone())
            return
        desk, unfolded = self.desk, frozenset(self._unfolded)
        has_empty = self._has_empty
        order = desk.order

        def made() -> ShownRow:
            items = row_items(desk.columns, cells, unfolded, order=order, has_empty=has_empty)
            return ShownRow(row, cells, items, item_lines(items, width, desk.zone))

        self.post_message(self.RowPrepared(await asyncio.to_thread(made), serial))

    @on(RowPrepared)
    def _row_prepared(self, event: RowPrepared) -> None:
        if event.serial != self._serial:
            return
        self.shown_row = event.prepared
        items = event.prepared.items
        self._pane.show_lines(event.prepared.lines, _nearest(items, self._at))
        place = f"Row {self._row + 1:,} of {self.desk.row_count:,}"
        title = Content.assemble(place, "  ", shown(self._title, limit=20))
        self.query_one("#inspector-title", Static).update(title)

    @on(RowsGone)
    def _rows_gone(self) -> None:
        self.notify("Other rows are shown by now.", markup=False)
        self.dismiss(None)

    @property
    def item(self) -> RowItem | None:
        """The item under the cursor; notes it, to come back to it in another row."""
        if self.shown_row is None or not self.shown_row.items:
            return None
        item = self.shown_row.items[self._pane.cursor]
        self._at = item.key
        return item

    # Moving about

    def action_close(self) -> None:
        """Go back to the rows, to the column of the field."""
        if self.item is not None:
            self.desk.go_to(self._row, self._at.column)
        self.dismiss(None)

    def action_turn_row(self, step: int) -> None:
        """Show a neighbouring row."""
        if 0 <= self._row + step < self.desk.row_count:
            _ = self.item
            self._row += step
            self.desk.go_to(self._row, self._at.column)
            self._prepare()

    @on(ItemsPane.Opened)
    def action_open(self) -> None:
        """Unfold or fold what has members; show any other value whole."""
        item = self.item
        if item is None:
            return
        if item.member_count is not None:
            self._turn(item)
        else:
            self.app.push_screen(CellView(self.path_to(item), item.value))

    def action_unfold(self, is_to_unfold: bool) -> None:
        """Unfold or fold the item; folding a member goes to what it belongs to."""
        item = self.item
        if item is None:
            return
        if item.member_count is not None and item.is_unfolded is not is_to_unfold:
            self._turn(item)
        elif not is_to_unfold and item.key.steps:
            self._at = ItemKey(item.key.column, item.key.steps[:-1])
            if self.shown_row:
                self._pane.go_to(_nearest(self.shown_row.items, self._at))

    def action_unfold_all(self) -> None:
        """Unfold everything that is listed, one level at a time; once all is unfolded, fold it."""
        if self.shown_row is None:
            return
        _ = self.item
        folded = {
            one.key
            for one in self.shown_row.items
            if one.member_count is not None and not one.is_unfolded
        }
        self._unfolded = self._unfolded | folded if folded else set()
        self._prepare()

    def _turn(self, item: RowItem) -> None:
        self._unfolded ^= {item.key}
        self._prepare()

    def action_turn_empty(self) -> None:
        """Leave out fields without a value, or show them again."""
        _ = self.item
        self._has_empty = not self._has_empty
        self._prepare()


def _nearest(items: Sequence[RowItem], key: ItemKey) -> int:
    """Give the place of an item, else of what it belongs to, else the first."""
    places = {item.key: place for place, item in enumerate(items)}
    for length in range(len(key.steps), -1, -1):
        found = places.get(ItemKey(key.column, key.steps[:length]))
        if found is not None:
            return found
    return 0
