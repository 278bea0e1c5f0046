"""The look of the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ..widgets.facts import Facts
from ..widgets.grid import Grid
from ..widgets.line_input import LineInput
from .describing import facts_of, fields_of, summary_of
from .drawing import COLUMNS
from .nodes import Node
from .ports import SchemaWork
from .reading import SchemaReading
from .rows import SchemaRows
from .schema_grid import SchemaGrid
from .words import READING, count_words, empty_words, origin_words

if TYPE_CHECKING:
    from .index import SchemaIndex

_WIDE = 100
_NAME = re.compile(r"\w+")
_PLACEHOLDER = "part of a table, column, value or function"


class SchemaShowing(SchemaReading):
    """A tree as rows, what is known of the chosen one beside it or, where it is narrow, below."""

    DEFAULT_CSS = """
    SchemaShowing {
        & #schema-line { height: 1; padding: 0 1; }
        & #schema-origin { width: 1fr; color: $text-muted; }
        & #schema-count { width: auto; margin-left: 2; color: $text-muted; }
        & Static { text-wrap: nowrap; text-overflow: ellipsis; }
        & #schema-origin.-busy { color: $primary; }
        & #schema-origin.-failed { color: $text-warning; }
        & #schema-search { display: none; height: 1; border: none; padding: 0 1; margin: 0; }
        &.-searching #schema-search { display: block; }
        & #schema-body { height: 1fr; }
        & SchemaGrid { width: 1fr; height: 1fr; }
        & #schema-side {
            display: none; width: 42%; height: 1fr; padding: 0 1; scrollbar-size: 1 1;
            border-left: solid $border;
        }
        & #schema-summary { height: 1; padding: 0 1; color: $text-muted; }
        &.-wide #schema-side { display: block; }
        &.-wide #schema-summary { display: none; }
    }
    """

    def __init__(self, session: SchemaWork, query: str = "", *, id: str | None = None) -> None:
        super().__init__(session, id=id)
        self._query = query
        self.rows: SchemaRows | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="schema-line"):
            yield Static(READING, id="schema-origin")
            yield Static(Content(""), id="schema-count")
        field = LineInput(
            placeholder=_PLACEHOLDER, id="schema-search", compact=True, select_on_focus=False
        )
        # Hidden until a search begins: whoever looks for the first to focus finds the rows.
        field.can_focus = False
        yield field
        with Horizontal(id="schema-body"):
            yield SchemaGrid(COLUMNS, empty=READING, id="schema-grid")
            yield VerticalScroll(Facts(), id="schema-side", can_focus=False)
        yield Static(Content(""), id="schema-summary")

    def on_mount(self) -> None:
        self.begin()

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _WIDE, "-wide")

    @property
    def grid(self) -> SchemaGrid:
        """The rows."""
        return self.query_one(SchemaGrid)

    @property
    def node(self) -> Node | None:
        """What is under the cursor; `None` before anything was read."""
        return self.rows.node(self.grid.cursor_row) if self.rows and self.known else None

    def take_index(self, index: SchemaIndex | None) -> None:
        if index is None:
            self.grid.empty = READING
            self.grid.set_source(None)
            self.query_one("#schema-origin", Static).update(READING)
            self._draw_node()
            return
        node = self.node
        if self.rows is None:
            self.rows = SchemaRows(index)
        else:
            self.rows.take(index)
        self.grid.set_source(self.rows, columns=COLUMNS)
        row = self.rows.row_of(node.path) if node else self._first_row(self.rows)
        self.grid.move_cursor(row=row or 0)
        self._draw_node()

    def _first_row(self, rows: SchemaRows) -> int:
        names = (name for name in _NAME.findall(self._query) if name in rows.index.schema)
        row = rows.reveal(next(names, ""))
        return 1 if row is None else row

    @property
    def field(self) -> Input:
        """What is searched for, hidden until a search begins."""
        return self.query_one("#schema-search", Input)

    def redraw(self, row: int | None) -> None:
        """Draw the rows anew, which were searched or unfolded, with the cursor on one."""
        if self.rows is not None:
            self.grid.empty = empty_words(self.rows)
            self.grid.refresh_rows()
            self.grid.move_cursor(row=row or 0)
            self.draw_line()
            self._draw_node()

    def show_below(self, row: int, added: int) -> None:
        """Bring as much into view as fits of the rows that were unfolded below one."""
        bottom = row + min(added, self.grid.page_rows - 1)
        top = bottom - self.grid.page_rows + 1
        if added > 0 and top > self.grid.scroll_offset.y:
            self.grid.scroll_to(y=top, animate=False, force=True)

    @on(Grid.RowHighlighted)
    def _row_highlighted(self, event: Grid.RowHighlighted) -> None:
        event.stop()
        self._draw_node()

    def draw_line(self) -> None:
        if self.known is None or self.rows is None:
            return
        words, look = origin_words(self.known, self.work.now(), is_asking=self.is_asking)
        line = self.query_one("#schema-origin", Static)
        line.set_classes(f"-{look}" if look else "")
        line.update(words)
        here = " · this tenant only" if self.rows.only_here else ""
        counts = Content.assemble(count_words(self.rows), here)
        self.query_one("#schema-count", Static).update(counts)

    def _draw_node(self) -> None:
        node = self.node
        summary, facts = Content(""), []
        if node is not None and self.rows is not None:
            summary = summary_of(node)
            facts = facts_of(fields_of(node, self.rows.index))
        self.query_one("#schema-summary", Static).update(summary)
        side = self.query_one("#schema-side", VerticalScroll)
        side.query_one(Facts).show(facts)
        side.scroll_home(animate=False)
