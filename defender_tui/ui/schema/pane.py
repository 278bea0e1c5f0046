"""The browser of what there is to hunt in: tables by area, their columns and values, functions."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ..hunting.messages import QueryWanted, TextWanted
from ..widgets.cell_view import CellView
from ..widgets.copying import copy_value
from ..widgets.grid import Grid
from .describing import fields_of
from .in_query import preview_query, text_for_query
from .nodes import Node, NodeKind
from .ports import SchemaWork
from .schema_grid import SchemaGrid
from .searching import first_hit
from .showing import SchemaShowing


class SchemaPane(SchemaShowing):
    """Searches, unfolds and uses what is shown.

    It reads what is known once it is mounted, and asks the tenant when that is older than a day. It
    begins at the first table that `query` names.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_search", "Leave the search", show=False, id="schema.leave"),
        Binding("f5,ctrl+r", "refresh", "Ask tenant", show=False, id="schema.refresh"),
        Binding("down", "to_rows", "To the rows", show=False, id="schema.down"),
    ]

    def __init__(self, session: SchemaWork, query: str = "", *, id: str | None = None) -> None:
        super().__init__(session, query, id=id)
        self._before_search: tuple[str, ...] = ()

    # What is asked of the rows

    @on(Grid.RowOpened)
    def _row_opened(self, event: Grid.RowOpened) -> None:
        event.stop()
        if self.node is not None:
            self._use(self.node, "insert")

    @on(SchemaGrid.Asked)
    def _asked(self, event: SchemaGrid.Asked) -> None:
        event.stop()
        match event.what:
            case "search":
                self._open_search()
            case "refresh":
                self.ask_tenant()
            case "here":
                self._turn_here()
            case "fold" | "unfold" | "turn":
                self._turn(None if event.what == "turn" else event.what == "unfold")
            case _ if (node := self.node) is not None:
                self._use(node, event.what)

    def _use(self, node: Node, what: str) -> None:
        match what:
            case "insert" if node.kind is NodeKind.AREA:
                self._turn(None)
            case "insert":
                self.post_message(TextWanted(text_for_query(node)))
            case "copy" if node.kind is not NodeKind.AREA:
                copy_value(self.app, node.name)
            case "details" if self.rows is not None and node.kind is not NodeKind.AREA:
                fields = fields_of(node, self.rows.index)
                text = "\n".join(f"{label}: {value}" for label, value in fields)
                self.app.push_screen(CellView(node.name, text))
            case "preview":
                self._preview(node)
            case "columns" if node.table is not None:
                self.ask_columns(node.table.name)

    def _preview(self, node: Node) -> None:
        query = preview_query(node)
        if query:
            self.post_message(QueryWanted(query, run=True))
        else:
            self.notify("Only a table has rows to show.", markup=False)

    def _turn(self, is_to_unfold: bool | None) -> None:
        if self.rows is not None:
            row_count = self.rows.row_count
            row = self.rows.turn(self.grid.cursor_row, is_to_unfold)
            self.redraw(row)
            self.show_below(row, self.rows.row_count - row_count)

    def _turn_here(self) -> None:
        if self.rows is None or self.known is None:
            return
        if self.known.read_at is None:
            self.notify("The tenant has not said which tables it has.", markup=False)
            return
        node = self.node
        self.rows.show_only_here(not self.rows.only_here)
        self.redraw(self.rows.row_of(node.path) if node else 0)

    # Searching

    def _open_search(self) -> None:
        if not self.has_class("-searching"):
            self._before_search = self.node.path if self.node else ()
        self.add_class("-searching")
        self.field.can_focus = True
        self.field.focus()

    @on(Input.Changed, "#schema-search")
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        if self.rows is None:
            return
        self.rows.search_for(event.value.strip())
        hit = first_hit(self.rows.found, self.rows.search) if self.rows.search else None
        # So that what a find is below stays in view with it.
        self.grid.scroll_to(y=0, animate=False, force=True)
        self.redraw(self.rows.row_of(hit.path if hit else self._before_search))

    @on(Input.Submitted, "#schema-search")
    def _search_ended(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.focus()

    def action_refresh(self) -> None:
        """Ask the tenant, from the search too."""
        self.ask_tenant()

    def action_to_rows(self) -> None:
        """Go from the search to what it found."""
        self.grid.focus()

    def action_leave_search(self) -> None:
        """Go from the search to the rows; from there, show everything again."""
        if self.field.has_focus and self.field.value:
            self.grid.focus()
            return
        node = self.node
        if node is not None:
            self._before_search = node.path
        self.remove_class("-searching")
        self.grid.focus()
        self.field.can_focus = False
        self.field.value = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_search":
            return self.has_class("-searching")
        if action == "to_rows":
            return self.field.has_focus
        return True
